package dev.ringpost.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ringpost.EngineBuilder;
import dev.ringpost.EngineStats;
import dev.ringpost.EnqueueTimeoutException;
import dev.ringpost.FrameEncoding;
import dev.ringpost.Offer;
import dev.ringpost.Ordering;
import dev.ringpost.Outcome;
import dev.ringpost.Producer;
import dev.ringpost.PublishOptions;
import dev.ringpost.PublisherEngine;
import dev.ringpost.testing.Await;
import dev.ringpost.testing.BrokerClient;
import dev.ringpost.testing.BrokerKind;
import dev.ringpost.testing.Brokers;
import dev.ringpost.testing.ExpectedLogs;
import dev.ringpost.testing.IntegrationTest;
import dev.ringpost.testing.Ledger;
import dev.ringpost.testing.TcpProxy;
import dev.ringpost.testing.TcpProxy.Direction;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A broker that stops reading or is gone for good: every promise about time holds all the same. */
@Tag("slow")
@IntegrationTest
class StalledBrokerIT {

    private static final String SOURCE = "dev.ringpost.testing.Brokers#withEncodings";
    private static final int BODY_BYTES = 4_000;
    private static final int RING = 1024;

    /** Enough to fill all socket buffers on the way, so that a write blocks. */
    private static final int FILL = RING - 64;

    private static final Duration DELIVERY = Duration.ofSeconds(2);
    private static final Duration LATE = Duration.ofSeconds(1);

    private final Ledger ledger = new Ledger(20_000);
    private final AtomicLong latestNs = new AtomicLong();

    @BeforeEach
    void faultsAreLogged(ExpectedLogs logs) {
        logs.expect("; reconnecting");
        logs.expect("next try in");
    }

    private EngineBuilder through(TcpProxy proxy, FrameEncoding encoding) {
        return PublisherEngine.builder()
                .uri(proxy.uri())
                .frameEncoding(encoding)
                .name("it")
                .ringSize(RING)
                .memoryBudgetBytes(64 << 20)
                .reconnectMax(Duration.ofMillis(200))
                .outcomeListener((id, outcome, detail) -> {
                    latestNs.accumulateAndGet(System.nanoTime(), Math::max);
                    ledger.outcome((int) id, outcome, detail);
                });
    }

    private int offer(Producer producer) {
        int id = ledger.attempt(0, BODY_BYTES);
        Offer offer = producer.tryPublish(ledger.body(id), 0, BODY_BYTES, id);
        if (offer == Offer.ACCEPTED) {
            ledger.accepted(id);
            return id;
        }
        assertThat(offer).isEqualTo(Offer.FULL);
        return -1;
    }

    @ParameterizedTest
    @MethodSource(SOURCE)
    void deadlinesAreKeptWhileAWriteIsStuck(BrokerKind kind, FrameEncoding encoding, Brokers brokers) throws Exception {
        try (BrokerClient client = brokers.client(kind);
                TcpProxy proxy = TcpProxy.to(brokers.port(kind))) {
            String queue = client.queue("stalled");
            EngineStats stats;
            try (PublisherEngine engine =
                    through(proxy, encoding).deliveryTimeout(DELIVERY).start()) {
                Producer producer = engine.producer(
                        PublishOptions.builder().routingKey(queue).build());
                proxy.stall(Direction.TO_BROKER);
                long startNs = System.nanoTime();
                for (int i = 0; i < FILL; i++) {
                    offer(producer);
                }
                Duration publishing = Duration.ofNanos(System.nanoTime() - startNs);
                assertThat(engine.flush(DELIVERY.plus(LATE).plusSeconds(1))).isTrue();
                Duration took = Duration.ofNanos(latestNs.get() - startNs);
                System.out.printf(
                        "STALLED %s %s: %s, published in %s, last outcome after %s%n",
                        kind, encoding, ledger.totals(), publishing, took);
                assertThat(took).isBetween(DELIVERY, DELIVERY.plus(publishing).plus(LATE));

                proxy.resume();
                int before = ledger.outcomeTotal();
                int alive = offer(producer);
                assertThat(alive).isNotNegative();
                Await.until("an outcome after the stall", Duration.ofSeconds(5), () -> ledger.outcomeTotal() > before);
                assertThat(ledger.outcomeOf(alive)).isEqualTo(Outcome.CONFIRMED);
                stats = engine.stats();
            }
            ledger.check()
                    .oneOutcomeEach()
                    .stats(stats)
                    .none("older and confirmed", id -> id < FILL && ledger.outcomeOf(id) != Outcome.TIMED_OUT)
                    .verify("stalled");
        }
    }

