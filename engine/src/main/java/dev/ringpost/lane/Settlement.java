package dev.ringpost.lane;

import com.lmax.disruptor.Sequence;
import dev.ringpost.Outcome;
import dev.ringpost.confirm.DeliveryTags;
import dev.ringpost.confirm.SlotStates;
import dev.ringpost.ring.LaneClock;
import dev.ringpost.ring.Signal;
import dev.ringpost.ring.Slot;
import dev.ringpost.ring.SlotRing;
import org.jspecify.annotations.Nullable;

/**
 * Which messages have their outcome, and the outcomes that do not come from the broker: deadlines and the engine's end.
 * Messages are handed to the completion thread in ring order, as far as they are settled without a gap.
 *
 * <p><b>Threads:</b> the lane only, except for {@link #sequence()}, which the completion thread reads, and {@link
 * #onTrouble}, which the supervisor calls.
 */
final class Settlement implements DeliveryTags.Settler {

    private static final long NS_PER_MS = 1_000_000;

    private final SlotRing ring;
    private final SlotStates states;
    private final Signal completionSignal;
    private final Deferral deferral;
    private final Retries retries;
    private final LaneClock clock;
    private final long deliveryTimeoutNs;
    private final Sequence sequence = new Sequence();
    private long upTo = SlotRing.BEFORE_FIRST;
    private volatile @Nullable String trouble;

    Settlement(LaneParts parts, Deferral deferral, Retries retries, long deliveryTimeoutNs) {
        this.deferral = deferral;
        this.retries = retries;
        this.clock = parts.clock();
        this.ring = parts.ring();
        this.states = parts.states();
        this.completionSignal = parts.completionSignal();
        this.deliveryTimeoutNs = deliveryTimeoutNs;
    }

    /** Why there is no connection, of use until there is one. Supervisor. */
    void onTrouble(String why) {
        trouble = why;
    }

    /** Everything at or below is settled, and the completion thread's. */
    Sequence sequence() {
        return sequence;
    }

    /** The same for the lane. */
    long upTo() {
        return upTo;
    }

    /** The broker answered; says why where the answer is not an ack. */
    @Override
    public void onSettled(long settled, Outcome outcome) {
        if (outcome == Outcome.REJECTED && retries.onNack(settled, clock.coarse())) {
            return;
        }
        retries.onOutcome(settled);
        if (outcome == Outcome.CONFIRMED) {
            return;
        }
        Slot slot = ring.get(settled);
        slot.detail = outcome == Outcome.RETURNED
                ? "returned by the broker: no queue for " + slot.head
                : "rejected by the broker (nack): " + slot.head
                        + "; a queue there may be full, or have lost its leader";
    }

    @Override
    public void onLate(long deliveryTag, Outcome outcome) {
        retries.onLate(deliveryTag, outcome, clock.coarse());
    }

    @Override
    public void onLateUpTo(long deliveryTag, Outcome outcome) {
        retries.onLateUpTo(deliveryTag, outcome, clock.coarse());
    }

    /** Times out what is due, from the oldest on. What was put back into the ring is timed by the retry store. */
    int expire(long taken, long nowNs, @Nullable Epoch epoch) {
        int work = 0;
        // The ring is in order of acceptance, so if the oldest has time left, everything has.
        while (upTo < taken) {
            long head = upTo + 1;
            if (!states.isSettled(head)) {
                Slot slot = ring.get(head);
                if (nowNs - slot.acceptedNs < deliveryTimeoutNs) {
                    break;
                }
                slot.detail = timeoutDetail(head, epoch);
                settle(head, Outcome.TIMED_OUT, epoch);
            }
            passUpTo(head);
            work++;
        }
        if (work > 0) {
            handOver();
        }
        return work;
    }

    /**
     * Times out what waited in the ring for longer than it may, before anything is done to it: what is behind work that
     * takes long is looked at when it is taken, and then costs no more time.
     *
     * @return false if it has time left
     */
    boolean expireUntaken(long sequence, Slot slot, long nowNs, @Nullable Epoch epoch) {
        // What came back from the retry store is timed there, before this in each step, and its slot is void then.
        if (nowNs - slot.acceptedNs < deliveryTimeoutNs || slot.isVoid) {
            return false;
        }
        states.set(sequence, SlotStates.READY);
        slot.detail = timeoutDetail(sequence, epoch);
        states.settle(sequence, Outcome.TIMED_OUT);
        retries.onOutcome(sequence);
        return true;
    }

    private String timeoutDetail(long head, @Nullable Epoch epoch) {
        byte state = states.get(head);
        String blockedReason = epoch == null ? null : epoch.blockedReason();
        String waiting = deferral.reason(head);
        String where = waiting == null ? "connected" : "connected, and " + waiting;
        if (epoch == null) {
            String why = trouble;
            where = "not connected to a broker" + (why == null ? "" : ": " + why);
        } else if (blockedReason != null) {
            where = "the broker blocks publishers: " + blockedReason;
        }
        return "no confirm within the delivery timeout of " + deliveryTimeoutNs / NS_PER_MS + " ms; "
                + (state == SlotStates.READY ? "never sent" : "sent, so the broker may have it") + "; " + where;
    }

    /** A message that was sent gets no answer any more that would count. */
    void timeOut(long each, String detail, Epoch epoch) {
        ring.get(each).detail = detail;
        settle(each, Outcome.TIMED_OUT, epoch);
    }

    /** Gives everything that has no outcome yet the outcome ABORTED. */
    int abort(long taken, String why, @Nullable Epoch epoch) {
        int work = 0;
        for (long each = upTo + 1; each <= taken; each++) {
            if (!states.isSettled(each)) {
                ring.get(each).detail = why;
                settle(each, Outcome.ABORTED, epoch);
                work++;
            }
        }
        return work;
    }

    private void settle(long each, Outcome outcome, @Nullable Epoch epoch) {
        if (epoch != null && states.get(each) == SlotStates.SENT) {
            epoch.tags().onSettledOtherwise(each);
        }
        states.settle(each, outcome);
    }

    /** Hands over what has become settled without a gap. */
    int advance(long taken) {
        long end = upTo;
        while (end < taken && states.isSettled(end + 1)) {
            end++;
        }
        if (end == upTo) {
            return 0;
        }
        passUpTo(end);
        handOver();
        return 1;
    }

    private void passUpTo(long end) {
        for (long each = upTo + 1; each <= end && !retries.isIndifferent(); each++) {
            retries.onHandedOver(each);
        }
        upTo = end;
    }

    private void handOver() {
        sequence.set(upTo); // release: states and slots up to here are the completion thread's now
        completionSignal.wake();
    }
}
