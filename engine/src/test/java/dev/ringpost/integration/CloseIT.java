package dev.ringpost.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ringpost.EngineClosedException;
import dev.ringpost.FrameEncoding;
import dev.ringpost.Offer;
import dev.ringpost.Outcome;
import dev.ringpost.Producer;
import dev.ringpost.PublishOptions;
import dev.ringpost.PublisherEngine;
import dev.ringpost.Receipt;
import dev.ringpost.SerializeOn;
import dev.ringpost.serialization.Serializer;
import dev.ringpost.testing.Await;
import dev.ringpost.testing.BrokerClient;
import dev.ringpost.testing.BrokerKind;
import dev.ringpost.testing.Brokers;
import dev.ringpost.testing.ExpectedLogs;
import dev.ringpost.testing.IntegrationTest;
import dev.ringpost.testing.Ledger;
import dev.ringpost.testing.LedgerLoad;
import dev.ringpost.testing.TcpProxy;
import dev.ringpost.testing.TcpProxy.Direction;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The end of an engine, whatever goes on at that moment. */
@IntegrationTest
class CloseIT {

    private static final int CAPACITY = 2_000_000;
    private static final int THREADS = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Ledger ledger = new Ledger(CAPACITY);
    private final long seed = System.nanoTime();

    private static void closedForEverybody(PublisherEngine engine, Producer producer) {
        assertThatThrownBy(() -> producer.publish("late")).isInstanceOf(EngineClosedException.class);
        assertThatThrownBy(() -> producer.publish(new byte[1], 0, 1, 1)).isInstanceOf(EngineClosedException.class);
        assertThat(producer.tryPublish(new byte[1], 0, 1, 1)).isEqualTo(Offer.CLOSED);
        assertThat(producer.tryPublish("late", PublishOptions.none(), (outcome, detail) -> {}))
                .isEqualTo(Offer.CLOSED);
        assertThat(engine.stats().inFlight()).isZero();
    }

    @ParameterizedTest
    @MethodSource("dev.ringpost.testing.Brokers#withEncodings")
    void whileEightThreadsPublish(BrokerKind kind, FrameEncoding encoding, Brokers brokers) throws Exception {
        try (BrokerClient client = brokers.client(kind)) {
            String queue = client.queue("closing");
            PublisherEngine engine = brokers.engine(kind, encoding)
                    .lanes(2)
                    .ringSize(1024)
                    .outcomeListener(ledger.listener())
                    .start();
            Producer producer =
                    engine.producer(PublishOptions.builder().routingKey(queue).build());
            LedgerLoad load = new LedgerLoad(ledger, List.of(producer), seed).start(THREADS, CAPACITY / THREADS);
            try (engine) {
                Await.until("a running load", PATIENCE, () -> ledger.outcomeTotal() > 2_000);
                long startNs = System.nanoTime();
                engine.close(Duration.ofSeconds(10));
                assertThat(Duration.ofNanos(System.nanoTime() - startNs)).isLessThan(Duration.ofSeconds(11));
                load.join(Duration.ofSeconds(2));
                closedForEverybody(engine, producer);
            } finally {
                load.stop();
            }
            client.drain(queue, ledger::consumed, PATIENCE);
            ledger.check()
                    .oneOutcomeEach()
                    .all(Outcome.CONFIRMED)
                    .stats(engine.stats())
                    .delivery(0)
                    .verify("seed " + seed);
        }
    }

    /** The lane cannot be stopped inside user code; what it holds up has its outcome as soon as that ends. */
    @Test
    void whileASerializerHoldsTheLane(Brokers brokers, ExpectedLogs logs) throws Exception {
        logs.expect("did not end");
        CountDownLatch mayEnd = new CountDownLatch(1);
        PublisherEngine engine =
                brokers.engine(BrokerKind.EMBEDDED, FrameEncoding.TEMPLATE).start();
        Producer producer = engine.producer(PublishOptions.builder()
                .routingKey("nobody")
                .serializeOn(SerializeOn.ENGINE)
                .serializer(new HeldSerializer(mayEnd))
                .build());
        List<Receipt> receipts = List.of(producer.publish("one"), producer.publish("two"));
        engine.close(Duration.ZERO);
        mayEnd.countDown();
        for (Receipt receipt : receipts) {
            assertThat(receipt.await(PATIENCE)).isEqualTo(Outcome.ABORTED);
        }
    }

    private record HeldSerializer(CountDownLatch mayEnd) implements Serializer {
        @Override
        public String name() {
            return "held";
        }

        @Override
        public String contentType() {
            return "application/data";
        }

