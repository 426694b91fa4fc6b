package dev.ringpost.lane;

import dev.ringpost.Outcome;
import dev.ringpost.RetryCause;
import dev.ringpost.confirm.SlotStates;
import dev.ringpost.retry.RetryStore;
import dev.ringpost.retry.StoredMessage;
import dev.ringpost.ring.Slot;
import dev.ringpost.ring.SlotRing;
import dev.ringpost.wire.RouteTemplate;
import java.util.HashMap;
import java.util.Map;

/**
 * Messages that were set aside, unanswered, when their connection was lost. They are older than what stands in the ring, and
 * are to be sent again before anything of their key; but they can only come back at the ring's end. So until they are
 * sent, whatever else of their keys comes by is taken out of the ring too, and all of it comes back in the order in which
 * it was accepted.
 *
 * <p><b>Threads:</b> the lane only.
 */
final class Stranded {

    private final SlotRing ring;
    private final SlotStates states;
    private final RetryStore store;
    private final SlotExit exit;

    /** How many of each ordering hash were not sent yet on this connection. */
    private final Map<Integer, Integer> counts = new HashMap<>();

    /** What was in the ring when the connection was made ends here. */
    private long ringEnd = SlotRing.BEFORE_FIRST;

    private boolean connected;

    Stranded(LaneParts parts, RetryStore store, SlotExit exit) {
        this.ring = parts.ring();
        this.states = parts.states();
        this.store = store;
        this.exit = exit;
    }

    /** Whether there are any. */
    boolean isEmpty() {
        return counts.isEmpty();
    }

    /** The connection is gone: what was set aside is to be sent again, the oldest first. */
    void onLost() {
        counts.forEach((hash, count) -> hold(hash, -count));
        connected = false;
        store.onEpochLost(message -> {
            if (message.head() instanceof RouteTemplate route && !route.isUnordered() && !route.isStrict()) {
                strand(message, route);
            }
        });
    }

    /** Another connection: from now on, until they are sent, nothing new of their keys is accepted. */
    void onConnected() {
        connected = true;
        counts.forEach(this::hold);
        ringEnd = ring.cursor();
    }

    /** While there is no connection new messages may come, for they are in the ring when there is one. */
    private void hold(int orderingHash, int count) {
        if (connected) {
            store.share().hold(orderingHash, count); // else new ones would go the same way, without end
        }
    }

    private void strand(StoredMessage message, RouteTemplate route) {
        if (!message.isStranded()) {
            message.setStranded(true);
            counts.merge(route.orderingHash(), 1, Integer::sum);
            hold(route.orderingHash(), 1);
        }
    }

    /** Whether they may come back: all others of their keys that were in the ring have been taken out of it. */
    boolean mayComeBack(long written) {
        return counts.isEmpty() || written >= ringEnd;
    }

    /** Whether a message has to come behind others of its key; it has left its slot then. */
    boolean mustLeave(long sequence, Slot slot, RouteTemplate route, long epochId) {
        if (route.isUnordered() || route.isStrict() || !counts.containsKey(route.orderingHash())) {
            return false;
        }
        StoredMessage known = store.inRing(sequence);
        if (known != null && known.isStranded() && known.restoredInEpoch() == epochId) {
            return false; // its turn
        }
        boolean wasSent = states.get(sequence) == SlotStates.READY_AGAIN;
        StoredMessage message = exit.move(sequence, slot, route);
        if (message == null) {
            slot.detail = "no memory to keep it until earlier ones of its key were sent again: " + route;
            states.settle(sequence, Outcome.FAILED);
            return true;
        }
        store.sendInOrder(message, wasSent ? RetryCause.CHANNEL_CLOSED : null);
        strand(message, route);
        exit.leave(sequence);
        return true;
    }

    /** A message that came back in its turn is about to be sent. */
    void onSending(long sequence) {
        StoredMessage message = store.inRing(sequence);
        if (message != null) {
            onDeparted(message);
        }
    }

    /** A message has its outcome, or is sent: none has to wait for it any more. */
    void onDeparted(StoredMessage message) {
        if (message.isStranded() && message.head() instanceof RouteTemplate route) {
            forget(message, route);
        }
    }

    private void forget(StoredMessage message, RouteTemplate route) {
        message.setStranded(false);
        hold(route.orderingHash(), -1);
        counts.computeIfPresent(route.orderingHash(), (key, count) -> count == 1 ? null : count - 1);
    }
}
