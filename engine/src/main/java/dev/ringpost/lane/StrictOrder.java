package dev.ringpost.lane;

import dev.ringpost.Outcome;
import dev.ringpost.confirm.SlotStates;
import dev.ringpost.retry.RetryStore;
import dev.ringpost.retry.StoredMessage;
import dev.ringpost.retry.StoredState;
import dev.ringpost.ring.LaneClock;
import dev.ringpost.ring.Slot;
import dev.ringpost.ring.SlotRing;
import dev.ringpost.wire.RouteTemplate;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Lets one message of a strictly ordered key be on its way at a time: the holder of its key, from when it is first sent
 * until it has its outcome, through retries and lost connections. Later ones wait for their turn in the retry store, where
 * they take no slots from other keys.
 *
 * <p>Keys are told apart by a hash; two keys of one hash wait for each other.
 *
 * <p><b>Threads:</b> the lane only.
 */
final class StrictOrder {

    private final SlotRing ring;
    private final SlotStates states;
    private final LaneClock clock;
    private final RetryStore store;
    private final SlotExit exit;
    private final Map<Integer, Key> keys = new HashMap<>();

    /** Who waits for a key; the holder is known by the sequence it was accepted under, which nothing changes. */
    private static final class Key {
        private long holder;
        private final Queue<Waiting> waiting = new ArrayDeque<>();

        Key(long holder) {
            this.holder = holder;
        }
    }

    private record Waiting(StoredMessage message, long firstSequence) {
        /** Whether it still waits: its deadline may have ended it, and its object may be another message's by now. */
        boolean isAlive() {
            return message.state() == StoredState.WAITING_TURN && message.firstSequence() == firstSequence;
        }
    }

    StrictOrder(LaneParts parts, RetryStore store, SlotExit exit) {
        this.ring = parts.ring();
        this.states = parts.states();
        this.clock = parts.clock();
        this.store = store;
        this.exit = exit;
    }

    /** Whether there is any strictly ordered message that has no outcome. */
    boolean isActive() {
        return !keys.isEmpty();
    }

    /** Whether a message that could be sent has to wait for its turn; it has left its slot then. */
    boolean mustWait(long sequence, Slot slot, RouteTemplate route) {
        long first = firstSequence(sequence);
        Key key = keys.get(route.orderingHash());
        if (key == null) {
            keys.put(route.orderingHash(), new Key(first));
            return false;
        }
        if (key.holder == first) {
            return false;
        }
        StoredMessage message = exit.move(sequence, slot, route);
        if (message == null) {
            slot.detail = "no memory to keep it until its turn (strict ordering): " + route;
            states.settle(sequence, Outcome.FAILED);
            return true;
        }
        store.waitForTurn(message);
        exit.leave(sequence);
        key.waiting.add(new Waiting(message, first));
        return true;
    }

    private long firstSequence(long sequence) {
        StoredMessage message = store.inRing(sequence);
        return message == null ? sequence : message.firstSequence();
    }

    /** A message got its outcome in its slot, which still has everything it brought along. */
    void onSettled(long sequence) {
        if (ring.get(sequence).head instanceof RouteTemplate route && route.isStrict()) {
            release(route, firstSequence(sequence));
        }
    }

    /** A message that was in the store has its outcome. */
    void onDeparted(StoredMessage message) {
        if (message.head() instanceof RouteTemplate route && route.isStrict()) {
            release(route, message.firstSequence());
        }
    }

    private void release(RouteTemplate route, long firstSequence) {
        Key key = keys.get(route.orderingHash());
        if (key == null || key.holder != firstSequence) {
            return; // it never had its turn, or its key was released when it was settled
        }
        Waiting next = nextOf(key);
        if (next == null) {
            keys.remove(route.orderingHash());
        } else {
            key.holder = next.firstSequence();
            store.sendNow(next.message(), clock.coarse());
        }
    }

    private static @Nullable Waiting nextOf(Key key) {
        Waiting next = key.waiting.poll();
        while (next != null && !next.isAlive()) {
            next = key.waiting.poll();
        }
        return next;
    }
}
