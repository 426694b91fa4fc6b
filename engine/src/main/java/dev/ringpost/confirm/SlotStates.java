package dev.ringpost.confirm;

import dev.ringpost.Outcome;

/**
 * The lane's own view of every slot, in arrays indexed by sequence: small enough to stay in the cache when a confirm
 * sweeps over thousands of them.
 *
 * <p><b>Writer:</b> the lane. <b>Reader besides:</b> the completion thread, of the outcomes at or below the lane's settled
 * sequence only.
 */
public final class SlotStates {

    /** Nothing known yet. */
    public static final byte NEW = 0;

    /** Serialized, waiting to be written. */
    public static final byte READY = 1;

    /** Written before, to a connection that is gone; waiting to be written again. */
    public static final byte READY_AGAIN = 2;

    /** Written; waiting for the broker's answer. */
    public static final byte SENT = 3;

    /** Nothing to deliver: the slot was claimed and given up. */
    public static final byte VOID = 4;

    private static final byte FIRST_OUTCOME = 8;
    private static final Outcome[] OUTCOMES = Outcome.values();

    private final byte[] states;
    private final long[] tags;
    private final long[] sentNs;
    private final int mask;
    private long nowNs;

    /** For a ring of {@code size} slots. */
    public SlotStates(int size) {
        states = new byte[size];
        tags = new long[size];
        sentNs = new long[size];
        mask = size - 1;
    }

    /** The state of a slot. */
    public byte get(long sequence) {
        return states[(int) sequence & mask];
    }

    /** Sets a state that is not final. */
    public void set(long sequence, byte state) {
        states[(int) sequence & mask] = state;
    }

    /** Marks a slot as written under a delivery tag. */
    public void sent(long sequence, long deliveryTag) {
        int index = (int) sequence & mask;
        states[index] = SENT;
        tags[index] = deliveryTag;
        sentNs[index] = nowNs;
    }

    /** The time that whatever is sent from now on is stamped with. */
    public void setNow(long nowNs) {
        this.nowNs = nowNs;
    }

    /** When a slot was last sent, as {@link #setNow} told. */
    public long sentNs(long sequence) {
        return sentNs[(int) sequence & mask];
    }

    /** Gives a slot its outcome. */
    @SuppressWarnings("EnumOrdinal") // a byte a slot; it never leaves the process
    public void settle(long sequence, Outcome outcome) {
        states[(int) sequence & mask] = (byte) (FIRST_OUTCOME + outcome.ordinal());
    }

    /** The delivery tag that a slot was last written under. */
    public long tag(long sequence) {
        return tags[(int) sequence & mask];
    }

    /** Whether a slot waits for the answer to that very attempt: tells an ack from the late ack of an earlier use. */
    public boolean isAwaiting(long sequence, long deliveryTag) {
        int index = (int) sequence & mask;
        return states[index] == SENT && tags[index] == deliveryTag;
    }

    /** Whether nothing can happen to the slot any more. */
    public boolean isSettled(long sequence) {
        return states[(int) sequence & mask] >= VOID;
    }

    /** The outcome of a settled slot that is not void. */
    public Outcome outcome(long sequence) {
        return OUTCOMES[states[(int) sequence & mask] - FIRST_OUTCOME];
    }
}
