package dev.ringpost.examples;

import dev.ringpost.Exchange;
import dev.ringpost.Outcome;
import dev.ringpost.Producer;
import dev.ringpost.PublishOptions;
import dev.ringpost.PublisherEngine;
import dev.ringpost.Queue;
import dev.ringpost.RetryPolicy;
import java.time.Duration;
import java.util.Map;

/** Publishes to a queue that is declared with its exchange and binding, and waits for the broker's confirm. */
public final class PublishWithRetryPolicy {

    private PublishWithRetryPolicy() {}

    /** Takes the broker's URI. */
    public static void main(String[] args) throws InterruptedException {
        Exchange media = Exchange.of("media", Exchange.DIRECT);
        Queue video = Queue.builder("video").exchange(media).routingKey("video").build();
        PublishOptions toVideo = PublishOptions.builder()
                .exchange(media)
                .routingKey("video")
                .declare(video)
                .retryPolicy(RetryPolicy.builder()
                        .intervalStart(Duration.ZERO) // the first retry at once,
                        .intervalStep(Duration.ofSeconds(2)) // each further one two seconds later,
                        .intervalMax(Duration.ofSeconds(30)) // never more than thirty
                        .maxRetries(30)
                        .build())
                .build();
        try (PublisherEngine engine = PublisherEngine.builder().uri(args[0]).start()) {
            Producer producer = engine.producer(toVideo);
            Outcome outcome = producer.publish(Map.of("hello", "world")).await(Duration.ofMinutes(1));
            if (outcome != Outcome.CONFIRMED) {
                throw new IllegalStateException("not confirmed: " + outcome);
            }
        }
    }
}
