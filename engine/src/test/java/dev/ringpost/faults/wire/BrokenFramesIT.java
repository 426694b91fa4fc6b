package dev.ringpost.faults.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP;
import dev.ringpost.testing.CleanEngine;
import dev.ringpost.testing.ExpectedLogs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Connections that end in the middle of something, and bytes that mean nothing: all of it costs one connection. */
@CleanEngine
class BrokenFramesIT {

    private static final int COUNT = 200;
    private static final int AT = 50;

    // Until it comes, a write may wait inside amqp-client; one that waits for the write timeout costs the connection.
    private static final Executor START_LATER = CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS);

    /** What a broker does at a message. */
    record Fault(String name, Script.OnMessage action) {
        @Override
        public String toString() {
            return name;
        }

        static Fault bytes(String name, byte... bytes) {
            return new Fault(name, (peer, message) -> peer.sendBytes(bytes));
        }
    }

    private static byte[] changed(byte[] frame, int index, int value) {
        byte[] changed = frame.clone();
        changed[index] = (byte) value;
        return changed;
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    static List<Fault> faults() throws IOException {
        byte[] ack = Frames.ack(AT, false);
        byte[] half = Arrays.copyOf(ack, ack.length / 2);
        return List.of(
                new Fault("end between frames", (peer, message) -> peer.hangUp()),
                new Fault("reset between frames", (peer, message) -> peer.reset()),
                new Fault("end in half a frame", (peer, message) -> {
                    peer.sendBytes(half);
                    peer.hangUp();
                }),
                new Fault("reset in half a frame", (peer, message) -> {
                    peer.sendBytes(half);
                    peer.reset();
                }),
                new Fault("end in a frame's head", (peer, message) -> {
                    peer.sendBytes(Arrays.copyOf(ack, 3));
                    peer.hangUp();
                }),
                Fault.bytes("a frame with a bad end", changed(ack, ack.length - 1, 0)),
                Fault.bytes("a frame of no known type", changed(ack, 0, 9)),
                Fault.bytes("a frame of 2 GB", changed(ack, 3, 0x7F)),
                Fault.bytes("an ack with half a tag", Frames.of(AMQP.FRAME_METHOD, 1, bytes(0, 60, 0, 80, 0, 0))),
                Fault.bytes("a method of no known class", Frames.of(AMQP.FRAME_METHOD, 1, bytes(0, 99, 0, 80))),
                Fault.bytes("a header without a method", Frames.of(AMQP.FRAME_HEADER, 1)),
                Fault.bytes("a body without a method", Frames.of(AMQP.FRAME_BODY, 1, new byte[8])),
                new Fault("a method inside a return", (peer, message) -> {
                    peer.send(
                            1,
                            new AMQP.Basic.Return.Builder()
                                    .replyCode(312)
                                    .replyText("NO_ROUTE")
                                    .exchange("")
                                    .routingKey("")
                                    .build());
                    peer.claimAck(AT, false);
                }),
                Fault.bytes("text", "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void costsOneConnection(Fault fault, ExpectedLogs logs) throws Exception {
        logs.expect("connection to 127.0.0.1");
        try (ScriptedBroker broker = ScriptedBroker.of(Script.ackingUntil(AT, fault.action()));
                WireRun run = WireRun.at(broker)) {
            run.publish(COUNT);
            run.finishConfirmed();
            assertThat(run.engine().stats().connects()).isEqualTo(2);
            assertThat(run.engine().stats().resends()).isPositive();
            assertThat(logs.lines()).singleElement().asString().contains("ended: connection lost: ", "; reconnecting");
        }
    }

    /** Answers that nobody asked for. */
    @ParameterizedTest
    @MethodSource("answersToNothing")
    void doesNoHarm(Fault fault) throws Exception {
        Script script = Script.of((peer, message) -> {
            if (message.tag() == AT) {
                fault.action().accept(peer, message);
            }
            peer.ack(message.tag());
        });
        try (ScriptedBroker broker = ScriptedBroker.of(script);
                WireRun run = WireRun.at(broker)) {
            run.publish(COUNT);
            run.finishConfirmed();
            assertThat(run.engine().stats().connects()).isOne();
        }
    }

    private static AMQP.Channel.Flow flow(boolean active) {
        return new AMQP.Channel.Flow.Builder().active(active).build();
    }

    private static void start(Peer peer) {
        try {
            peer.send(1, flow(true));
        } catch (IOException e) {
            // All was written before the stop came, and the engine has closed.
        }
    }

    static List<Fault> answersToNothing() throws IOException {
        return List.of(
                Fault.bytes("an open-ok", Frames.method(1, new AMQP.Channel.OpenOk.Builder().build())),
                Fault.bytes("a select-ok", Frames.method(1, new AMQP.Confirm.SelectOk.Builder().build())),
                Fault.bytes("a declare-ok", Frames.method(1, new AMQP.Exchange.DeclareOk.Builder().build())),
                new Fault("a flow stop, and a start a little later", (peer, message) -> {
                    peer.send(1, flow(false));
                    START_LATER.execute(() -> start(peer));
                }),
                Fault.bytes(
                        "an ack on a channel that is not open",
                        Frames.method(
                                7, new AMQP.Basic.Ack.Builder().deliveryTag(1).build())),
                Fault.bytes("a tune in mid-stream", Frames.method(0, new AMQP.Connection.Tune.Builder().build())),
                Fault.bytes("a heartbeat", Frames.of(AMQP.FRAME_HEARTBEAT, 0)));
    }

    @Test
    void halfAFrameAndThenSilence(ExpectedLogs logs) throws Exception {
        logs.expect("connection to 127.0.0.1");
        byte[] ack = Frames.ack(AT, false);
        Script script = Script.ackingUntil(AT, (peer, message) -> peer.sendBytes(Arrays.copyOf(ack, 5)));
        try (ScriptedBroker broker = ScriptedBroker.of(script);
                WireRun run = WireRun.at(broker, settings -> settings.heartbeat(Duration.ofSeconds(1)))) {
            run.publish(COUNT);
            run.finishConfirmed();
            assertThat(run.engine().stats().connects()).isEqualTo(2);
            assertThat(logs.lines()).anyMatch(line -> line.contains("Read timed out"));
        }
    }
}
