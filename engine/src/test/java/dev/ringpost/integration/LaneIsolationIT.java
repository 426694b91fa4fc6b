package dev.ringpost.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringpost.FrameEncoding;
import dev.ringpost.Outcome;
import dev.ringpost.Producer;
import dev.ringpost.PublishOptions;
import dev.ringpost.PublisherEngine;
import dev.ringpost.testing.Await;
import dev.ringpost.testing.Brokers;
import dev.ringpost.testing.IntegrationTest;
import dev.ringpost.testing.RabbitNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What happens to one lane must not reach another. */
@IntegrationTest
class LaneIsolationIT {

    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final int BODY_BYTES = 50_000;

    @ParameterizedTest
    @EnumSource(names = "TEMPLATE")
    void aWriteStuckInAnAlarmDoesNotSilenceTheHeartbeatsOfAnIdleLane(FrameEncoding encoding, Brokers brokers)
            throws Exception {
        RabbitNode node = brokers.rough();
        try (PublisherEngine engine = PublisherEngine.builder()
                .uri(node.uri())
                .lanes(2)
                .frameEncoding(encoding)
                .heartbeat(Duration.ofSeconds(1))
                .memoryBudgetBytes(64 << 20)
                .start()) {
            List<Producer> producers = oneOnEachLane(engine);
            node.rabbitmqctl("set_vm_memory_high_watermark", "0.0001");
            try {
                byte[] body = new byte[BODY_BYTES];
                Await.until(
                        "lane 0 takes no more",
                        ANSWER,
                        () -> !producers
                                .get(0)
                                .tryPublish(body, 0, BODY_BYTES, 0)
                                .isAccepted());
                // RabbitMQ gives a silent client up after two intervals, but not one that it blocks itself.
                long startNs = System.nanoTime();
                Await.until(
                        "six heartbeat intervals pass",
                        ANSWER,
                        () -> System.nanoTime() - startNs
                                > Duration.ofSeconds(6).toNanos());
                assertThat(engine.stats().connects())
                        .as("connections; the idle lane lost its one")
                        .isEqualTo(2);
            } finally {
                node.rabbitmqctl("set_vm_memory_high_watermark", "0.4");
            }
            assertThat(producers.get(1).publish("alive").await(ANSWER)).isEqualTo(Outcome.CONFIRMED);
            assertThat(engine.flush(Duration.ofSeconds(20))).isTrue();
        }
    }

    /** Producers whose messages go through the first and the second lane, found by the thread of their callbacks. */
    private static List<Producer> oneOnEachLane(PublisherEngine engine) throws Exception {
        Map<Integer, Producer> found = new ConcurrentHashMap<>();
        for (int i = 0; i < 50 && found.size() < 2; i++) {
            Producer producer = engine.producer(
                    PublishOptions.builder().routingKey("nobody-" + i).build());
            producer.publish("who", PublishOptions.none(), (outcome, detail) -> {
                boolean first = Thread.currentThread().getName().startsWith("ringpost-0");
                found.putIfAbsent(first ? 0 : 1, producer);
            });
            assertThat(engine.flush(ANSWER)).isTrue();
        }
        assertThat(found).hasSize(2);
        return List.of(Objects.requireNonNull(found.get(0)), Objects.requireNonNull(found.get(1)));
    }
}
