package dev.ringpost.kombu;

import static dev.ringpost.kombu.TappedEngine.ANSWER;
import static dev.ringpost.kombu.TappedEngine.confirmed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ringpost.EnqueueTimeoutException;
import dev.ringpost.Offer;
import dev.ringpost.Producer;
import dev.ringpost.PublishOptions;
import dev.ringpost.PublisherEngine;
import dev.ringpost.testing.Await;
import dev.ringpost.testing.Brokers;
import dev.ringpost.testing.IntegrationTest;
import dev.ringpost.testing.RabbitNode;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A broker that blocks its publishers. */
@Tag("slow")
@IntegrationTest
class BlockedBrokerIT {

    @Test
    void row93_callersAreToldAndWaitForABoundedTime(Brokers brokers) throws Exception {
        RabbitNode node = brokers.rough();
        Duration wait = Duration.ofMillis(300);
        try (PublisherEngine engine = PublisherEngine.builder()
                .uri(node.uri())
                .ringSize(128)
                .enqueueTimeout(wait)
                .start()) {
            Producer producer = engine.producer(
                    PublishOptions.builder().exchange("amq.direct").build());
            node.rabbitmqctl("set_vm_memory_high_watermark", "0.0001");
            try {
                Await.until(
                        "the caller is told",
                        ANSWER,
                        () -> producer.tryPublish("x", PublishOptions.none(), (outcome, detail) -> {})
                                == Offer.BLOCKED);
                long startNs = System.nanoTime();
                assertThatThrownBy(() -> producer.publish("x"))
                        .isInstanceOf(EnqueueTimeoutException.class)
                        .hasMessageContaining("blocks publishers");
                assertThat(Duration.ofNanos(System.nanoTime() - startNs)).isBetween(wait, wait.plusSeconds(2));
            } finally {
                node.rabbitmqctl("set_vm_memory_high_watermark", "0.4");
            }
            assertThat(engine.flush(ANSWER))
                    .as("what was accepted is confirmed")
                    .isTrue();
            confirmed(producer.publish("as before"));
            assertThat(engine.stats().confirmed()).isEqualTo(engine.stats().accepted());
            assertThat(engine.stats().connects()).isOne();
        }
    }
}