    @ParameterizedTest
    @MethodSource(SOURCE)
    void theWatchdogCutsAStuckWrite(BrokerKind kind, FrameEncoding encoding, Brokers brokers) throws Exception {
        try (BrokerClient client = brokers.client(kind);
                TcpProxy proxy = TcpProxy.to(brokers.port(kind))) {
            String queue = client.queue("watchdog");
            EngineStats stats;
            try (PublisherEngine engine =
                    through(proxy, encoding).writeTimeout(Duration.ofSeconds(1)).start()) {
                Producer producer = engine.producer(
                        PublishOptions.builder().routingKey(queue).build());
                proxy.stall(Direction.TO_BROKER);
                long startNs = System.nanoTime();
                for (int i = 0; i < FILL; i++) {
                    offer(producer);
                }
                Await.until("a new connection", Duration.ofSeconds(5), () -> proxy.acceptedCount() > 1);
                assertThat(Duration.ofNanos(System.nanoTime() - startNs))
                        .isBetween(Duration.ofMillis(900), Duration.ofSeconds(3));
                proxy.resume();
                assertThat(engine.flush(Duration.ofSeconds(20))).isTrue();
                stats = engine.stats();
            }
            client.drain(queue, ledger::consumed, Duration.ofSeconds(20));
            ledger.check()
                    .oneOutcomeEach()
                    .all(Outcome.CONFIRMED)
                    .stats(stats)
                    .delivery(stats.resends())
                    .verify("watchdog");
        }
    }

    @ParameterizedTest
    @MethodSource(SOURCE)
    void closeReturnsWhileAWriteIsStuck(BrokerKind kind, FrameEncoding encoding, Brokers brokers) throws Exception {
        try (BrokerClient client = brokers.client(kind);
                TcpProxy proxy = TcpProxy.to(brokers.port(kind))) {
            String queue = client.queue("stuck-close");
            PublisherEngine engine = through(proxy, encoding).lanes(2).start();
            try (engine) {
                PublishOptions route = PublishOptions.builder()
                        .routingKey(queue)
                        .ordering(Ordering.NONE)
                        .build();
                Producer producer = engine.producer(route);
                proxy.stallBoth();
                while (offer(producer) >= 0) {
                    assertThat(ledger.attempts()).isLessThan(10_000);
                }
                long startNs = System.nanoTime();
                engine.close(Duration.ofSeconds(2));
                assertThat(Duration.ofNanos(System.nanoTime() - startNs))
                        .isBetween(Duration.ofMillis(1_900), Duration.ofSeconds(3));
            }
            ledger.check()
                    .oneOutcomeEach()
                    .all(Outcome.ABORTED)
                    .stats(engine.stats())
                    .verify("stuck close");
        }
    }

    @ParameterizedTest
    @EnumSource(BrokerKind.class)
    void aBrokerGoneForGoodTimesEverythingOut(BrokerKind kind, Brokers brokers) throws Exception {
        try (BrokerClient client = brokers.client(kind);
                TcpProxy proxy = TcpProxy.to(brokers.port(kind))) {
            String queue = client.queue("gone");
            EngineStats stats;
            try (PublisherEngine engine = through(proxy, FrameEncoding.AUTO)
                    .deliveryTimeout(DELIVERY)
                    .enqueueTimeout(Duration.ofMillis(300))
                    .ringSize(256)
                    .start()) {
                Producer producer = engine.producer(
                        PublishOptions.builder().routingKey(queue).build());
                proxy.stallBoth();
                offer(producer); // one on its way
                proxy.refuse(true);
                proxy.cut();
                long startNs = System.nanoTime();
                while (offer(producer) >= 0) {
                    assertThat(ledger.attempts()).isLessThan(1_000);
                }
                long fullNs = System.nanoTime();
                int refused = ledger.attempt(0, BODY_BYTES);
                assertThatThrownBy(() -> producer.publish(ledger.body(refused), 0, BODY_BYTES, refused))
                        .isInstanceOf(EnqueueTimeoutException.class);
                assertThat(Duration.ofNanos(System.nanoTime() - fullNs))
                        .isBetween(Duration.ofMillis(290), Duration.ofMillis(1_300));
                assertThat(engine.flush(DELIVERY.plus(LATE).plusSeconds(1))).isTrue();
                assertThat(Duration.ofNanos(latestNs.get() - startNs))
                        .isBetween(DELIVERY.minusMillis(100), DELIVERY.plus(LATE));
                // There is room again, and a caller that waits for it gets it.
                int later = ledger.attempt(0, BODY_BYTES);
                producer.publish(ledger.body(later), 0, BODY_BYTES, later);
                ledger.accepted(later);
                assertThat(engine.flush(DELIVERY.plus(LATE))).isTrue();
                stats = engine.stats();
            }
            ledger.check()
                    .oneOutcomeEach()
                    .all(Outcome.TIMED_OUT)
                    .stats(stats)
                    .none(
                            "timed out without a reason",
                            id -> ledger.outcomeCountOf(id) > 0
                                    && !String.valueOf(ledger.detailOf(id)).contains("not connected"))
                    .verify("gone");
        }
    }
}
