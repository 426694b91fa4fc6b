package dev.ringpost.bench.nullbroker;

import dev.ringpost.bench.wire.AmqpLayout;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What one channel's messages are to be answered with, since the last write. Usually that is one {@code multiple} ack.
 * Messages to a bad destination are nacked one by one, or never answered; after one of those nothing can be acked in the
 * plural any more, as with RabbitMQ. Owned by the connection's thread; allocates only while its arrays grow.
 */
final class PendingAnswers {
    /** How a message is answered. */
    enum Kind {
        ACK,
        NACK,
        NONE
    }

    private long lastTag;
    private long answeredUpTo;
    private boolean hasSilent;
    private long[] exceptions = new long[64]; // tags that are not acked, negative where they are not answered at all
    private int exceptionCount;

    /** The next message arrived. */
    void add(Kind kind) {
        lastTag++;
        if (kind == Kind.ACK) {
            return;
        }
        if (exceptionCount == exceptions.length) {
            exceptions = Arrays.copyOf(exceptions, exceptionCount * 2);
        }
        exceptions[exceptionCount++] = kind == Kind.NACK ? lastTag : -lastTag;
        hasSilent |= kind == Kind.NONE;
    }

    /** Whether some message is never answered. */
    boolean hasSilent() {
        return hasSilent;
    }

    /** Frames that {@link #drainTo} writes at most. */
    int maxFrameCount() {
        return hasSilent ? Math.toIntExact(lastTag - answeredUpTo) : 2 * exceptionCount + 1;
    }

    /** Appends the answers to everything that arrived so far. */
    void drainTo(ByteBuffer out, int channelNumber) {
        for (int i = 0; i < exceptionCount; i++) {
            long tag = Math.abs(exceptions[i]);
            ackUpTo(out, channelNumber, tag - 1);
            if (exceptions[i] > 0) {
                put(out, channelNumber, AmqpLayout.BASIC_NACK, tag, 0);
            }
            answeredUpTo = tag;
        }
        exceptionCount = 0;
        ackUpTo(out, channelNumber, lastTag);
    }

    private void ackUpTo(ByteBuffer out, int channelNumber, long tag) {
        if (!hasSilent && tag > answeredUpTo) {
            put(out, channelNumber, AmqpLayout.BASIC_ACK, tag, 1);
        }
        for (long each = answeredUpTo + 1; hasSilent && each <= tag; each++) {
            put(out, channelNumber, AmqpLayout.BASIC_ACK, each, 0);
        }
        answeredUpTo = Math.max(answeredUpTo, tag);
    }

    private static void put(ByteBuffer out, int channelNumber, int method, long tag, int bits) {
        out.put((byte) AmqpLayout.TYPE_METHOD)
                .putShort((short) channelNumber)
                .putInt(AmqpLayout.ACK_PAYLOAD_BYTES)
                .putInt(method)
                .putLong(tag)
                .put((byte) bits)
                .put(AmqpLayout.FRAME_END);
    }
}
