package dev.ringpost.confirm;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * What one connection's broker answered, in the order it came.
 *
 * <p><b>Writer:</b> the connection's I/O thread. <b>Reader:</b> the lane. <b>Guarantees:</b> both wait-free; an entry is
 * read after everything written before it was appended. <b>Not guaranteed:</b> room; a full log refuses, and its
 * connection must then be given up, since an answer was lost.
 *
 * <p>An entry is one long: the delivery tag, shifted by {@value #KIND_BITS} bits, and its kind. There is one log for each
 * connection, so a late thread of an old one writes where it does no harm.
 */
public final class AckLog {

    /** What {@link #poll()} answers when there is nothing. */
    public static final long EMPTY = -1;

    static final int ACK = 0;
    static final int ACK_MULTIPLE = 1;
    static final int NACK = 2;
    static final int NACK_MULTIPLE = 3;
    static final int RETURN = 4;
    static final int KIND_BITS = 3;

    private static final int KIND_MASK = (1 << KIND_BITS) - 1;
    private static final VarHandle ENTRIES = MethodHandles.arrayElementVarHandle(long[].class);

    private final long[] entries;
    private final int mask;

    // Written by one side each, and only read through the entries by the other: no shared indexes to bounce.
    private long head;

    @SuppressWarnings("unused") // keeps the two sides' indexes on different cache lines
    private long p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12, p13, p14, p15;

    private long tail;

    /** With room for {@code capacity} entries, a power of two. */
    public AckLog(int capacity) {
        if (Integer.bitCount(capacity) != 1) {
            throw new IllegalArgumentException("capacity " + capacity + " is not a power of two");
        }
        entries = new long[capacity];
        java.util.Arrays.fill(entries, EMPTY);
        mask = capacity - 1;
    }

    /** Appends an ack or nack; false if the log is full. I/O thread. */
    public boolean offerConfirm(long deliveryTag, boolean multiple, boolean acknowledged) {
        int kind = acknowledged ? (multiple ? ACK_MULTIPLE : ACK) : (multiple ? NACK_MULTIPLE : NACK);
        return offer(entry(deliveryTag, kind));
    }

    /** Appends the return of a message; false if the log is full. I/O thread. */
    public boolean offerReturn(long deliveryTag) {
        return offer(entry(deliveryTag, RETURN));
    }

    /** A tag too wide for an entry is no message's; it must not turn into one that is, so it becomes 0, which is none. */
    private static long entry(long deliveryTag, int kind) {
        long known = deliveryTag >>> (Long.SIZE - KIND_BITS) == 0 ? deliveryTag : 0;
        return known << KIND_BITS | kind;
    }

    private boolean offer(long entry) {
        int index = (int) tail & mask;
        if ((long) ENTRIES.getAcquire(entries, index) != EMPTY) {
            return false; // the reader has not emptied it yet
        }
        ENTRIES.setRelease(entries, index, entry);
        tail++;
        return true;
    }

    /** The oldest entry, or {@link #EMPTY}. Lane. */
    public long poll() {
        int index = (int) head & mask;
        long entry = (long) ENTRIES.getAcquire(entries, index);
        if (entry != EMPTY) {
            ENTRIES.setRelease(entries, index, EMPTY);
            head++;
        }
        return entry;
    }

    /** Whether there is nothing to read. Lane. */
    public boolean isEmpty() {
        return (long) ENTRIES.getAcquire(entries, (int) head & mask) == EMPTY;
    }

    static int kind(long entry) {
        return (int) entry & KIND_MASK;
    }

    static long deliveryTag(long entry) {
        return entry >>> KIND_BITS;
    }
}
