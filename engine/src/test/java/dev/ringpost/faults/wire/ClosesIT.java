package dev.ringpost.faults.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP;
import dev.ringpost.EngineStats;
import dev.ringpost.Outcome;
import dev.ringpost.PublishOptions;
import dev.ringpost.testing.CleanEngine;
import dev.ringpost.testing.ExpectedLogs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The broker closes the channel or the connection in the middle of a batch. */
@CleanEngine
class ClosesIT {

    private static final int COUNT = 200;
    private static final int AT = 50;
    private static final String TEXT = "scripted refusal";

    @ParameterizedTest
    @ValueSource(ints = {311, 320, 403, 404, 406, 506, 541})
    void aChannelClosedOnceOverNothingFailsNobody(int replyCode, ExpectedLogs logs) throws Exception {
        closedOnce(Script.ackingUntil(AT, (peer, message) -> peer.closeChannel(replyCode, TEXT)), logs);
        assertThat(logs.lines()).anyMatch(line -> line.contains("channel closed by the broker: " + TEXT));
    }

    @ParameterizedTest
    @ValueSource(ints = {320, 501, 504, 505, 530, 541})
    void aConnectionClosedOnceOverNothingFailsNobody(int replyCode, ExpectedLogs logs) throws Exception {
        closedOnce(Script.ackingUntil(AT, (peer, message) -> peer.closeConnection(replyCode, TEXT)), logs);
        assertThat(logs.lines()).anyMatch(line -> line.contains("connection closed by the broker: " + TEXT));
    }

    /** What a broker says behind its close counts no more. */
    @Test
    void acksBehindACloseCountNoMore(ExpectedLogs logs) throws Exception {
        closedOnce(
                Script.ackingUntil(AT, (peer, message) -> {
                    ByteArrayOutputStream both = new ByteArrayOutputStream();
                    both.writeBytes(Frames.method(
                            Peer.PINNED,
                            new AMQP.Channel.Close.Builder()
                                    .replyCode(406)
                                    .replyText(TEXT)
                                    .build()));
                    both.writeBytes(Frames.ack(AT, true));
                    peer.sendBytes(both.toByteArray());
                }),
                logs);
    }

    private static void closedOnce(Script script, ExpectedLogs logs) throws Exception {
        logs.expect("connection to 127.0.0.1");
        try (ScriptedBroker broker = ScriptedBroker.of(script);
                WireRun run = WireRun.at(broker)) {
            run.publish(COUNT);
            run.finishConfirmed();
            assertThat(run.engine().stats().connects()).isEqualTo(2);
        }
    }

    /** A resource error is about no message: everything goes again at once, not by halves. */
    @ParameterizedTest
    @CsvSource({"320, false", "541, false", "541, true", "506, true"})
    void aBrokerThatGoesDownMakesNobodyASuspect(int replyCode, boolean channel, ExpectedLogs logs) throws Exception {
        logs.expect("connection to 127.0.0.1");
        Script script = Script.ackingUntil(1, (peer, message) -> {
            refuse(peer, channel ? replyCode : -replyCode);
        });
        try (ScriptedBroker broker = ScriptedBroker.of(script, script, script);
                WireRun run = WireRun.at(broker)) {
            run.publish(1);
            run.finishConfirmed(); // the only one in flight, and not blamed
            assertThat(run.engine().stats().connects()).isEqualTo(4);
        }
    }

    private static void refuse(Peer peer, int way) throws IOException {
        if (way > 0) {
            peer.closeChannel(way, TEXT);
        } else {
            peer.closeConnection(-way, TEXT);
        }
    }

    static Stream<Integer> ways() {
        return Stream.of(403, 404, 406, -504);
    }

    /** Below 0: the connection is closed, not the channel. */
    @ParameterizedTest
    @MethodSource("ways")
    void theOffenderFailsAndNoOther(int way, ExpectedLogs logs) throws Exception {
        logs.expect("connection to 127.0.0.1");
        PublishOptions fine =
                PublishOptions.builder().exchange("x").routingKey("fine").build();
        PublishOptions offending = fine.toBuilder().routingKey("offender").build();
        Script first = Script.of((peer, message) -> {
            if (message.routingKey().equals("offender")) {
                refuse(peer, way);
            } else if (message.tag() == 1) {
                peer.ack(1); // all the others are in flight when it closes
            }
        });
        Script script = Script.of((peer, message) -> {
            if (message.routingKey().equals("offender")) {
                refuse(peer, way);
            } else {
                peer.ack(message.tag());
            }
        });
        try (ScriptedBroker broker = ScriptedBroker.of(first).thenAlways(script);
                WireRun run = WireRun.at(broker)) {
            run.publish(fine, WireRun.BODY_BYTES);
            run.awaitOutcomes(1); // so that the exchange is verified
            run.publish(AT);
            int offender = run.publish(offending, WireRun.BODY_BYTES);
            run.publish(COUNT);
            run.finish()
                    .none("wrong", id -> !run.is(id, id == offender ? Outcome.FAILED : Outcome.CONFIRMED))
                    .verify("offender");
            assertThat(run.ledger().detailOf(offender)).contains("refused by the broker", TEXT, "exchange \"x\"");
            EngineStats stats = run.engine().stats();
            assertThat(stats.connects()).as("log2 of what was in flight").isBetween(2L, 12L);
        }
    }
}
