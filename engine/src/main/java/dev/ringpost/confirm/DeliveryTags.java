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
    private long highestAnswered;
    private long lastWritten;
    private long awaitingCount;
    private long abandonedCount;
    private boolean spoiled;

    /** For a ring of {@code size} slots. */
    public DeliveryTags(SlotStates states, int size) {
        this.states = states;
        // While a message is unanswered, each other slot can be sent at most once before it in the ring (having waited
        // for
        // a declaration) and once behind it; so a tag's entry is needed no longer than for two rings of tags.
        this.sequences = new long[2 * size];
        this.mask = 2 * size - 1;
    }

    /** What gets an outcome, and how: told once for each message. */
    @FunctionalInterface
    public interface Settler {
        /** The slot's state is set already. */
        void onSettled(long sequence, Outcome outcome);

        /** One message was answered that is not waiting for that answer: not any more, or not in its slot. */
        default void onLate(long deliveryTag, Outcome outcome) {}

        /** All up to a tag were answered; those that waited for it in their slots were told by {@link #onSettled}. */
        default void onLateUpTo(long deliveryTag, Outcome outcome) {}
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
    public void onSettledOtherwise(long sequence) {
        awaitingCount--;
        abandonedCount++;
        spoiled |= states.tag(sequence) > lastWritten;
    }

    /**
     * Whether a message got its outcome before it was written: its body, which the batch may only refer to, is another's by
     * then. What is registered and not written must not be written any more.
     */
    public boolean isSpoiled() {
        return spoiled;
    }

    /** Messages of this connection that were settled without its answer: still on the wire, for all that is known. */
    public long abandonedCount() {
        return abandonedCount;
    }

    /** The highest tag that was answered; 0 for none. */
    public long highestAnswered() {
        return highestAnswered;
    }

    /** How many messages were sent on this connection and wait for no answer any more. */
    public long doneCount() {
        return last - awaitingCount;
    }

    /** Whether a slot's last attempt was on this connection and written, so that it may be answered. */
    public boolean isWritten(long sequence) {
        return states.tag(sequence) <= lastWritten;
    }

    /** The slot that a tag was registered for, if it is that slot's last; else a negative number. */
    public long sequenceOf(long deliveryTag) {
        long sequence = sequences[(int) deliveryTag & mask];
        return states.tag(sequence) == deliveryTag ? sequence : -1;
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
        highestAnswered = Math.max(highestAnswered, tag);
        switch (AckLog.kind(entry)) {
            case AckLog.ACK -> settleSingle(tag, Outcome.CONFIRMED, settler);
            case AckLog.NACK -> settleSingle(tag, Outcome.REJECTED, settler);
            case AckLog.ACK_MULTIPLE -> settleUpTo(tag, Outcome.CONFIRMED, settler);
            case AckLog.NACK_MULTIPLE -> settleUpTo(tag, Outcome.REJECTED, settler);
            case AckLog.RETURN -> settleSingle(tag, Outcome.RETURNED, settler);
            default -> throw new IllegalArgumentException("no such kind of entry: " + entry);
        }
        return true;
    }

    private void settleSingle(long tag, Outcome outcome, Settler settler) {
        if (!settleOne(tag, outcome, settler)) {
            settler.onLate(tag, outcome);
        }
    }

    private boolean settleOne(long tag, Outcome outcome, Settler settler) {
        long sequence = sequences[(int) tag & mask];
        // One that is farther behind the last was freed long ago.
        if (tag > last - sequences.length && states.isAwaiting(sequence, tag)) {
            states.settle(sequence, outcome);
            awaitingCount--;
            settler.onSettled(sequence, outcome);
            return true;
        }
        return false;
    }

    private void settleUpTo(long upTo, Outcome outcome, Settler settler) {
        for (long tag = Math.max(confirmedUpTo, last - sequences.length) + 1; tag <= upTo; tag++) {
            settleOne(tag, outcome, settler);
        }
        confirmedUpTo = Math.max(confirmedUpTo, upTo);
        settler.onLateUpTo(upTo, outcome);
    }
}
