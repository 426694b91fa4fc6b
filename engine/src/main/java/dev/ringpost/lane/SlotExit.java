package dev.ringpost.lane;

import dev.ringpost.confirm.SlotStates;
import dev.ringpost.metrics.LaneMetrics;
import dev.ringpost.retry.RetryStore;
import dev.ringpost.retry.StoredMessage;
import dev.ringpost.ring.Slot;
import dev.ringpost.ring.SlotRing;
import dev.ringpost.wire.RouteTemplate;
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
    private final LaneMetrics metrics;
    private final RetryStore store;
    private final long deliveryTimeoutNs;
    private @Nullable Epoch epoch;
    private long taken = SlotRing.BEFORE_FIRST;

    SlotExit(LaneParts parts, RetryStore store, long deliveryTimeoutNs) {
        this.ring = parts.ring();
        this.states = parts.states();
        this.metrics = parts.metrics();
        this.store = store;
        this.deliveryTimeoutNs = deliveryTimeoutNs;
    }

    /**
     * Moves a message into the retry store; to be followed by {@link #leave(long)}.
     *
     * @return {@code null}, with nothing changed, if there is no memory for it: that message's end, not the lane's
     */
    @Nullable
    StoredMessage move(long sequence, Slot slot, RouteTemplate route) {
        try {
            StoredMessage message =
                    store.move(sequence, slot, slot.acceptedNs + deliveryTimeoutNs, route.orderingHash());
            metrics.moved().add(1);
            return message;
        } catch (OutOfMemoryError e) {
            return null;
        }
    }

    /** The connection of now, if there is one. */
    void setEpoch(@Nullable Epoch current) {
        epoch = current;
    }

    /** How far the lane has taken messages from the ring: what lies above is looked at when it is taken. */
    void setTaken(long sequence) {
        taken = sequence;
    }

    /** A message in the lane's hands leaves; if it was sent and not answered, nobody waits for its answer here any more. */
    void leave(long sequence) {
        Epoch current = epoch;
        if (current != null && states.get(sequence) == SlotStates.SENT) {
            current.tags().onSettledOtherwise(sequence);
        }
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
