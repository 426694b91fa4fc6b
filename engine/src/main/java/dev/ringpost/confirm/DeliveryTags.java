package dev.ringpost.confirm;

import dev.ringpost.Outcome;

/**
 * Which slot each delivery tag of one connection stands for. Tags count from 1; a slot is registered before its message
 * is written, and settled only by an answer to the attempt it is waiting for, so neither a late answer nor a repeated one
 * can touch another message.
 *
 * <p><b>Threads:</b> the lane only.
 */
public final class DeliveryTags {

    private final SlotStates states;
    private final long[] sequences;
    private final int mask;

    private long last;
    private long confirmedUpTo;
    private long lastWritten;
    private long awaitingCount;
    private long abandonedCount;

    /** For a ring of {@code size} slots. */
    public DeliveryTags(SlotStates states, int size) {
        this.states = states;
        // A tag's entry is used again size tags later; by then its slot was freed, so it is settled.
        this.sequences = new long[size];
        this.mask = size - 1;
    }

    /** What gets an outcome, and how: told once for each message. */
    @FunctionalInterface
    public interface Settler {
        /** The slot's state is set already. */
        void onSettled(long sequence, Outcome outcome);
    }

    /** The tag of the next message. */
    public long next() {
        return last + 1;
    }

    /** Registers the next tag for a slot and marks the slot as sent. */
    public void register(long sequence) {
        last++;
        sequences[(int) last & mask] = sequence;
        states.sent(sequence, last);
        awaitingCount++;
    }

    /** Messages sent on this connection that have neither an answer nor another outcome. */
    public long awaitingCount() {
        return awaitingCount;
    }

    /** A sent slot got an outcome that did not come from this table, such as a timeout. */
    public void onSettledOtherwise() {
        awaitingCount--;
        abandonedCount++;
    }

    /** Messages of this connection that were settled without its answer: still on the wire, for all that is known. */
    public long abandonedCount() {
        return abandonedCount;
    }

    /** Everything registered is about to be written: from now on it may be answered. */
    public void onWrite() {
        lastWritten = last;
    }

    /**
     * Applies one entry of the {@link AckLog}.
     *
     * @return false if it speaks of a tag that was never written, or of no tag: nothing this connection says can be relied on then
     */
    public boolean apply(long entry, Settler settler) {
        long tag = AckLog.deliveryTag(entry);
        // Tag 0, "all so far", cannot be told from "all but those on their way": no broker known sends it.
        if (tag == 0 || tag > lastWritten) {
            return false;
        }
        switch (AckLog.kind(entry)) {
            case AckLog.ACK -> settleOne(tag, Outcome.CONFIRMED, settler);
            case AckLog.NACK -> settleOne(tag, Outcome.REJECTED, settler);
            case AckLog.ACK_MULTIPLE -> settleUpTo(tag, Outcome.CONFIRMED, settler);
            case AckLog.NACK_MULTIPLE -> settleUpTo(tag, Outcome.REJECTED, settler);
            case AckLog.RETURN -> settleOne(tag, Outcome.RETURNED, settler);
            default -> throw new IllegalArgumentException("no such kind of entry: " + entry);
        }
        return true;
    }

    private void settleOne(long tag, Outcome outcome, Settler settler) {
        long sequence = sequences[(int) tag & mask];
        // One more than a ring behind the last was freed long ago.
        if (tag > last - sequences.length && states.isAwaiting(sequence, tag)) {
            states.settle(sequence, outcome);
            awaitingCount--;
            settler.onSettled(sequence, outcome);
        }
    }

    private void settleUpTo(long upTo, Outcome outcome, Settler settler) {

        for (long tag = Math.max(confirmedUpTo, last - sequences.length) + 1; tag <= upTo; tag++) {
            settleOne(tag, outcome, settler);
        }
        confirmedUpTo = Math.max(confirmedUpTo, upTo);
    }
}
