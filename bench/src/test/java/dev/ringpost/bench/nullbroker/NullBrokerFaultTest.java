package dev.ringpost.bench.nullbroker;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.impl.Frame;
import dev.ringpost.bench.wire.AmqpLayout;
import dev.ringpost.bench.wire.BenchMessage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the null broker must not let pass, and frames cut at awkward places, which it must. */
@Timeout(30)
class NullBrokerFaultTest {
    private static final int FRAME_MAX_BYTES = 131_072;

    private NullBroker broker;

    @BeforeEach
    void startBroker() throws IOException {
        broker = NullBroker.start();
    }

    @AfterEach
    void closeBroker() throws IOException {
        broker.close();
    }

    static Stream<Arguments> malformedMessages() throws IOException {
        byte[] good = BenchMessage.encodedPublish(1, 100, FRAME_MAX_BYTES);
        int headerAt = endOfFrame(good, 0);
        int bodyAt = endOfFrame(good, headerAt);
        return Stream.of(
                fault("end octet of the method", good, 501, bytes -> set(bytes, headerAt - 1, 0x00)),
                fault("end octet of the body", good, 501, bytes -> set(bytes, bytes.length - 1, 0xCD)),
                fault("unknown frame type", good, 501, bytes -> set(bytes, 0, 7)),
                fault("size above frame_max", good, 501, bytes -> set(bytes, AmqpLayout.SIZE_OFFSET, 0x7F)),
                fault("size with the sign bit", good, 501, bytes -> set(bytes, AmqpLayout.SIZE_OFFSET, 0xFF)),
                fault("size one short", good, 501, bytes -> set(bytes, bodyAt + 6, 99)),
                fault("channel not open", good, 504, bytes -> set(bytes, 2, 9)),
                fault("routing key longer than the frame", good, 502, bytes -> set(bytes, 14, 200)),
                fault("content header of another class", good, 502, bytes -> set(bytes, headerAt + 8, 61)),
                fault("body longer than announced", good, 502, bytes -> set(bytes, headerAt + 18, 99)),
                fault("no content header", good, 505, bytes -> without(bytes, headerAt, bodyAt)),
                fault("method inside the content", good, 505, bytes -> twice(bytes, bodyAt)),
                fault("body without anything", good, 505, bytes -> Arrays.copyOfRange(bytes, bodyAt, bytes.length)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("malformedMessages")
    void reportsAndClosesOnAMalformedMessage(String name, byte[] bytes, int replyCode) throws IOException {
        try (RawPeer peer = RawPeer.confirming(broker.port(), 0, 1)) {
            peer.sendBytes(BenchMessage.encodedPublish(1, 5, FRAME_MAX_BYTES));
            peer.awaitAck(1);
            peer.sendBytes(bytes);
            assertThat(peer.expect(AMQP.Connection.Close.class).getReplyCode()).isEqualTo(replyCode);
            assertThat(peer.isClosedByBroker()).isTrue();
        }
        assertThat(broker.report().faults()).singleElement().asString().startsWith(replyCode + " ");
        assertThat(broker.report().messages()).isEqualTo(1);
        assertThat(broker.report().bodyBytes()).isEqualTo(5);
    }

    @Test
    void refusesAnotherProtocol() throws IOException {
        try (RawPeer peer = new RawPeer(broker.port())) {
            peer.sendBytes("GET / HT".getBytes(StandardCharsets.US_ASCII));
            assertThat(peer.readProtocolHeader()).isEqualTo(AmqpLayout.PROTOCOL_HEADER);
        }
        awaitFault("not the AMQP 0-9-1 protocol header");
    }

    @Test
    void reportsAStreamThatEndsInsideAMessage() throws IOException {
        byte[] message = BenchMessage.encodedPublish(1, 100, FRAME_MAX_BYTES);
        try (RawPeer peer = RawPeer.confirming(broker.port(), 0, 1)) {
            peer.sendBytes(Arrays.copyOf(message, message.length - 1));
        }
        awaitFault("stream ended inside a message");
        assertThat(broker.report().messages()).isZero();
    }

    @Test
    void acceptsAMessageThatComesOctetByOctet() throws IOException {
        try (RawPeer peer = RawPeer.confirming(broker.port(), 0, 1)) {
            for (byte octet : BenchMessage.encodedPublish(1, 33, FRAME_MAX_BYTES)) {
                peer.sendBytes(new byte[] {octet});
            }
            peer.awaitAck(1);
        }
        assertThat(broker.report().bodyBytes()).isEqualTo(33);
    }

    @Test
    void keepsChannelsApartWhoseFramesInterleave() throws IOException {
        byte[] first = BenchMessage.encodedPublish(3, 10, FRAME_MAX_BYTES);
        byte[] second = BenchMessage.encodedPublish(2047, 20, FRAME_MAX_BYTES);
        ByteBuffer mixed = ByteBuffer.allocate(first.length + second.length);
        int firstAt = 0;
        int secondAt = 0;
        for (int frame = 0; frame < 3; frame++) {
            int firstEnd = endOfFrame(first, firstAt);
            int secondEnd = endOfFrame(second, secondAt);
            mixed.put(first, firstAt, firstEnd - firstAt).put(second, secondAt, secondEnd - secondAt);
            firstAt = firstEnd;
            secondAt = secondEnd;
        }
        try (RawPeer peer = RawPeer.confirming(broker.port(), 0, 3, 2047)) {
            peer.sendBytes(mixed.array());
            Frame one = peer.readFrame();
            Frame other = peer.readFrame();
            assertThat(new int[] {one.getChannel(), other.getChannel()}).containsExactlyInAnyOrder(3, 2047);
        }
        assertThat(broker.report().messages()).isEqualTo(2);
        assertThat(broker.report().bodyBytes()).isEqualTo(30);
    }

    @Test
    void sendsHeartbeatsAndGivesUpASilentPeer() throws IOException {
        try (RawPeer peer = RawPeer.confirming(broker.port(), 1, 1)) {
            Frame frame = peer.readFrame();
            assertThat(frame.getType()).isEqualTo(AMQP.FRAME_HEARTBEAT);
            while (!peer.isClosedByBroker()) {
                // More heartbeats, until the broker has waited twice the interval for one of ours.
            }
        }
        awaitFault("no heartbeat from the peer");
    }

    private void awaitFault(String text) {
        while (broker.report().faults().isEmpty()) {
            Thread.onSpinWait();
        }
        assertThat(broker.report().faults()).singleElement().asString().contains(text);
    }

    private static Arguments fault(String name, byte[] good, int replyCode, UnaryOperator<byte[]> spoil) {
        return Arguments.of(name, spoil.apply(good.clone()), replyCode);
    }

    private static byte[] set(byte[] bytes, int at, int octet) {
        bytes[at] = (byte) octet;
        return bytes;
    }

    private static byte[] without(byte[] bytes, int from, int to) {
        return ByteBuffer.allocate(bytes.length - (to - from))
                .put(bytes, 0, from)
                .put(bytes, to, bytes.length - to)
                .array();
    }

    /** The first octets of the message, then the whole message. */
    private static byte[] twice(byte[] bytes, int firstBytes) {
        return ByteBuffer.allocate(firstBytes + bytes.length)
                .put(bytes, 0, firstBytes)
                .put(bytes)
                .array();
    }

    private static int endOfFrame(byte[] bytes, int at) {
        return at + ByteBuffer.wrap(bytes).getInt(at + AmqpLayout.SIZE_OFFSET) + AmqpLayout.FRAME_OVERHEAD_BYTES;
    }
}
