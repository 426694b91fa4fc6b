package dev.ringpost.integration;

import dev.ringpost.DeliveryMode;
import dev.ringpost.Outcome;
import dev.ringpost.Producer;
import dev.ringpost.PublishOptions;
import dev.ringpost.PublisherEngine;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Publishes many large bodies in a small heap with default settings. Arguments: URI, queue, count, bytes. */
final class LargeBurstMain {

    private LargeBurstMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        AtomicInteger confirmed = new AtomicInteger();
        PublisherEngine engine = PublisherEngine.builder()
                .uri(arguments[0])
                .outcomeListener((id, outcome, detail) -> {
                    if (outcome == Outcome.CONFIRMED) {
                        confirmed.incrementAndGet();
                    }
                })
                .start();
        try (engine) {
            Producer producer = engine.producer(PublishOptions.builder()
                    .routingKey(arguments[1])
                    .deliveryMode(DeliveryMode.TRANSIENT)
                    .build());
            byte[] body = new byte[Integer.parseInt(arguments[3])];
            int count = Integer.parseInt(arguments[2]);
            for (int i = 0; i < count; i++) {
                body[0] = (byte) i;
                producer.publish(body, 0, body.length, i);
            }
            engine.flush(Duration.ofSeconds(60));
        }
        System.out.println(
                "CONFIRMED " + confirmed.get() + " of " + engine.stats().accepted());
    }
}
