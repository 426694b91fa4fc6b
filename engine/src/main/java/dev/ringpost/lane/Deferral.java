package dev.ringpost.lane;

import dev.ringpost.Outcome;
import dev.ringpost.Queue;
import dev.ringpost.confirm.SlotStates;
import dev.ringpost.ring.Slot;
import dev.ringpost.ring.SlotRing;
import dev.ringpost.stage.PublishHandler;
import dev.ringpost.topology.ControlAgent;
import dev.ringpost.topology.ControlChannel;
import dev.ringpost.topology.Declarations;
import dev.ringpost.topology.DeclareResult;
import dev.ringpost.wire.RouteEncoder;
import dev.ringpost.wire.RouteTemplate;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Messages that may not be sent yet though there is a connection: they wait until what they need was declared on it, while
 * others go on. A later message with the ordering key of a waiting one waits behind it, whatever it needs itself. A refusal
 * fails the messages that need what was refused, and no other. What then has to wait for its turn ({@link StrictOrder})
 * does so elsewhere.
 *
 * <p>All of it belongs to one connection: the lane starts again from its settled prefix on the next one, and what has to
 * wait there is found anew. Volatile declarations are made for every use: a result is good for those that wait for it.
 *
 * <p><b>Threads:</b> the lane only.
 */
final class Deferral {

    private static final int FIRST_CAPACITY = 64;
    private static final int MAX_REMEMBERED = 16_384;

    private final SlotRing ring;
    private final SlotStates states;
    private final ControlAgent control;
    private final Retries retries;

    private @Nullable ControlChannel channel;
    private @Nullable Declarations lastDone;
    private final RouteEncoder encoder = new RouteEncoder();
    private final Set<Declarations> done = new HashSet<>();
    private final Set<Declarations> requested = new HashSet<>();
    private final Map<Queue, String> serverNames = new WeakHashMap<>();
    private long seenForgetCount;

    // What waits, in ring order: sequence, and what it still needs; null if that is there, or was refused.
    private long[] sequences = new long[FIRST_CAPACITY];
    private @Nullable Declarations[] needs = new Declarations[FIRST_CAPACITY];
    private int count;

    /** Ordering hashes of what waits. */
    private final Set<Integer> heldKeys = new HashSet<>();

    /** Something may go that could not when last looked. */
    private boolean changed;

    Deferral(LaneParts parts, Retries retries) {
        this.retries = retries;
        this.ring = parts.ring();
        this.states = parts.states();
        this.control = parts.control();
    }

    /** Whether nothing waits. */
    boolean isEmpty() {
        return count == 0;
    }

    /** How many wait. */
    int count() {
        return count;
    }

    /** Some message, here or elsewhere, was ended by its deadline. */
    void onExpired() {
        changed = true;
    }

    /** A new connection: nothing is declared on it yet. */
    void onConnected(ControlChannel connected) {
        channel = connected;
    }

    /** The connection is gone, and with it whatever was declared and asked for. */
    void onLost() {
        channel = null;
        lastDone = null;
        done.clear();
        requested.clear();
        serverNames.clear();
        forgetWaiting(0);
        heldKeys.clear();
        changed = false;
    }

    /** Whether there is something to do: results, or messages that may go now where the connection is open. */
    boolean hasWork(boolean open) {
        return control.hasResults() || (open && changed && count > 0);
    }

    /** Whether a message has to wait; it is then kept here, and what it needs is asked for. */
    boolean mustWait(long sequence, Slot slot) {
        if (!(slot.head instanceof RouteTemplate route)) {
            return false;
        }
        if (retries.isAnyStranded()) {
            if (retries.mustLeaveForStranded(sequence, slot, route)) {
                return true;
            }
        } else if (count == 0 && route.needsNothing()) {
            return false;
        }
        return mustWait(sequence, slot, route, route.declarations());
    }

    private boolean mustWait(long sequence, Slot slot, RouteTemplate route, @Nullable Declarations needed) {
        boolean satisfied = needed == null || isDone(needed);
        if (satisfied && (count == 0 || !isBehindAnother(sequence, route))) {
            addReplyName(slot, route);
            return retries.mustWaitForTurn(sequence, slot, route);
        }
        if (needed != null && !satisfied) {
            request(needed);
        }
        if (count == sequences.length) {
            sequences = Arrays.copyOf(sequences, count * 2);
            needs = Arrays.copyOf(needs, count * 2);
        }
        sequences[count] = sequence;
        needs[count++] = satisfied ? null : needed;
        if (!route.isUnordered()) {
            heldKeys.add(route.orderingHash());
        }
        return true;
    }

