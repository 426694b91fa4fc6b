package dev.ringpost.lane;

import dev.ringpost.confirm.SlotStates;
import dev.ringpost.retry.StoredMessage;
import dev.ringpost.ring.Slot;
import dev.ringpost.ring.SlotRing;
import org.jspecify.annotations.Nullable;

/**
 * How a message leaves its slot without an outcome there: the slot becomes void, and what waits for the slot's answer
 * learns that it needs not.
 *
 * <p><b>Threads:</b> the lane only.
 */
final class SlotExit {

    private final SlotRing ring;
    private final SlotStates states;
    private @Nullable Epoch epoch;
    private long taken = SlotRing.BEFORE_FIRST;

    SlotExit(SlotRing ring, SlotStates states) {
        this.ring = ring;
        this.states = states;
    }

    /** The connection of now, if there is one. */
    void setEpoch(@Nullable Epoch current) {
        epoch = current;
    }

    /** How far the lane has taken messages from the ring: what lies above is looked at when it is taken. */
    void setTaken(long sequence) {
        taken = sequence;
    }

    /** A message in the lane's hands leaves. */
    void leave(long sequence) {
        Epoch current = epoch;
        if (current != null && states.get(sequence) == SlotStates.SENT) {
            current.tags().onSettledOtherwise(sequence);
        }
        ring.get(sequence).isVoid = true;
        states.set(sequence, SlotStates.VOID);
    }

    /** A message whose answer has come, and was counted, leaves. */
    void leaveAnswered(long sequence) {
        ring.get(sequence).isVoid = true;
        states.set(sequence, SlotStates.VOID);
    }

    /**
     * A message that came back into the ring leaves it again, wherever it is there.
     *
     * @return false if it cannot, for it has its outcome in the slot already
     */
    boolean leave(StoredMessage message) {
        long sequence = message.sequence();
        if (sequence > taken) {
            Slot slot = ring.get(sequence);
            slot.isVoid = true;
            return true;
        }
        if (states.isSettled(sequence)) {
            return false;
        }
        leave(sequence);
        return true;
    }

    /** Whether a message that came back into the ring is in a batch that is not written yet, which needs its body. */
    boolean isInBatch(StoredMessage message) {
        long sequence = message.sequence();
        Epoch current = epoch;
        return sequence <= taken
                && current != null
                && states.get(sequence) == SlotStates.SENT
                && !current.tags().isWritten(sequence);
    }
}
