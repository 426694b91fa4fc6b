package dev.ringpost.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ringpost.EngineStats;
import dev.ringpost.EnqueueTimeoutException;
import dev.ringpost.FrameEncoding;
import dev.ringpost.Offer;
import dev.ringpost.Outcome;
import dev.ringpost.Producer;
import dev.ringpost.PublishOptions;
import dev.ringpost.PublisherEngine;
import dev.ringpost.testing.Await;
import dev.ringpost.testing.BrokerClient;
import dev.ringpost.testing.Brokers;
import dev.ringpost.testing.IntegrationTest;
import dev.ringpost.testing.Ledger;
import dev.ringpost.testing.RabbitNode;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A RabbitMQ with a memory alarm blocks publishers: callers are told, deadlines hold, nothing is lost. */
@Tag("slow")
@IntegrationTest
class BlockedIT {

    private static final int RING = 512;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Ledger ledger = new Ledger(200_000);

    private static void alarm(RabbitNode node) {
        node.rabbitmqctl("set_vm_memory_high_watermark", "0.0001");
    }

    private static void calm(RabbitNode node) {
        node.rabbitmqctl("set_vm_memory_high_watermark", "0.4");
    }

    private Offer offer(Producer producer, int bytes) {
        int id = ledger.attempt(0, bytes);
        Offer offer = producer.tryPublish(ledger.body(id), 0, bytes, id);
        if (offer == Offer.ACCEPTED) {
            ledger.accepted(id);
        }
        return offer;
    }

    /** Publishes until the answer is no longer ACCEPTED or FULL; the first publishes are what make RabbitMQ say it. */
    private void untilBlocked(Producer producer, int bytes) throws Exception {
        Await.until("tryPublish says BLOCKED", Duration.ofSeconds(10), () -> {
            Offer offer = offer(producer, bytes);
            assertThat(offer).isIn(Offer.ACCEPTED, Offer.FULL, Offer.BLOCKED);
            return offer == Offer.BLOCKED;
        });
    }

    @ParameterizedTest
    @CsvSource({"TEMPLATE, 100", "TEMPLATE, 50000", "LIBRARY, 50000"})
    void callersAreToldAndWhatWasAcceptedIsConfirmedAfterwards(FrameEncoding encoding, int bytes, Brokers brokers)
            throws Exception {
        RabbitNode node = brokers.rough();
        try (BrokerClient client = BrokerClient.connect(node.uri())) {
            String queue = client.queue("blocked");
            EngineStats stats;
            try (PublisherEngine engine = PublisherEngine.builder()
                    .uri(node.uri())
                    .frameEncoding(encoding)
                    .ringSize(RING)
                    .memoryBudgetBytes(64 << 20)
                    .enqueueTimeout(Duration.ofMillis(200))
                    .writeTimeout(Duration.ofSeconds(1)) // an alarm is no dead peer
                    .outcomeListener(ledger.listener())
                    .start()) {
                Producer producer = engine.producer(
                        PublishOptions.builder().routingKey(queue).build());
                offer(producer, bytes);
                assertThat(engine.flush(PATIENCE)).isTrue();
                alarm(node);
                try {
                    untilBlocked(producer, bytes);
                    int refused = ledger.attempt(0, bytes);
                    assertThatThrownBy(() -> producer.publish(ledger.body(refused), 0, bytes, refused))
                            .isInstanceOf(EnqueueTimeoutException.class)
                            .hasMessageContaining("blocks publishers");
                    assertThat(engine.flush(Duration.ofMillis(1_500)))
                            .as("nothing moves during the alarm")
                            .isFalse();
                    assertThat(offer(producer, bytes)).isEqualTo(Offer.BLOCKED);
                } finally {
                    calm(node);
                }
                assertThat(engine.flush(PATIENCE)).isTrue();
                assertThat(offer(producer, bytes)).isEqualTo(Offer.ACCEPTED);
                assertThat(engine.flush(PATIENCE)).isTrue();
                stats = engine.stats();
            }
            client.drain(queue, ledger::consumed, PATIENCE);
            ledger.check()
                    .oneOutcomeEach()
                    .all(Outcome.CONFIRMED)
                    .stats(stats)
                    .delivery(stats.resends())
                    .verify("alarm");
            assertThat(stats.connects()).as("an alarm cuts nothing").isOne();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"TEMPLATE", "LIBRARY"})
    void deadlinesHoldAndCloseReturnsDuringTheAlarm(FrameEncoding encoding, Brokers brokers) throws Exception {
        RabbitNode node = brokers.rough();
        Duration delivery = Duration.ofSeconds(2);
        try (BrokerClient client = BrokerClient.connect(node.uri())) {
            String queue = client.queue("blocked");
            PublisherEngine engine = PublisherEngine.builder()
                    .uri(node.uri())
                    .frameEncoding(encoding)
                    .ringSize(RING)
                    .deliveryTimeout(delivery)
                    .outcomeListener(ledger.listener())
                    .start();
            try (engine) {
                Producer producer = engine.producer(
                        PublishOptions.builder().routingKey(queue).build());
                alarm(node);
                try {
                    untilBlocked(producer, 100);
                    long startNs = System.nanoTime();
                    assertThat(engine.flush(delivery.plusSeconds(2))).isTrue();
                    assertThat(Duration.ofNanos(System.nanoTime() - startNs)).isLessThan(delivery.plusSeconds(1));
                    assertThat(ledger.totals().getOrDefault(Outcome.TIMED_OUT, 0L))
                            .isPositive();
                    assertThat(offer(producer, 100)).isEqualTo(Offer.ACCEPTED);
                    long closeNs = System.nanoTime();
                    engine.close(Duration.ofMillis(300));
                    assertThat(Duration.ofNanos(System.nanoTime() - closeNs)).isLessThan(Duration.ofMillis(2_300));
                } finally {
                    calm(node);
                }
            }
            ledger.check().oneOutcomeEach().stats(engine.stats()).verify("alarm");
        }
    }
}
