package dev.ringpost.faults.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ringpost.BrokerUnreachableException;
import dev.ringpost.Meter;
import dev.ringpost.Outcome;
import dev.ringpost.PublishOptions;
import dev.ringpost.testing.Await;
import dev.ringpost.testing.CleanEngine;
import dev.ringpost.testing.ExpectedLogs;
import java.net.SocketException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that never come: each wait has its bound, and behind it life goes on. */
@CleanEngine
class SilencesIT {

    private static final int COUNT = 100;
    private static final Duration CONNECT = Duration.ofSeconds(1);
    private static final PublishOptions TO_EXCHANGE =
            PublishOptions.builder().exchange("x").routingKey("k").build();

    @ParameterizedTest
    @ValueSource(
            strings = {"protocol-header", "connection.start-ok", "connection.open", "channel.open", "confirm.select"})
    void startFailsInTime(String unanswered) throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.of(Script.ACKING.withoutAnswerTo(unanswered))) {
            long startNs = System.nanoTime();
            assertThatThrownBy(() ->
                            WireRun.builder(broker).connectTimeout(CONNECT).start())
                    .isInstanceOf(BrokerUnreachableException.class)
                    .hasMessageContaining("no broker answers at 127.0.0.1");
            assertThat(Duration.ofNanos(System.nanoTime() - startNs))
                    .isBetween(CONNECT.dividedBy(2), CONNECT.multipliedBy(10));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"protocol-header", "connection.start-ok", "connection.open", "channel.open", "confirm.select"})
    void aReconnectIsTriedAgain(String unanswered, ExpectedLogs logs) throws Exception {
        logs.expect("connection to 127.0.0.1");
        logs.expect("no broker answers at 127.0.0.1");
        Script losing = Script.ackingUntil(20, (peer, message) -> peer.reset());
        try (ScriptedBroker broker = ScriptedBroker.of(losing, Script.ACKING.withoutAnswerTo(unanswered));
                WireRun run = WireRun.at(broker, settings -> settings.connectTimeout(CONNECT))) {
            run.publish(COUNT);
            run.finishConfirmed();
            assertThat(broker.peers()).hasSize(3);
            assertThat(run.engine().stats().connects()).isEqualTo(2);
            assertThat(run.engine().meters().value(Meter.CONNECT_FAILURES)).isOne();
            assertThat(logs.lines()).as("at most one a second").isNotEmpty();
        }
    }

    @Test
    void aDeclarationIsAskedForAgain() throws Exception {
        Set<String> unanswered = ConcurrentHashMap.newKeySet();
        unanswered.add("exchange.declare");
        try (ScriptedBroker broker = ScriptedBroker.of(Script.ACKING.withoutAnswerTo(unanswered));
                WireRun run = WireRun.at(broker, settings -> settings.connectTimeout(CONNECT))) {
            run.publish(TO_EXCHANGE, WireRun.BODY_BYTES);
            broker.peer(1).awaitMethod("exchange.declare");
            run.publish(COUNT);
            broker.peer(1).awaitMessages(COUNT); // others do not wait for it
            unanswered.clear();
            run.finishConfirmed();
            assertThat(run.engine().stats().connects()).isOne();
            assertThat(broker.peer(1).methods())
                    .filteredOn("exchange.declare"::equals)
                    .as("as often as it went unanswered, and once more")
                    .hasSizeGreaterThanOrEqualTo(2);
        }
    }

    @Test
    void whoWaitsForADeclarationForEverIsToldSo() throws Exception {
        Script script = Script.ACKING.withoutAnswerTo("exchange.declare");
        try (ScriptedBroker broker = ScriptedBroker.of(script);
                WireRun run = WireRun.at(
                        broker, settings -> settings.connectTimeout(CONNECT).deliveryTimeout(Duration.ofSeconds(3)))) {
            int waiting = run.publish(TO_EXCHANGE, WireRun.BODY_BYTES);
            run.publish(COUNT);
            run.finish()
                    .none("wrong", id -> !run.is(id, id == waiting ? Outcome.TIMED_OUT : Outcome.CONFIRMED))
                    .verify("declaration");
            assertThat(run.ledger().detailOf(waiting)).contains("never sent", "waiting for the broker to declare");
        }
    }

    @Test
    void closeDoesNotWaitForTheGoodbye() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.of(Script.ACKING.withoutAnswerTo("connection.close"));
                WireRun run = WireRun.at(broker)) {
            run.publish(COUNT);
            assertThat(run.engine().flush(WireRun.PATIENCE)).isTrue();
            long startNs = System.nanoTime();
            run.finishConfirmed();
            assertThat(Duration.ofNanos(System.nanoTime() - startNs)).isLessThan(Duration.ofSeconds(3));
        }
    }

    @Test
    void withoutHeartbeatsThePeerIsGone(ExpectedLogs logs) throws Exception {
        logs.expect("connection to 127.0.0.1");
        try (ScriptedBroker broker = ScriptedBroker.of(Script.SILENT);
                WireRun run = WireRun.at(broker, settings -> settings.heartbeat(Duration.ofSeconds(1)))) {
            run.publish(COUNT);
            run.finishConfirmed();
            assertThat(run.engine().stats().resends()).isEqualTo(COUNT);
            assertThat(logs.lines()).anyMatch(line -> line.contains("eartbeat"));
        }
    }

    @Test
    void withHeartbeatsAloneTheConnectionIsCutOnceAndThenMessagesTimeOut(ExpectedLogs logs) throws Exception {
        logs.expect("answered nothing for the confirm timeout");
        Duration confirmTimeout = Duration.ofSeconds(2);
        Duration timeout = Duration.ofSeconds(5);
        try (ScriptedBroker broker = ScriptedBroker.of().thenAlways(Script.SILENT);
                WireRun run = WireRun.at(
                        broker,
                        settings -> settings.heartbeat(Duration.ofSeconds(1))
                                .confirmTimeout(confirmTimeout)
                                .deliveryTimeout(timeout))) {
            long startNs = System.nanoTime();
            run.publish(COUNT);
            while (run.ledger().outcomeTotal() < COUNT) {
                try {
                    broker.peer((int) run.engine().stats().connects()).heartbeat();
                } catch (SocketException e) {
                    // just cut
                }
                TimeUnit.MILLISECONDS.sleep(200);
                assertThat(Duration.ofNanos(System.nanoTime() - startNs)).isLessThan(timeout.plusSeconds(2));
            }
            run.finish().all(Outcome.TIMED_OUT).verify("heartbeats");
            assertThat(run.ledger().detailOf(0))
                    .contains("confirm timeout of 2000 ms", "sent, so the broker may have it");
            assertThat(run.engine().stats().connects()).isEqualTo(2);
        }
    }

    @Test
    void aPeerThatStopsReadingIsGivenUp(ExpectedLogs logs) throws Exception {
        logs.expect("connection to 127.0.0.1");
        int bodyBytes = 32 * 1024;
        Script script = Script.of((peer, message) -> peer.pauseReading());
        try (ScriptedBroker broker = ScriptedBroker.of(script);
                WireRun run = WireRun.at(broker, settings -> settings.writeTimeout(Duration.ofMillis(500)))) {
            for (int i = 0; i < 400; i++) {
                run.publish(WireRun.ROUTE, bodyBytes);
            }
            run.finishConfirmed();
            Await.until("the end of the first connection", WireRun.PATIENCE, () -> {
                broker.peer(1).resumeReading();
                return broker.peer(1).isEnded();
            });
            assertThat(logs.lines()).anyMatch(line -> line.contains("longer than the write timeout of 500 ms"));
        }
    }
}