        @Override
        public String contentEncoding() {
            return "binary";
        }

        @Override
        public void serialize(Object body, OutputStream out) throws IOException {
            try {
                if (!mayEnd.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                    throw new IOException("held for too long");
                }
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(BrokerKind.class)
    void atOnceWithCallersWaitingForRoom(BrokerKind kind, Brokers brokers) throws Exception {
        try (BrokerClient client = brokers.client(kind);
                TcpProxy proxy = TcpProxy.to(brokers.port(kind))) {
            String queue = client.queue("closing");
            PublisherEngine engine = PublisherEngine.builder()
                    .uri(proxy.uri())
                    .ringSize(128)
                    .outcomeListener(ledger.listener())
                    .start();
            Producer producer =
                    engine.producer(PublishOptions.builder().routingKey(queue).build());
            proxy.stall(Direction.TO_CLIENT);
            LedgerLoad load = new LedgerLoad(ledger, List.of(producer), seed).start(THREADS, CAPACITY / THREADS);
            try (engine) {
                Await.until(
                        "a full ring",
                        PATIENCE,
                        () -> producer.tryPublish(new byte[1], 0, 1, CAPACITY - 1) == Offer.FULL);
                long startNs = System.nanoTime();
                engine.close(Duration.ZERO);
                assertThat(Duration.ofNanos(System.nanoTime() - startNs)).isLessThan(Duration.ofSeconds(2));
                load.join(Duration.ofSeconds(1));
                closedForEverybody(engine, producer);
            } finally {
                load.stop();
            }
            ledger.check()
                    .oneOutcomeEach()
                    .none(
                            "neither confirmed nor aborted",
                            id -> ledger.outcomeOf(id) != null
                                    && ledger.outcomeOf(id) != Outcome.CONFIRMED
                                    && ledger.outcomeOf(id) != Outcome.ABORTED)
                    .verify("seed " + seed);
            assertThat(engine.stats().aborted()).isPositive();
        }
    }

    @Test
    void twiceFromTwoThreads(Brokers brokers) throws Exception {
        try (BrokerClient client = brokers.client(BrokerKind.EMBEDDED);
                TcpProxy proxy = TcpProxy.to(brokers.port(BrokerKind.EMBEDDED))) {
            String queue = client.queue("closing");
            PublisherEngine engine = PublisherEngine.builder()
                    .uri(proxy.uri())
                    .outcomeListener(ledger.listener())
                    .start();
            Producer producer =
                    engine.producer(PublishOptions.builder().routingKey(queue).build());
            proxy.stall(Direction.TO_CLIENT);
            int id = ledger.attempt(0, 100);
            producer.publish(ledger.body(id), 0, 100, id);
            ledger.accepted(id);
            AtomicReference<Throwable> failure = new AtomicReference<>();
            List<Thread> closers = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                Thread closer = new Thread(() -> {
                    try {
                        engine.close(Duration.ofSeconds(1));
                        assertThat(ledger.outcomeOf(id)).isEqualTo(Outcome.ABORTED);
                        closedForEverybody(engine, producer);
                    } catch (Throwable e) {
                        failure.set(e);
                    }
                });
                closers.add(closer);
                closer.start();
            }
            Await.ended(Duration.ofSeconds(3), closers);
            assertThat(failure.get()).isNull();
            engine.close();
            ledger.check().oneOutcomeEach().stats(engine.stats()).verify("twice");
        }
    }

    @Test
    void leavesNoThreadAtTheMomentItReturns(Brokers brokers) throws Exception {
        for (int i = 0; i < 25; i++) {
            PublisherEngine engine = brokers.engine(BrokerKind.EMBEDDED, FrameEncoding.AUTO)
                    .lanes(2)
                    .start();
            Producer producer = engine.producer(
                    PublishOptions.builder().routingKey("nobody").build());
            producer.publish("x");
            engine.close(PATIENCE);
            assertThat(Await.engineThreads()).as("round " + i).isEmpty();
        }
    }

    @Test
    void anInterruptedCallerStillClosesAndStaysInterrupted(Brokers brokers) throws Exception {
        PublisherEngine engine =
                brokers.engine(BrokerKind.EMBEDDED, FrameEncoding.AUTO).start();
        engine.producer(PublishOptions.builder().routingKey("nobody").build()).publish("x");
        Thread.currentThread().interrupt();
        engine.close(PATIENCE);
        assertThat(Thread.interrupted()).as("the flag is kept").isTrue();
        assertThat(engine.stats().confirmed()).isOne();
    }
}
