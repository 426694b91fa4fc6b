package dev.ringpost.faults.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringpost.Outcome;
import dev.ringpost.PublishOptions;
import dev.ringpost.RetryPolicy;
import dev.ringpost.testing.CleanEngine;
import dev.ringpost.testing.ExpectedLogs;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Acks, nacks and returns in every order, right ones and impossible ones. */
@CleanEngine
class AnswersIT {

    private static final int COUNT = 200;
    private static final PublishOptions MANDATORY =
            WireRun.ROUTE.toBuilder().mandatory(true).build();

    private static RetryPolicy retrying(Duration interval) {
        return RetryPolicy.builder()
                .intervalStart(interval)
                .intervalStep(Duration.ZERO)
                .intervalMax(interval)
                .build();
    }

    @Test
    void acksOutOfOrder() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.of(Script.SILENT);
                WireRun run = WireRun.at(broker)) {
            run.publish(COUNT);
            Peer peer = broker.peer(1);
            peer.awaitMessages(COUNT);
            List<Long> tags = new ArrayList<>();
            for (long tag = 1; tag <= COUNT; tag++) {
                tags.add(tag);
            }
            Collections.shuffle(tags, new Random(1));
            for (long tag : tags) {
                peer.ack(tag);
            }
            run.finishConfirmed();
            assertThat(run.engine().stats().connects()).isOne();
        }
    }

    @Test
    void multiplesOverGapsAndBackwards() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.of(Script.SILENT);
                WireRun run = WireRun.at(broker)) {
            run.publish(COUNT);
            Peer peer = broker.peer(1);
            peer.awaitMessages(COUNT);
            peer.ack(3);
            peer.ack(70);
            peer.ackUpTo(50);
            run.awaitOutcomes(50);
            assertThat(run.ledger().outcomeTotal()).as("70 waits for 51").isEqualTo(50);
            peer.ackUpTo(20);
            peer.ack(10);
            peer.ackUpTo(COUNT);
            peer.ackUpTo(COUNT);
            run.finishConfirmed();
            assertThat(run.engine().stats().sent()).isEqualTo(COUNT);
        }
    }

    /** More of them than the engine has room for at once: then it gives the connection up, and that is all. */
    @ParameterizedTest
    @CsvSource({"2000", "200000"})
    void repeatedAcks(int repeats, ExpectedLogs logs) throws Exception {
        logs.expect("the broker sent more answers than there were messages");
        Script flooding = Script.of((peer, message) -> {
            peer.ack(message.tag());
            if (message.tag() == COUNT / 2) {
                ByteArrayOutputStream flood = new ByteArrayOutputStream();
                for (int i = 0; i < repeats; i++) {
                    flood.writeBytes(Frames.ack(1 + i % 50, false));
                }
                peer.sendBytes(flood.toByteArray());
            }
        });
        try (ScriptedBroker broker = ScriptedBroker.of(flooding);
                WireRun run = WireRun.at(broker)) {
            run.publish(COUNT);
            run.finishConfirmed();
        }
    }

    @Test
    void nacksOfSingleMessages() throws Exception {
        Script script = Script.of((peer, message) -> {
            if (message.tag() % 10 == 0) {
                peer.nack(message.tag());
                peer.claimAck(message.tag(), false); // too late
            } else {
                peer.ack(message.tag());
                peer.nack(message.tag());
            }
        });
        try (ScriptedBroker broker = ScriptedBroker.of(script);
                WireRun run = WireRun.at(broker)) {
            run.publish(COUNT);
            run.finish()
                    .none("wrong", id -> !run.is(id, id % 10 == 9 ? Outcome.REJECTED : Outcome.CONFIRMED))
                    .verify("nacks");
        }
    }

    @Test
    void nacksOfMany() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.of(Script.SILENT);
                WireRun run = WireRun.at(broker)) {
            run.publish(COUNT);
            Peer peer = broker.peer(1);
            peer.awaitMessages(COUNT);
            peer.ackUpTo(50);
            peer.ack(100);
            peer.nackUpTo(150);
            peer.ackUpTo(COUNT);
            run.finish()
                    .none("wrong", id -> {
                        boolean nacked = id >= 50 && id < 150 && id != 99;
                        return !run.is(id, nacked ? Outcome.REJECTED : Outcome.CONFIRMED);
                    })
                    .verify("nack multiple");
        }
    }

    @Test
    void nackedMessagesAreTriedAgain() throws Exception {
        Set<Integer> seen = ConcurrentHashMap.newKeySet();
        Script script = Script.of((peer, message) -> {
            boolean again = !seen.add(message.id());
            if (again || message.id() % 10 != 0) {
                peer.ack(message.tag());
            } else {
                peer.nack(message.tag());
            }
        });
        try (ScriptedBroker broker = ScriptedBroker.of(script);
                WireRun run = WireRun.at(broker, settings -> settings.retryPolicy(retrying(Duration.ofMillis(5))))) {
            run.publish(COUNT);
            run.finishConfirmed();
            assertThat(run.engine().stats().retries()).isEqualTo(COUNT / 10);
        }
    }

    @Test
    void returnsBeforeTheirAnswer() throws Exception {
        Script script = Script.of((peer, message) -> {
            if (message.tag() % 5 == 0) {
                peer.giveBack(message, true);
            }
            if (message.tag() % 10 == 0) {
                peer.nack(message.tag());
            } else {
                peer.ack(message.tag());
            }
        });
        try (ScriptedBroker broker = ScriptedBroker.of(script);
                WireRun run = WireRun.at(broker)) {
            for (int i = 0; i < COUNT; i++) {
                run.publish(MANDATORY, WireRun.BODY_BYTES);
            }
            run.finish()
                    .none("wrong", id -> !run.is(id, id % 5 == 4 ? Outcome.RETURNED : Outcome.CONFIRMED))
                    .verify("returns");
        }
    }

    @Test
    void aReturnBehindItsNack() throws Exception {
        Script script = Script.of((peer, message) -> {
            peer.nack(message.tag());
            peer.giveBack(message, true);
        });
        try (ScriptedBroker broker = ScriptedBroker.of(script);
                WireRun run = WireRun.at(broker, settings -> settings.retryPolicy(retrying(Duration.ofSeconds(2))))) {
            run.publish(MANDATORY, WireRun.BODY_BYTES);
            run.finish().all(Outcome.RETURNED).verify("return behind nack");
            assertThat(broker.peer(1).messages()).hasSize(1);
        }
    }

    @Test
    void aReturnThatNamesNoMessageCostsTheConnection(ExpectedLogs logs) throws Exception {
        logs.expect("connection to 127.0.0.1");
        Script script = Script.ackingUntil(50, (peer, message) -> {
            peer.giveBack(message, false);
            peer.claimAck(message.tag(), false);
        });
        try (ScriptedBroker broker = ScriptedBroker.of(script);
                WireRun run = WireRun.at(broker)) {
            for (int i = 0; i < COUNT; i++) {
                run.publish(MANDATORY, WireRun.BODY_BYTES);
            }
            run.finishConfirmed();
            assertThat(run.engine().stats().connects()).isEqualTo(2);
            assertThat(logs.lines()).anyMatch(line -> line.contains("came back without its"));
        }
    }

    /** 2305843009213693993 is 41, three bits wider than the engine's log has room for. */
    @ParameterizedTest
    @CsvSource({
        "101, false",
        "1000000, true",
        "0, true",
        "0, false",
        "-1, false",
        "9223372036854775807, true",
        "2305843009213693993, false"
    })
    void anAckOfWhatWasNeverSentCostsTheConnection(long tag, boolean multiple, ExpectedLogs logs) throws Exception {
        logs.expect("connection to 127.0.0.1");
        try (ScriptedBroker broker = ScriptedBroker.of(Script.SILENT);
                WireRun run = WireRun.at(broker)) {
            run.publish(100);
            Peer peer = broker.peer(1);
            peer.awaitMessages(100);
            peer.ackUpTo(40);
            ByteArrayOutputStream both = new ByteArrayOutputStream();
            both.writeBytes(Frames.ack(tag, multiple));
            both.writeBytes(Frames.ack(100, true)); // believed by nobody, behind that
            peer.sendBytes(both.toByteArray());
            run.finishConfirmed();
            assertThat(run.engine().stats().connects()).isEqualTo(2);
            assertThat(run.engine().stats().resends()).isEqualTo(60);
            assertThat(logs.lines()).anyMatch(line -> line.contains("answered a message that was never sent"));
        }
    }

    @Test
    void answersThatComeByteByByte() throws Exception {
        Script script = Script.of((peer, message) -> peer.ackSlowly(message.tag()));
        try (ScriptedBroker broker = ScriptedBroker.of(script);
                WireRun run = WireRun.at(broker)) {
            run.publish(COUNT);
            run.finishConfirmed();
        }
    }
}
