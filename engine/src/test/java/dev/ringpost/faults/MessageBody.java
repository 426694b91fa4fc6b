package dev.ringpost.faults;

import java.nio.ByteBuffer;

/** A body that names its message, and is filled from that name, so that damage shows. */
final class MessageBody {

    /** The smallest body. */
    static final int MIN_BYTES = 16;

    /**
     * From this size on RabbitMQ keeps a body apart from its queue's index, so after SIGKILL it may have kept one of two
     * unanswered messages and not the other.
     */
    static final int KEPT_APART_BYTES = 4_096;

    /** No id of a message. */
    static final long DAMAGED = -1;

    private static final int MAGIC = 0x52504654;

    private MessageBody() {}

    /** Writes it into the first {@code length} bytes. */
    static void write(byte[] into, int length, long id) {
        ByteBuffer.wrap(into).putInt(MAGIC).putInt(length).putLong(id);
        for (int i = MIN_BYTES; i < length; i++) {
            into[i] = fill(id, i);
        }
    }

    /** The id in it, or {@link #DAMAGED}. */
    static long idOf(byte[] body) {
        if (body.length < MIN_BYTES) {
            return DAMAGED;
        }
        ByteBuffer read = ByteBuffer.wrap(body);
        if (read.getInt() != MAGIC || read.getInt() != body.length) {
            return DAMAGED;
        }
        long id = read.getLong();
        for (int i = MIN_BYTES; i < body.length; i++) {
            if (body[i] != fill(id, i)) {
                return DAMAGED;
            }
        }
        return id;
    }

    private static byte fill(long id, int index) {
        return (byte) (id * 31 + index * 7L + (index >>> 8));
    }
}
