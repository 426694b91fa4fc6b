package dev.ringpost.faults.wire;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Method;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Frames as bytes, right ones and any others.
 *
 * <pre>
 *  type(1) channel(2) size(4) payload(size) end(1)
 * </pre>
 */
final class Frames {

    /** The last byte of each. */
    static final int END = 0xCE;

    /** All of a frame but its payload. */
    static final int REST_BYTES = 8;

    private static final int FLAGS_AT = 12; // behind class, weight and body size
    private static final int PROPERTIES_AT = 14;
    private static final int NO_ROUTE = 312;

    private Frames() {}

    /** A method's frame. */
    static byte[] method(int channel, Method method) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ((com.rabbitmq.client.impl.Method) method).toFrame(channel).writeTo(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    /** Any frame. */
    static byte[] of(int type, int channel, byte... payload) {
        return ByteBuffer.allocate(REST_BYTES + payload.length)
                .put((byte) type)
                .putShort((short) channel)
                .putInt(payload.length)
                .put(payload)
                .put((byte) END)
                .array();
    }

    /** An ack. */
    static byte[] ack(long tag, boolean multiple) throws IOException {
        return method(
                Peer.PINNED,
                new AMQP.Basic.Ack.Builder().deliveryTag(tag).multiple(multiple).build());
    }

    /** A return with the message's content; its properties as they came, or none. */
    static byte[] returned(int channel, Peer.Message message, boolean withProperties) throws IOException {
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        Method method = new AMQP.Basic.Return.Builder()
                .replyCode(NO_ROUTE)
                .replyText("NO_ROUTE")
                .exchange(message.exchange())
                .routingKey(message.routingKey())
                .build();
        frames.writeBytes(method(channel, method));
        byte[] header = message.header();
        if (!withProperties) {
            header = Arrays.copyOf(header, PROPERTIES_AT);
            Arrays.fill(header, FLAGS_AT, PROPERTIES_AT, (byte) 0);
        }
        frames.writeBytes(of(AMQP.FRAME_HEADER, channel, header));
        frames.writeBytes(of(AMQP.FRAME_BODY, channel, message.body()));
        return frames.toByteArray();
    }
}
