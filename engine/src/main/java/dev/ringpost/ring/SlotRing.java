package dev.ringpost.ring;

import com.lmax.disruptor.BusySpinWaitStrategy;
import com.lmax.disruptor.InsufficientCapacityException;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.Sequence;

/**
 * The lane's ring of slots over Disruptor's {@link RingBuffer} with many producers. A slot is taken from its claim until
 * its outcome was delivered: the ring is the window of messages in flight, and its being full is the back-pressure.
 *
 * <p>Claims go through {@code tryNext} only: {@code next} can neither be interrupted nor given up, and burns CPU while
 * it waits. Disruptor's own wait strategies are not used; {@link Signal} wakes the lane.
 */
public final class SlotRing {

    /** Slots that callers may not claim, kept free so that a re-enqueue always finds one. */
    public static final int RESERVED_SLOTS = 64;

    /** The sequence before the first one. */
    public static final long BEFORE_FIRST = -1;

    /** What {@link #tryClaim()} answers when there is no free slot. */
    public static final long NONE_FREE = -1;

    private final RingBuffer<Slot> ring;
    private final Sequence completed = new Sequence();
    private final int inlineBytes;

    /** With {@code size} slots, a power of two, of {@code inlineBytes} each. */
    public SlotRing(int size, int inlineBytes) {
        this.inlineBytes = inlineBytes;
        Slab slab = new Slab(size, inlineBytes);
        int[] next = {0};
        // The wait strategy's only call on this path is a no-op signal: nobody ever waits in it.
        this.ring = RingBuffer.createMultiProducer(() -> new Slot(slab, next[0]++), size, new BusySpinWaitStrategy());
        ring.addGatingSequences(completed);
    }

    /** Claims the next slot, or answers {@link #NONE_FREE}. A claimed slot must be published, whatever happens. Callers. */
    public long tryClaim() {
        if (!ring.hasAvailableCapacity(1 + RESERVED_SLOTS)) {
            return NONE_FREE;
        }
        try {
            return ring.tryNext();
        } catch (InsufficientCapacityException e) {
            return NONE_FREE; // others were faster; the exception is a constant without a stack trace
        }
    }

    /**
     * Claims the next slot for a message that goes back into the ring, the last {@value #RESERVED_SLOTS} included; otherwise
     * as {@link #tryClaim()}. Lane.
     */
    public long tryClaimReserved() {
        try {
            return ring.tryNext();
        } catch (InsufficientCapacityException e) {
            return NONE_FREE;
        }
    }

    /** Whether {@link #tryClaim()} would have succeeded just now. */
    public boolean hasRoom() {
        return ring.hasAvailableCapacity(1 + RESERVED_SLOTS);
    }

    /** Whether {@link #tryClaimReserved()} would have succeeded just now. */
    public boolean hasReservedRoom() {
        return ring.hasAvailableCapacity(1);
    }

    /** Hands a claimed and filled slot to the lane. Callers. */
    public void publish(long sequence) {
        ring.publish(sequence);
    }

    /** The slot of a sequence. */
    public Slot get(long sequence) {
        return ring.get(sequence);
    }

    /** The highest claimed sequence, or -1. */
    public long cursor() {
        return ring.getCursor();
    }

    /** Whether the slot of a sequence has been published. */
    public boolean isPublished(long sequence) {
        return ring.isAvailable(sequence);
    }

    /** Highest sequence whose outcome was delivered; written by the completion thread only, it frees the slots. */
    public Sequence completed() {
        return completed;
    }

    /** The same for other threads. */
    public long completedUpTo() {
        return completed.get();
    }

    /** Number of slots. */
    public int size() {
        return ring.getBufferSize();
    }

    /** Bytes that a slot holds itself. */
    public int inlineBytes() {
        return inlineBytes;
    }

    /** Slots free for callers right now. */
    public long remainingSlots() {
        return Math.max(0, ring.remainingCapacity() - RESERVED_SLOTS);
    }
}
