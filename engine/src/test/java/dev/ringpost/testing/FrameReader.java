package dev.ringpost.testing;

import com.rabbitmq.client.Method;
import com.rabbitmq.client.impl.AMQImpl;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Cuts what a client sends on one connection into frames, and puts those together to methods. Used by one thread.
 *
 * <pre>
 *  protocol header: 8 bytes, once │ frame: type(1) channel(2) size(4) payload(size) end(1) │ frame …
 * </pre>
 */
final class FrameReader {

    private static final int PROTOCOL_HEADER_BYTES = 8;
    private static final int FRAME_HEAD_BYTES = 7;
    private static final byte FRAME_END = (byte) 0xCE;
    private static final int METHOD = 1;
    private static final int HEADER = 2;
    private static final int BODY = 3;
    private static final int BODY_SIZE_AT = 4; // in a header frame's payload
    private static final int CLASS_BASIC = 60;
    private static final int METHOD_PUBLISH = 40;

    private final int connection;
    private final Consumer<FrameTap.Sent> sink;
    private final Map<Integer, OpenMessage> open = new HashMap<>(); // by channel
    private byte[] pending = new byte[0];
    private boolean protocolHeaderSeen;

    /** A message whose frames have not all come yet. */
    private static final class OpenMessage {
        final Method method;
        final List<byte[]> bodyFrames = new ArrayList<>();
        byte[] header = new byte[0];
        long bytesLeft;

        OpenMessage(Method method) {
            this.method = method;
        }
    }

    FrameReader(int connection, Consumer<FrameTap.Sent> sink) {
        this.connection = connection;
        this.sink = sink;
    }

    /** Takes the next bytes. */
    void read(byte[] bytes, int length) {
        byte[] all = Arrays.copyOf(pending, pending.length + length);
        System.arraycopy(bytes, 0, all, pending.length, length);
        ByteBuffer in = ByteBuffer.wrap(all);
        if (!protocolHeaderSeen && in.remaining() >= PROTOCOL_HEADER_BYTES) {
            in.position(PROTOCOL_HEADER_BYTES);
            protocolHeaderSeen = true;
        }
        while (protocolHeaderSeen && in.remaining() > FRAME_HEAD_BYTES) {
            int size = in.getInt(in.position() + FRAME_HEAD_BYTES - Integer.BYTES);
            if (in.remaining() < FRAME_HEAD_BYTES + size + 1) {
                break;
            }
            int type = in.get();
            int channel = Short.toUnsignedInt(in.getShort());
            in.getInt();
            byte[] payload = new byte[size];
            in.get(payload);
            if (in.get() != FRAME_END) {
                throw new AssertionError("a frame of " + size + " bytes on channel " + channel + " has no end");
            }
            onFrame(type, channel, payload);
        }
        pending = Arrays.copyOfRange(all, in.position(), all.length);
    }

    private void onFrame(int type, int channel, byte[] payload) {
        if (type == METHOD) {
            Method method = decode(payload);
            if (method.protocolClassId() == CLASS_BASIC && method.protocolMethodId() == METHOD_PUBLISH) {
                open.put(channel, new OpenMessage(method));
            } else {
                sink.accept(new FrameTap.Sent(connection, channel, method, null));
            }
            return;
        }
        OpenMessage message = open.get(channel);
        if (message == null) {
            return; // a heartbeat
        }
        if (type == HEADER) {
            message.header = payload;
            message.bytesLeft = ByteBuffer.wrap(payload).getLong(BODY_SIZE_AT);
        } else if (type == BODY) {
            message.bodyFrames.add(payload);
            message.bytesLeft -= payload.length;
        }
        if (message.bytesLeft == 0) {
            open.remove(channel);
            SentContent content = new SentContent(message.header, message.bodyFrames);
            sink.accept(new FrameTap.Sent(connection, channel, message.method, content));
        }
    }

    private static Method decode(byte[] payload) {
        try {
            return AMQImpl.readMethodFrom(new DataInputStream(new ByteArrayInputStream(payload)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
