package dev.ringpost.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringpost.EngineBuilder;
import dev.ringpost.EngineStats;
import dev.ringpost.FrameEncoding;
import dev.ringpost.Outcome;
import dev.ringpost.PublisherEngine;
import dev.ringpost.testing.Await;
import dev.ringpost.testing.BrokerKind;
import dev.ringpost.testing.Brokers;
import dev.ringpost.testing.ExpectedLogs;
import dev.ringpost.testing.IntegrationTest;
import dev.ringpost.testing.LossRun;
import dev.ringpost.testing.TcpProxy;
import dev.ringpost.testing.TcpProxy.Direction;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Connections that end under load, in every way a network has: nothing confirmed is lost, order is kept. */
@Tag("slow")
@IntegrationTest
@Timeout(120)
class ConnectionLossIT {

    private static final int CAPACITY = 400_000;
    private static final int CUTS = 12;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @BeforeEach
    void faultsAreLogged(ExpectedLogs logs) {
        logs.expect("; reconnecting");
        logs.expect("next try in");
    }

    private static EngineBuilder through(TcpProxy proxy, FrameEncoding encoding) {
        return PublisherEngine.builder()
                .uri(proxy.uri())
                .frameEncoding(encoding)
                .ringSize(2048)
                .reconnectMax(Duration.ofMillis(200))
                .heartbeat(Duration.ofSeconds(1))
                .deliveryTimeout(Duration.ofSeconds(50));
    }

    /** Waits for some progress, so that the next fault meets traffic. */
    private static void awaitProgress(LossRun run, PublisherEngine engine, int outcomes) throws Exception {
        int before = run.ledger().outcomeTotal();
        Await.until(
                "progress, seed " + run.seed() + ", " + engine.stats(),
                PATIENCE,
                () -> run.ledger().outcomeTotal() >= before + outcomes);
    }

    @ParameterizedTest
    @MethodSource("dev.ringpost.testing.Brokers#withEncodings")
    void resetsAtRandomBytes(BrokerKind kind, FrameEncoding encoding, Brokers brokers) throws Exception {
        LossRun run = new LossRun(kind + " " + encoding + " resets", CAPACITY).messagesEach(CAPACITY / 4);
        try (TcpProxy proxy = TcpProxy.to(brokers.port(kind))) {
            EngineStats stats = run.pace(Duration.ofNanos(200_000))
                    .run(through(proxy, encoding), () -> brokers.client(kind), engine -> {
                        Random random = new Random(run.seed());
                        for (int i = 0; i < CUTS; i++) {
                            int connected = proxy.acceptedCount();
                            Direction direction = random.nextInt(3) == 0 ? Direction.TO_CLIENT : Direction.TO_BROKER;
                            int most = direction == Direction.TO_CLIENT ? 2_000 : 300_000;
                            proxy.cutAfter(direction, random.nextInt(most));
                            Await.until(
                                    "connected again, seed " + run.seed(),
                                    PATIENCE,
                                    () -> proxy.acceptedCount() > connected);
                            // Sometimes in the middle of the next handshake, sometimes later.
                            if (random.nextInt(3) > 0) {
                                awaitProgress(run, engine, 1 + random.nextInt(500));
                            }
                        }
                        proxy.cutAfter(Direction.TO_BROKER, Long.MAX_VALUE);
                        proxy.cutAfter(Direction.TO_CLIENT, Long.MAX_VALUE);
                        awaitProgress(run, engine, 100);
                    });
            assertThat(stats.timedOut()).isZero();
            assertThat(stats.connects()).isGreaterThan(3);
        }
        run.ledger().check().all(Outcome.CONFIRMED).verify("seed " + run.seed());
    }

    @ParameterizedTest
    @CsvSource({"EMBEDDED, TEMPLATE", "RABBITMQ, TEMPLATE", "RABBITMQ, LIBRARY"})
    void aPeerThatFallsSilent(BrokerKind kind, FrameEncoding encoding, Brokers brokers) throws Exception {
        LossRun run = new LossRun(kind + " " + encoding + " silence", CAPACITY).messagesEach(CAPACITY / 4);
        try (TcpProxy proxy = TcpProxy.to(brokers.port(kind))) {
            EngineStats stats = run.pace(Duration.ofNanos(500_000))
                    .run(
                            through(proxy, encoding).writeTimeout(Duration.ofSeconds(2)),
                            () -> brokers.client(kind),
                            engine -> {
                                awaitProgress(run, engine, 200);
                                // Only answers are held back: heartbeats missing is all there is to see.
                                int connected = proxy.acceptedCount();
                                proxy.stall(Direction.TO_CLIENT);
                                Await.until(
                                        "gives the silent peer up, seed " + run.seed(),
                                        PATIENCE,
                                        () -> proxy.acceptedCount() > connected);
                                proxy.cut();
                                proxy.resume();
                                awaitProgress(run, engine, 200);
                                int again = proxy.acceptedCount();
                                proxy.stallBoth();
                                Await.until(
                                        "gives the dead peer up, seed " + run.seed(),
                                        PATIENCE,
                                        () -> proxy.acceptedCount() > again);
                                proxy.resume();
                                awaitProgress(run, engine, 200);
                            });
            assertThat(stats.timedOut()).isZero();
        }
        run.ledger().check().all(Outcome.CONFIRMED).verify("seed " + run.seed());
    }

    @ParameterizedTest
    @MethodSource("dev.ringpost.testing.Brokers#withEncodings")
    void aBrokerThatRefusesForAWhile(BrokerKind kind, FrameEncoding encoding, Brokers brokers) throws Exception {
        LossRun run = new LossRun(kind + " " + encoding + " refusal", CAPACITY).messagesEach(CAPACITY / 4);
        try (TcpProxy proxy = TcpProxy.to(brokers.port(kind))) {
            run.pace(Duration.ofNanos(500_000))
                    .run(through(proxy, encoding).lanes(2), () -> brokers.client(kind), engine -> {
                        awaitProgress(run, engine, 200);
                        proxy.refuse(true);
                        int connected = proxy.acceptedCount();
                        proxy.cut();
                        Await.until("tries again and again", PATIENCE, () -> proxy.acceptedCount() > connected + 6);
                        proxy.refuse(false);
                        awaitProgress(run, engine, 200);
                    });
        }
        run.ledger().check().all(Outcome.CONFIRMED).verify("seed " + run.seed());
    }
}
