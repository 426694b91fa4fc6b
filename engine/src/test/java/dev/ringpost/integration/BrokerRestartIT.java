package dev.ringpost.integration;

import dev.ringpost.EngineBuilder;
import dev.ringpost.FrameEncoding;
import dev.ringpost.Outcome;
import dev.ringpost.PublisherEngine;
import dev.ringpost.testing.Await;
import dev.ringpost.testing.BrokerClient;
import dev.ringpost.testing.Brokers;
import dev.ringpost.testing.ExpectedLogs;
import dev.ringpost.testing.IntegrationTest;
import dev.ringpost.testing.LossRun;
import dev.ringpost.testing.RabbitNode;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A RabbitMQ that closes connections, stops and dies under load. */
@Tag("slow")
@IntegrationTest
@Timeout(150)
class BrokerRestartIT {

    private static final int CAPACITY = 400_000;
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @BeforeEach
    void faultsAreLogged(ExpectedLogs logs) {
        logs.expect("; reconnecting");
        logs.expect("next try in");
    }

    private static EngineBuilder engine(RabbitNode node, FrameEncoding encoding) {
        return PublisherEngine.builder()
                .uri(node.uri())
                .frameEncoding(encoding)
                .ringSize(4096)
                .reconnectMax(Duration.ofMillis(500))
                .deliveryTimeout(Duration.ofSeconds(100));
    }

    private static LossRun run(String what, FrameEncoding encoding) {
        return new LossRun(what + " " + encoding, CAPACITY)
                .messagesEach(CAPACITY / 4)
                .pace(Duration.ofNanos(500_000));
    }

    private static void awaitProgress(LossRun run, int outcomes) throws Exception {
        int before = run.ledger().outcomeTotal();
        Await.until("progress, seed " + run.seed(), PATIENCE, () -> run.ledger().outcomeTotal() >= before + outcomes);
    }

    @ParameterizedTest
    @EnumSource(names = {"TEMPLATE", "LIBRARY"})
    void connectionsClosedByTheOperator(FrameEncoding encoding, Brokers brokers) throws Exception {
        RabbitNode node = brokers.rough();
        LossRun run = run("close_all_connections", encoding);
        run.run(engine(node, encoding).lanes(2), () -> BrokerClient.connect(node.uri()), engine -> {
            for (int i = 0; i < 3; i++) {
                awaitProgress(run, 500);
                node.rabbitmqctl("close_all_connections", "by the test");
            }
            awaitProgress(run, 500);
        });
        run.ledger().check().all(Outcome.CONFIRMED).verify("seed " + run.seed());
    }

    @ParameterizedTest
    @EnumSource(names = "TEMPLATE")
    void stoppedAndStarted(FrameEncoding encoding, Brokers brokers) throws Exception {
        RabbitNode node = brokers.rough();
        LossRun run = run("stop_app", encoding);
        run.run(engine(node, encoding), () -> BrokerClient.connect(node.uri()), engine -> {
            awaitProgress(run, 500);
            node.rabbitmqctl("stop_app");
            node.rabbitmqctl("start_app");
            awaitProgress(run, 500);
        });
        run.ledger().check().all(Outcome.CONFIRMED).verify("seed " + run.seed());
    }

    @ParameterizedTest
    @EnumSource(names = "TEMPLATE")
    void killedAndRestarted(FrameEncoding encoding, Brokers brokers) throws Exception {
        RabbitNode node = brokers.rough();
        LossRun run = run("kill -9", encoding);
        run.run(engine(node, encoding), () -> BrokerClient.connect(node.uri()), engine -> {
            awaitProgress(run, 500);
            // Bindings made so shortly before a kill may not be on its disk yet: their messages would be confirmed and
            // dropped.
            node.rabbitmqctl("eval", "mnesia:sync_log().");
            node.kill();
            node.restart();
            awaitProgress(run, 500);
        });
        run.ledger().check().all(Outcome.CONFIRMED).verify("seed " + run.seed());
    }
}
