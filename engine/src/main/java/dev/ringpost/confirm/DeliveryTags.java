package dev.ringpost.confirm;

import dev.ringpost.Outcome;

/**
 * Which slots each delivery tag of one connection stands for: one, or with record batching several. Tags count from 1; a
 * slot is registered before its message is written, and settled only by an answer to the attempt it is waiting for, so
 * neither a late answer nor a repeated one can touch another message.
 *
 * <p>Slots are numbered as well, in the order they are registered in, and a table has the number of each tag's last slot.
 * Without batching tag and number are the same, and there is no such table.
 *
 * <p><b>Threads:</b> the lane only.
 */
public final class DeliveryTags {

    private final SlotStates states;
    private final long[] sequences;
    private final int mask;

    private long last;
    private long lastSlot; // the number of the slot registered last
    private long firstPacked = Long.MAX_VALUE; // below that tag, tag and number of its slot are the same
    private long[] lastSlotOfTag = {};
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

        /** One message was answered that is not, or not all of it, waiting for that answer: not any more, or elsewhere. */
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
        add(sequence);
        if (last >= firstPacked) {
            lastSlotOfTag[(int) last & mask] = lastSlot;
        }
    }

    /**
     * Registers the next tag for slots that share a message.
     *
     * @param slots their sequences, from index 0
     * @param count how many of them
     */
    public void registerPack(long[] slots, int count) {
        last++;
        if (firstPacked == Long.MAX_VALUE) {
            firstPacked = last;
            lastSlotOfTag = new long[sequences.length];
        }
        for (int i = 0; i < count; i++) {
            add(slots[i]);
        }
        lastSlotOfTag[(int) last & mask] = lastSlot;
    }

    private void add(long sequence) {
        lastSlot++;
        sequences[(int) lastSlot & mask] = sequence;
        states.sent(sequence, last);
        awaitingCount++;
    }

    /** The number of the last slot of a tag; 0 for a tag so old that nothing in the ring can be waiting for it. */
    private long lastSlotOf(long tag) {
        if (tag < firstPacked) {
            return tag;
        }
        return tag > last - lastSlotOfTag.length ? lastSlotOfTag[(int) tag & mask] : 0;
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
        return lastSlot - awaitingCount;
    }

    /** Whether a slot's last attempt was on this connection and written, so that it may be answered. */
    public boolean isWritten(long sequence) {
        return states.tag(sequence) <= lastWritten;
    }

    /** The last slot that a tag was registered for, if the tag is that slot's last; else a negative number. */
    public long sequenceOf(long deliveryTag) {
        long sequence = sequences[(int) lastSlotOf(deliveryTag) & mask];
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
        boolean all = tag < firstPacked ? settleSlot(tag, tag, outcome, settler) : settlePack(tag, outcome, settler);
        if (!all) {
            settler.onLate(tag, outcome);
        }
    }

    /** All slots of a tag; returns whether each of them was waiting for that. */
    private boolean settlePack(long tag, Outcome outcome, Settler settler) {
        long end = lastSlotOf(tag);
        boolean all = end > 0;
        for (long number = Math.max(lastSlotOf(tag - 1), lastSlot - sequences.length) + 1; number <= end; number++) {
            all &= settleSlot(number, tag, outcome, settler);
        }
        return all;
    }

    private boolean settleSlot(long number, long tag, Outcome outcome, Settler settler) {
        long sequence = sequences[(int) number & mask];
        // One that is farther behind the last was freed long ago.
        if (number > lastSlot - sequences.length && states.isAwaiting(sequence, tag)) {
            states.settle(sequence, outcome);
            awaitingCount--;
            settler.onSettled(sequence, outcome);
            return true;
        }
        return false;
    }

    private void settleUpTo(long upTo, Outcome outcome, Settler settler) {
        long tag = Math.max(confirmedUpTo, last - sequences.length) + 1;
        for (long endOfSingles = Math.min(upTo, firstPacked - 1); tag <= endOfSingles; tag++) {
            settleSlot(tag, tag, outcome, settler);
        }
        for (; tag <= upTo; tag++) {
            settlePack(tag, outcome, settler);
        }
        confirmedUpTo = Math.max(confirmedUpTo, upTo);
        settler.onLateUpTo(upTo, outcome);
    }
}
