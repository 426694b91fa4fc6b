package dev.ringpost.lane;

import dev.ringpost.retry.RetryStore;
import dev.ringpost.retry.StoredMessage;
import dev.ringpost.stage.PublishHandler;

/**
 * Numbers a lane's messages for their ids:
 *
 * <pre>
 * lane 8 bits | time of the lane's start in ms, 40 bits, above 16 zero bits, plus the sequence of acceptance
 * </pre>
 *
 * <p>The sequence of acceptance is what stays: a message that comes back from the retry store is in another slot, and the
 * store knows its first one. So no slot has to carry a number. The time keeps numbers from being used again by a later
 * engine with the same producer id, as long as a lane accepts no more than 65,536 messages a millisecond.
 *
 * <p><b>Threads:</b> the lane only.
 */
final class MessageNumbers implements PublishHandler.Numbering {

    private static final int COUNT_BITS = 56;
    private static final long COUNT_MASK = (1L << COUNT_BITS) - 1;
    private static final int BITS_BELOW_MS = 16;

    /** The 1st of January 2026: 40 bits of milliseconds from there last until 2060. */
    private static final long FIRST_MS = 1_767_225_600_000L;

    private final long laneBits;
    private final long first;
    private final RetryStore store;

    MessageNumbers(int lane, long startedCalendarMs, RetryStore store) {
        this.laneBits = (long) lane << COUNT_BITS;
        this.first = (startedCalendarMs - FIRST_MS) << BITS_BELOW_MS;
        this.store = store;
    }

    @Override
    public long numberOf(long sequence) {
        StoredMessage message = store.inRing(sequence);
        long accepted = message == null ? sequence : message.firstSequence();
        return laneBits | ((first + accepted) & COUNT_MASK);
    }
}
