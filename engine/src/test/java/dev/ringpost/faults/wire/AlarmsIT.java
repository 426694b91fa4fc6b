package dev.ringpost.faults.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringpost.Bottleneck;
import dev.ringpost.LaneHealth;
import dev.ringpost.LaneState;
import dev.ringpost.Outcome;
import dev.ringpost.testing.Await;
import dev.ringpost.testing.CleanEngine;
import dev.ringpost.testing.ExpectedLogs;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The broker blocks publishers, around batches and in them. */
@CleanEngine
class AlarmsIT {

    private static final int COUNT = 50;
    private static final Duration WINDOW = Duration.ofMillis(50);

    /** Blocks and waits until the engine has heard it: the ack comes behind it. */
    private static void blockAndAckFirst(WireRun run, Peer peer) throws Exception {
        peer.block();
        peer.ack(1);
        run.awaitOutcomes(1);
    }

    /** Time in which something could happen that must not. */
    private static void pause() throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(200);
    }

    @Test
    void nothingIsWrittenWhileBlocked() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.of(Script.SILENT);
                WireRun run = WireRun.at(broker)) {
            Peer peer = broker.peer(1);
            run.publish(COUNT);
            peer.awaitMessages(COUNT);
            peer.block();
            blockAndAckFirst(run, peer);
            run.publish(COUNT);
            pause();
            assertThat(peer.messages()).hasSize(COUNT);
            peer.ackUpTo(COUNT);
            run.awaitOutcomes(COUNT); // what is said in an alarm counts
            peer.unblock();
            peer.awaitMessages(2 * COUNT);
            peer.ackUpTo(2 * COUNT);
            run.finishConfirmed();
            assertThat(run.engine().stats().resends()).isZero();
        }
    }

    @Test
    void healthAndExplainTellOfIt() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.of(Script.SILENT);
                WireRun run = WireRun.at(broker)) {
            Peer peer = broker.peer(1);
            run.publish(1);
            peer.awaitMessages(1);
            blockAndAckFirst(run, peer);
            LaneHealth blocked = run.engine().health().worst();
            assertThat(blocked.state()).isEqualTo(LaneState.BLOCKED);
            assertThat(blocked.cause()).contains("low on memory");
            Await.until("told", () -> run.engine().explain(WINDOW).verdict() == Bottleneck.ALARM);
            peer.unblock();
            Await.until("open again", () -> run.engine().health().isUp());
            run.finishConfirmed();
        }
    }

    @Test
    void anAlarmEndsWithItsConnection(ExpectedLogs logs) throws Exception {
        logs.expect("connection to 127.0.0.1");
        try (ScriptedBroker broker = ScriptedBroker.of(Script.SILENT);
                WireRun run = WireRun.at(broker)) {
            Peer peer = broker.peer(1);
            run.publish(COUNT);
            peer.awaitMessages(COUNT);
            blockAndAckFirst(run, peer);
            run.publish(COUNT);
            peer.reset();
            run.finishConfirmed();
            assertThat(run.engine().stats().resends()).isEqualTo(COUNT - 1);
        }
    }

    @Test
    void whoWaitsInAnAlarmIsToldSo() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.of(Script.SILENT);
                WireRun run = WireRun.at(broker, settings -> settings.deliveryTimeout(Duration.ofSeconds(2)))) {
            Peer peer = broker.peer(1);
            run.publish(1);
            peer.awaitMessages(1);
            blockAndAckFirst(run, peer);
            run.publish(COUNT);
            run.finish()
                    .none("wrong", id -> !run.is(id, id == 0 ? Outcome.CONFIRMED : Outcome.TIMED_OUT))
                    .verify("alarm");
            assertThat(run.ledger().detailOf(1)).contains("never sent", "blocks publishers: low on memory");
            assertThat(peer.messages()).hasSize(1);
        }
    }

    @Test
    void manyShortAlarms() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.of();
                WireRun run = WireRun.at(broker)) {
            Peer peer = broker.peer(1);
            for (int i = 0; i < COUNT; i++) {
                peer.block();
                run.publish(5);
                peer.unblock();
                run.publish(5);
            }
            run.finishConfirmed();
            assertThat(run.engine().stats().sent()).isEqualTo(10 * COUNT);
        }
    }
}