    /** Gives a message whose replies go to a server-named queue that queue's name on this connection. */
    private void addReplyName(Slot slot, RouteTemplate route) {
        Queue queue = route.unnamedReplyQueue();
        String name = queue == null ? null : serverNames.get(queue);
        if (name != null && !name.equals(route.spec().replyTo())) {
            slot.head = route.replyingTo(name, encoder);
        }
    }

    @SuppressWarnings("ReferenceEquality") // a shortcut; the set is asked otherwise
    private boolean isDone(Declarations needed) {
        long forgetCount = control.forgetCount();
        if (seenForgetCount != forgetCount) {
            seenForgetCount = forgetCount;
            done.clear();
            lastDone = null;
        }
        if (needed == lastDone) {
            return true;
        }
        if (!done.contains(needed)) {
            return false;
        }
        lastDone = needed;
        return true;
    }

    /** What comes back for a retry has lost its place already, or holds its key: it would wait for who waits for it. */
    private boolean isBehindAnother(long sequence, RouteTemplate route) {
        return !route.isUnordered() && heldKeys.contains(route.orderingHash()) && !retries.isBackOutOfOrder(sequence);
    }

    private void request(Declarations needed) {
        ControlChannel connected = channel;
        if (connected != null && requested.add(needed)) {
            control.request(connected, needed);
        }
    }

    /** Hears what became of the requests; fails the messages whose need was refused. */
    @SuppressWarnings("ReferenceEquality") // a connection is itself and no other
    int applyResults(long settledUpTo) {
        int work = 0;
        for (DeclareResult result = control.pollResult(); result != null; result = control.pollResult()) {
            work++;
            if (result.channel() == channel) { // else it is of a connection that is gone
                apply(result, settledUpTo);
            }
        }
        return work;
    }

    private void apply(DeclareResult result, long settledUpTo) {
        Declarations declared = result.declarations();
        String failure = result.failure();
        requested.remove(declared);
        serverNames.putAll(result.serverNames());
        if (failure == null && !declared.isVolatile() && result.forgetCount() == control.forgetCount()) {
            remember(declared);
        }
        for (int i = 0; i < count; i++) {
            if (declared.equals(needs[i])) {
                needs[i] = null;
                if (failure != null && !isStale(sequences[i], settledUpTo)) {
                    Slot slot = ring.get(sequences[i]);
                    slot.detail = failure + " (" + slot.head + ")";
                    states.settle(sequences[i], Outcome.FAILED);
                    retries.onOutcome(sequences[i]);
                }
            }
        }
        changed = true;
    }

    private void remember(Declarations declared) {
        if (done.size() >= MAX_REMEMBERED) {
            done.clear(); // the control thread remembers the entities, so asking again is quick
        }
        done.add(declared);
    }

    /**
     * Publishes what need not wait any more, in order.
     *
     * @param most how many at most; 0 if nothing may be written now
     * @return how many
     * @throws IOException if the connection is gone
     */
    int release(PublishHandler publish, int most, long settledUpTo) throws IOException {
        // Deadlines settle from the oldest on, so that one tells whether any of them did.
        if (count > 0 && sequences[0] <= settledUpTo) {
            changed = true;
        }
        if (!changed || most == 0) {
            return 0;
        }
        heldKeys.clear();
        int released = 0;
        int kept = 0;
        for (int i = 0; i < count; i++) {
            long sequence = sequences[i];
            if (isStale(sequence, settledUpTo)) {
                continue;
            }
            Slot slot = ring.get(sequence);
            RouteTemplate route = (RouteTemplate) slot.head;
            if (route == null) {
                throw new IllegalStateException("a message that waits lost its head");
            }
            boolean mayGo = needs[i] == null && !isBehindAnother(sequence, route);
            if (mayGo && released < most) {
                released++;
                addReplyName(slot, route);
                if (!retries.mustWaitForTurn(sequence, slot, route)) {
                    publish.onEvent(slot, sequence, false);
                }
            } else {
                if (!route.isUnordered()) {
                    heldKeys.add(route.orderingHash());
                }
                sequences[kept] = sequence;
                needs[kept++] = needs[i];
            }
        }
        forgetWaiting(kept);
        changed = released == most; // then there may be more
        return released;
    }

    private void forgetWaiting(int from) {
        Arrays.fill(needs, from, count, null);
        count = from;
    }

    /** A sequence in the settled prefix may be another message's by now, so its state says nothing. */
    private boolean isStale(long sequence, long settledUpTo) {
        return sequence <= settledUpTo || states.isSettled(sequence);
    }

    /** What a message waits for, for people, or {@code null} if it does not wait here. */
    @Nullable
    String reason(long sequence) {
        int at = Arrays.binarySearch(sequences, 0, count, sequence);
        if (at < 0) {
            return null;
        }
        Declarations need = needs[at];
        return need == null
                ? "waiting behind an earlier message of its ordering key"
                : "waiting for the broker to declare " + need;
    }
}
