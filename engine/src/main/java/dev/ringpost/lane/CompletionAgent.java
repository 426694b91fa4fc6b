package dev.ringpost.lane;

import com.lmax.disruptor.Sequence;
import dev.ringpost.Outcome;
import dev.ringpost.OutcomeListener;
import dev.ringpost.ReturnListener;
import dev.ringpost.ReturnReason;
import dev.ringpost.ReturnedMessage;
import dev.ringpost.confirm.SlotStates;
import dev.ringpost.metrics.LaneMetrics;
import dev.ringpost.retry.Departures;
import dev.ringpost.retry.StoredMessage;
import dev.ringpost.ring.ByteBudget;
import dev.ringpost.ring.NanoClock;
import dev.ringpost.ring.OutcomeSink;
import dev.ringpost.ring.RoomGate;
import dev.ringpost.ring.Signal;
import dev.ringpost.ring.Slot;
import dev.ringpost.ring.SlotRing;
import dev.ringpost.wire.RouteTemplate;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers outcomes to callers in the lane's order and frees the slots. The only thread of a lane that runs user code
 * other than serializers; the ring waits for it, so its slowness is felt as back-pressure.
 *
 * <p><b>Threads:</b> the lane's completion thread, or a test's.
 */
public final class CompletionAgent implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(CompletionAgent.class);
    private static final long MAX_PARK_NS = 50_000_000;

    private static final int FREE_EVERY = 256;
    private static final int WAKE_SHARE = 4;

    private final SlotRing ring;
    private final SlotStates states;
    private final Sequence settled;
    private final Signal signal;
    private final Signal laneSignal;
    private final RoomGate room;
    private final ByteBudget budget;
    private final LaneMetrics metrics;
    private final SlowConfirms slowConfirms;
    private final OutcomeListener listener;
    private final Departures departures;
    private final Notices notices;
    private final NanoClock clock;
    private final BooleanSupplier hasWork = this::hasWork;

    private volatile boolean stopRequested;
    private long done = SlotRing.BEFORE_FIRST;
    private boolean gaveMemoryBack;
    private long freedSinceWake;
    /** Delivered at a time. */
    private static final int MAX_REPLIES = 16;

    private final LogPacer callbackErrorLog = new LogPacer();
    private long confirmedCount; // of the messages being delivered; the others are counted one by one

    CompletionAgent(
            LaneParts parts, Sequence settled, Departures departures, Notices notices, OutcomeListener listener) {
        this.departures = departures;
        this.notices = notices;
        this.ring = parts.ring();
        this.states = parts.states();
        this.settled = settled;
        this.signal = parts.completionSignal();
        this.laneSignal = parts.laneSignal();
        this.room = parts.inlet().room();
        this.budget = parts.inlet().budget();
        this.metrics = parts.metrics();
        this.slowConfirms = new SlowConfirms(metrics.lane());
        this.clock = parts.clock().exact();
        this.listener = listener;
    }

    /** Ends the thread once everything settled is delivered. After the lane's end. */
    void requestStop() {
        stopRequested = true;
        signal.wake();
    }

    @Override
    public void run() {
        while (true) {
            if (doWork() == 0) {
                if (stopRequested && !hasSomethingToDeliver()) {
                    return;
                }
                Thread.interrupted(); // a flag set from outside would let no park last
                signal.await(hasWork, MAX_PARK_NS);
            }
        }
    }

    private boolean hasWork() {
        return hasSomethingToDeliver() || stopRequested;
    }

    private boolean hasSomethingToDeliver() {
        return settled.get() != done || !departures.isEmpty() || !notices.isEmpty();
    }

    /** Delivers what is settled; returns how much that was. */
    public int doWork() {
        int work = deliverNotices() + deliverReplies();
        if (!departures.isEmpty()) {
            work += deliverDepartures();
        }
        long upTo = settled.get();
        long from = done;
        while (done < upTo) {
            deliverUpTo(Math.min(upTo, done + FREE_EVERY));
        }
        return work + (int) (done - from);
    }

    private int deliverNotices() {
        int work = 0;
        for (Runnable call = notices.poll(); call != null; call = notices.poll()) {
            work++;
            run(call);
        }
        return work;
    }

    /** Some, as more may come meanwhile without an end, and outcomes wait. */
    private int deliverReplies() {
        int work = 0;
        while (work < MAX_REPLIES) {
            Runnable call = notices.pollReply();
            if (call == null) {
                break;
            }
            work++;
            run(call);
        }
        return work;
    }

    private void run(Runnable call) {
        try {
            call.run();
        } catch (Throwable e) {
            onCallbackError(e);
        }
        Thread.interrupted();
    }

    /** Outcomes of messages that left the ring before. */
    private int deliverDepartures() {
        int work = 0;
        slowConfirms.begin();
        long nowNs = clock.nanoTime();
        for (StoredMessage message = departures.poll(); message != null; message = departures.poll()) {
            work += 1 + deliverNotices(); // one about this message comes before its outcome
            Outcome outcome = message.outcome();
            count(outcome, message.isSampled(), nowNs - message.acceptedNs(), message.head());
            tell(message.sink(), message.correlationId(), outcome, message.detail());
            departures.onDelivered(message);
        }
        slowConfirms.end();
        publishConfirmedCount();
        laneSignal.wake(); // it takes them back
        room.wakeAll(); // flush may wait for one of them
        return work;
    }

    private void deliverUpTo(long last) {
        slowConfirms.begin();
        long nowNs = clock.nanoTime();
        for (long sequence = done + 1; sequence <= last; sequence++) {
            Slot slot = ring.get(sequence);
            if (!slot.isVoid) {
                deliver(slot, states.outcome(sequence), nowNs);
            }
            clear(slot);
        }
        slowConfirms.end();
        publishConfirmedCount();
        if (gaveMemoryBack) {
            gaveMemoryBack = false;
            laneSignal.wake(); // it may be waiting for that
        }
        freedSinceWake += last - done;
        done = last;
        ring.completed().set(last);
        if (room.hasWaiters() && (freedSinceWake >= ring.size() / WAKE_SHARE || last == ring.cursor())) {
            freedSinceWake = 0;
            room.wakeAll();
        }
    }

    private void deliver(Slot slot, Outcome outcome, long nowNs) {
        count(outcome, slot.isSampled, nowNs - slot.acceptedNs, slot.head);
        if (outcome == Outcome.RETURNED) {
            tellOfReturn(slot);
        }
        tell(slot.sink, slot.correlationId, outcome, slot.detail);
    }

    private void count(Outcome outcome, boolean sampled, long latencyNs, @Nullable Object head) {
        if (outcome != Outcome.CONFIRMED) {
            metrics.outcomes(outcome).add(1);
        } else {
            confirmedCount++;
            slowConfirms.onConfirm(latencyNs, head);
            if (sampled) {
                metrics.confirmLatency().record(latencyNs);
            }
        }
    }

    private void publishConfirmedCount() {
        metrics.outcomes(Outcome.CONFIRMED).add(confirmedCount);
        confirmedCount = 0;
    }

    private void tell(@Nullable OutcomeSink sink, long correlationId, Outcome outcome, @Nullable String detail) {
        try {
            if (sink == null) {
                listener.onOutcome(correlationId, outcome, detail);
            } else {
                publishConfirmedCount(); // whoever waits for this one may look at the counts next
                sink.settle(outcome, detail);
            }
        } catch (Throwable e) {
            // Whatever user code throws is its own; the next message's caller must not pay for it.
            onCallbackError(e);
        }
        Thread.interrupted(); // nor must the next callback find a flag that this one left
    }

    private void tellOfReturn(Slot slot) {
        if (!(slot.head instanceof RouteTemplate route)) {
            return;
        }
        ReturnListener onReturn = route.options().onReturn();
        if (onReturn == null) {
            return;
        }
        byte[] body = Arrays.copyOfRange(slot.body(), slot.bodyOffset(), slot.bodyOffset() + slot.bodyBytes);
        try {
            onReturn.onReturn(
                    ReturnReason.NO_ROUTE, // the only one there is without AMQP's immediate
                    route.exchange(),
                    route.routingKey(),
                    new ReturnedMessage(body, route.contentType(), route.contentEncoding(), route.options()));
        } catch (Throwable e) {
            onCallbackError(e);
        }
        Thread.interrupted();
    }

    private void clear(Slot slot) {
        byte[] large = slot.large;
        if (large != null) {
            slot.large = null;
            budget.giveBack(large);
            gaveMemoryBack = true;
        }
        if (slot.sink != null) {
            slot.sink = null;
        }
        if (slot.detail != null) {
            slot.detail = null;
        }
        if (slot.unserialized != null) {
            slot.unserialized = null;
        }
        if (!slot.headIsShared) {
            slot.head = null;
        }
    }

    private void onCallbackError(Throwable e) {
        metrics.callbackErrors().add(1);
        try {
            if (callbackErrorLog.mayLog(clock.nanoTime())) {
                LOG.warn("a callback threw; everything else goes on{}", callbackErrorLog.suppressed(), e);
            }
        } catch (Throwable unloggable) {
            // Counted it is. An error that cannot be printed must not end the thread that everybody waits for.
            LOG.warn(
                    "a callback threw a {} that cannot be printed", e.getClass().getName());
        }
    }
}
