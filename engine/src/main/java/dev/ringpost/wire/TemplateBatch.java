package dev.ringpost.wire;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.impl.AMQChannel;
import com.rabbitmq.client.impl.AMQConnection;
import com.rabbitmq.client.impl.Frame;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;

/**
 * Encodes messages from their templates into one buffer and sends it as if it were one frame: amqp-client's blocking
 * frame handler asks a frame to write itself, and this one writes the whole batch. Allocates nothing once warm.
 *
 * <p>Large bodies are not copied: the buffer is cut there into segments, with the body's own array between them.
 */
final class TemplateBatch extends MessageBatch {

    /** What the JDK hands to the system in one write at the most; half of it costs a tenth more CPU time, measured. */
    private static final int BUFFER_BYTES = 128 * 1024;

    /** A body of its own segment costs two more writes, which take longer than to copy less than this, measured. */
    private static final int NO_COPY_FROM_BYTES = 64 * 1024;

    private static final int MAX_BATCH_BYTES = 1024 * 1024;

    private final int maxPayloadBytes;
    private final Frame wholeBatch = new BatchFrame();

    private byte[] buffer = new byte[BUFFER_BYTES];
    private int size;
    private int messageCount;
    private long segmentBytes;

    // Segments already cut: pieces of the buffer (null) and foreign arrays, in order.
    private int segmentCount;
    private int openedAt;
    private byte[][] segmentArrays = new byte[16][];
    private int[] segmentOffsets = new int[16];
    private int[] segmentLengths = new int[16];

    TemplateBatch(int frameMaxBytes) {
        this.maxPayloadBytes =
                frameMaxBytes == 0 ? Integer.MAX_VALUE : frameMaxBytes - FrameLayout.FRAME_OVERHEAD_BYTES;
    }

    @Override
    boolean add(RouteTemplate route, byte[] body, int offset, int length, long deliveryTag, long messageNumber) {
        byte[] template = route.bytes;
        if (length < NO_COPY_FROM_BYTES && length <= maxPayloadBytes) {
            int end = size + template.length + length + 1;
            if (end > buffer.length && !makeRoom(template.length + length + 1)) {
                return false;
            }
            int at = size;
            System.arraycopy(template, 0, buffer, at, template.length);
            route.fill(buffer, at, length, deliveryTag, messageNumber);
            at += template.length;
            if (length == 0) {
                size = at - FrameLayout.FRAME_HEAD_BYTES; // an empty body has no body frame
            } else {
                FrameLayout.putInt(buffer, at - 4, length);
                System.arraycopy(body, offset, buffer, at, length);
                at += length;
                buffer[at] = FrameLayout.END;
                size = at + 1;
            }
            messageCount++;
            return true;
        }
        return addLarge(route, body, offset, length, deliveryTag, messageNumber);
    }

    private boolean addLarge(
            RouteTemplate route, byte[] body, int offset, int length, long deliveryTag, long messageNumber) {
        int fragments = (length - 1) / maxPayloadBytes + 1;
        int needed = route.bytes.length + fragments * FrameLayout.FRAME_OVERHEAD_BYTES;
        boolean overBatch = messageCount > 0 && size + segmentBytes + length > MAX_BATCH_BYTES;
        if (overBatch || (size + needed > buffer.length && !makeRoom(needed))) {
            return false;
        }
        System.arraycopy(route.bytes, 0, buffer, size, route.bytes.length);
        route.fill(buffer, size, length, deliveryTag, messageNumber);
        size += route.bytes.length - FrameLayout.FRAME_HEAD_BYTES;
        for (int sent = 0; sent < length; ) {
            int fragment = Math.min(maxPayloadBytes, length - sent);
            size = FrameLayout.putBodyHead(buffer, size, fragment);
            cut(buffer, openedAt, size - openedAt);
            cut(body, offset + sent, fragment);
            segmentBytes += fragment;
            openedAt = size;
            buffer[size++] = FrameLayout.END;
            sent += fragment;
        }
        messageCount++;
        return true;
    }

    /** Whether there is room now: only an empty batch grows, for one message larger than the whole buffer. */
    private boolean makeRoom(int needed) {
        if (messageCount > 0) {
            return false;
        }
        if (needed > buffer.length) {
            buffer = new byte[needed];
        }
        return true;
    }

    private void cut(byte[] array, int offset, int length) {
        if (segmentCount == segmentArrays.length) {
            segmentArrays = Arrays.copyOf(segmentArrays, segmentCount * 2);
            segmentOffsets = Arrays.copyOf(segmentOffsets, segmentCount * 2);
            segmentLengths = Arrays.copyOf(segmentLengths, segmentCount * 2);
        }
        segmentArrays[segmentCount] = array;
        segmentOffsets[segmentCount] = offset;
        segmentLengths[segmentCount] = length;
        segmentCount++;
    }

    @Override
    void clear() {
        if (segmentCount > 0) {
            Arrays.fill(segmentArrays, 0, segmentCount, null);
        }
        size = 0;
        messageCount = 0;
        segmentBytes = 0;
        segmentCount = 0;
        openedAt = 0;
    }

    @Override
    int messageCount() {
        return messageCount;
    }

    @Override
    long bytes() {
        return size + segmentBytes;
    }

    @Override
    void writeTo(DataOutputStream out) throws IOException {
        for (int i = 0; i < segmentCount; i++) {
            out.write(segmentArrays[i], segmentOffsets[i], segmentLengths[i]);
        }
        out.write(buffer, openedAt, size - openedAt);
    }

    @Override
    public void transmit(AMQChannel channel) throws IOException {
        AMQConnection connection = channel.getConnection();
        connection.writeFrame(wholeBatch);
        connection.flush();
    }

    /** Poses as one frame; type and channel are in the bytes already. */
    private final class BatchFrame extends Frame {

        BatchFrame() {
            super(AMQP.FRAME_BODY, FrameLayout.PINNED_CHANNEL);
        }

        @Override
        public void writeTo(DataOutputStream out) throws IOException {
            TemplateBatch.this.writeTo(out);
        }

        @Override
        public int size() {
            return (int) Math.min(Integer.MAX_VALUE, bytes());
        }
    }
}
