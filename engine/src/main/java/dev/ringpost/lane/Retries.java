package dev.ringpost.lane;

import dev.ringpost.EngineSettings;
import dev.ringpost.Outcome;
import dev.ringpost.RetryCause;
import dev.ringpost.RetryPolicy;
import dev.ringpost.ReturnListener;
import dev.ringpost.ReturnReason;
import dev.ringpost.ReturnedMessage;
import dev.ringpost.confirm.SlotStates;
import dev.ringpost.metrics.LaneMetrics;
import dev.ringpost.retry.ReenqueueQuota;
import dev.ringpost.retry.RetryLimits;
import dev.ringpost.retry.RetryStore;
import dev.ringpost.retry.StoredMessage;
import dev.ringpost.retry.StoredState;
import dev.ringpost.ring.Inlet;
import dev.ringpost.ring.Slot;
import dev.ringpost.ring.SlotRing;
import dev.ringpost.wire.RouteTemplate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Tries nacked messages again: moves them from their slots to the store, and when they are due back into the ring, where
 * they are published like new ones. Between the two a message blocks nobody; it keeps its deadline, and the outcome it
 * gets in the end is its only one, from the slot if it is in the ring then, else from the store.
 *
 * <p><b>Threads:</b> the lane only, except for {@link #oldestSequence} and {@link #earliestDeadlineNs}.
 */
final class Retries {

    private static final int STORE_SHARE_OF_BUDGET = 2;

    private final SlotRing ring;
    private final Inlet inlet;
    private final SlotStates states;
    private final LaneMetrics metrics;
    private final Notices notices;
    private final RetryPolicy defaultPolicy;
    private final RetryNews news;
    private final long deliveryTimeoutNs;
    private final RetryStore store;
    private final ReenqueueQuota quota;
    private final Inlet.Admission admission;
    private final RandomGenerator random;
    private long epochId;
    private boolean restricted;
    private volatile long earliestDeadlineNs = RetryStore.NEVER; // written by the lane, read by the supervisor
    private volatile boolean overLimit; // written by the lane, read by callers through the admission

    Retries(LaneParts parts, Notices notices, EngineSettings.Retry settings, Bounds bounds, RandomGenerator random) {
        this.ring = parts.ring();
        this.inlet = parts.inlet();
        this.states = parts.states();
        this.metrics = parts.metrics();
        this.notices = notices;
        this.defaultPolicy = settings.policy();
        this.news = new RetryNews(settings.listener(), notices);
        this.deliveryTimeoutNs = bounds.deliveryTimeoutNs();
        this.store = new RetryStore(
                new RetryLimits(
                        settings.limit(),
                        ring.size(),
                        ring.inlineBytes(),
                        Math.max(1, bounds.budgetBytes() / STORE_SHARE_OF_BUDGET)),
                inlet.budget());
        this.quota = new ReenqueueQuota(ring.size() - SlotRing.RESERVED_SLOTS, SlotRing.BEFORE_FIRST);
        this.admission = hash -> !overLimit && store.share().canTake(hash);
        this.random = random;
    }

    /** What a lane has. */
    record Bounds(long deliveryTimeoutNs, long budgetBytes) {}

    RetryStore store() {
        return store;
    }

    /** Whether every message that was ever moved has its outcome delivered. */
    boolean isAllDelivered() {
        return store.oldestSequence() == RetryStore.NEVER;
    }

    /** Whether no message is in the store or came back from it. */
    boolean isEmpty() {
        return store.unsettledCount() == 0;
    }

    /** The earliest deadline of a message that was moved and has no outcome yet, or {@link RetryStore#NEVER}. Any thread. */
    long earliestDeadlineNs() {
        return earliestDeadlineNs;
    }

    /** Whether moreover the completion thread has nothing to give back. */
    boolean isIdle() {
        return isEmpty() && !store.hasDelivered();
    }

    /** See {@link RetryStore#oldestSequence()}. Any thread. */
    long oldestSequence() {
        return store.oldestSequence();
    }

    /** When the next retry is due, or {@link RetryStore#NEVER} if there is none or it may not go now. */
    long nextDueNs(boolean open) {
        return open && store.waitingRetryCount() > 0 && allowedCount() > 0 ? store.nextDueNs() : RetryStore.NEVER;
    }

    private long allowedCount() {
        return quota.allowedCount(ring.completedUpTo(), ring.remainingSlots());
    }

    /** Whether there is something to do that no new event tells of. */
    boolean hasWork(long nowNs, boolean open) {
        return store.hasDelivered() || nextDueNs(open) <= nowNs;
    }

    void onConnected() {
        epochId++;
    }

    void onLost(long nowNs) {
        store.onEpochLost(nowNs);
    }

    /**
     * The broker nacked a message. Moves it out of its slot if it may be tried again.
     *
     * @return false if not, and then it is settled in its slot
     */
    boolean onNack(long sequence, long nowNs) {
        Slot slot = ring.get(sequence);
        if (!(slot.head instanceof RouteTemplate route)) {
            return false;
        }
        RetryPolicy own = route.options().retryPolicy();
        RetryPolicy policy = own == null ? defaultPolicy : own;
        StoredMessage known = store.inRing(sequence);
        int retriesDone = known == null ? 0 : known.retriesDone();
        if (!policy.mayRetry(retriesDone)) {
            return false;
        }
        long waitNs = policy.intervalNs(retriesDone, random);
        long deadlineNs = slot.acceptedNs + deliveryTimeoutNs;
        if (nowNs + waitNs - deadlineNs >= 0) {
            return false; // it would be too late
        }
        StoredMessage message;
        try {
            message = store.move(sequence, slot, deadlineNs, route.orderingHash());
        } catch (OutOfMemoryError e) {
            return false; // nothing was changed; this message's end, not the lane's
        }
        if (route.mandatory()) {
            // Some brokers nack what they cannot route, and return it after that.
            store.attempts().remember(epochId, states.tag(sequence), message);
        }
        store.waitForRetry(message, RetryCause.NACK, nowNs + waitNs);
        passOver(sequence, slot);
        metrics.moved().add(1);
        news.onRetry(RetryCause.NACK, "nacked by the broker: " + route, retriesDone, waitNs);
        publishState();
        return true;
    }

    private void passOver(long sequence, Slot slot) {
        slot.isVoid = true;
        states.set(sequence, SlotStates.VOID);
    }

    /** An answer to an attempt whose message left its slot over a nack: only a return can still say something new. */
    void onLate(long deliveryTag, Outcome outcome) {
        if (outcome != Outcome.RETURNED) {
            return;
        }
        StoredMessage message = store.attempts().answered(epochId, deliveryTag);
        if (message != null
                && message.state() == StoredState.WAITING_RETRY
                && message.head() instanceof RouteTemplate route) {
            ReturnListener onReturn = route.options().onReturn();
            if (onReturn != null) {
                ReturnedMessage returned = new ReturnedMessage(
                        store.bodyOf(message), route.contentType(), route.contentEncoding(), route.options());
                notices.add(
                        () -> onReturn.onReturn(ReturnReason.NO_ROUTE, route.exchange(), route.routingKey(), returned));
            }
            depart(message, Outcome.RETURNED, "returned by the broker: no queue for " + route);
        }
    }

    /** Puts back what is due, as far as slots are free and new messages get their share. Returns how many. */
    int reenqueue(long nowNs) {
        if (store.nextDueNs() > nowNs) {
            return 0;
        }
        int count = 0;
        long allowed = allowedCount();
        for (StoredMessage due = store.firstDue(nowNs); due != null && count < allowed; due = store.firstDue(nowNs)) {
            long sequence = ring.tryClaimReserved();
            if (sequence == SlotRing.NONE_FREE) {
                break;
            }
            metrics.retries().add(1); // before the claim shows, or there would be more messages than were accepted
            store.restore(due, sequence, ring.get(sequence));
            ring.publish(sequence);
            quota.onReenqueued();
            count++;
        }
        if (count > 0) {
            publishState();
        }
        return count;
    }

    /** Takes back what the completion thread has delivered. */
    void reclaim() {
        store.reclaim();
    }

    /** Ends what is over its delivery timeout; a message back in the ring ends in its slot. Returns how many. */
    int expire(long nowNs, @Nullable Epoch epoch, long taken) {
        int count = store.reclaim();
        if (store.nextDeadlineNs() <= nowNs) {
            count += store.expire(nowNs, message -> end(message, epoch, taken));
        }
        if (count > 0) {
            publishState();
        }
        return count;
    }

    private void end(StoredMessage message, @Nullable Epoch epoch, long taken) {
        if (message.state() == StoredState.IN_RING) {
            long sequence = message.sequence();
            if (sequence <= taken && states.isSettled(sequence)) {
                store.leave(message); // its outcome is in the slot already
                return;
            }
            if (sequence <= taken && states.get(sequence) == SlotStates.SENT) {
                if (epoch != null) {
                    epoch.tags().onSettledOtherwise(sequence);
                }
            }
            Slot slot = ring.get(sequence);
            if (sequence <= taken) {
                passOver(sequence, slot);
            } else {
                slot.isVoid = true; // seen when it is taken
            }
            depart(
                    message,
                    Outcome.TIMED_OUT,
                    "no confirm within the delivery timeout; nacked " + message.retriesDone() + " times before");
            return;
        }
        depart(
                message,
                Outcome.REJECTED,
                "rejected by the broker (nack) " + message.retriesDone() + " times until the delivery timeout: "
                        + message.head());
    }

    /** Ends what is in the store; what is back in the ring is the ring's. Returns how many. */
    int abort(String why) {
        return store.drainAll(message -> {
            if (message.state() == StoredState.IN_RING) {
                store.leave(message); // aborted in its slot, with the others
            } else {
                depart(message, Outcome.ABORTED, why);
            }
        });
    }

    private void depart(StoredMessage message, Outcome outcome, @Nullable String detail) {
        store.depart(message, outcome, detail);
        notices.wake();
    }

    /** A slot is settled and handed over: if a stored message was in it, that has its outcome there. */
    void onSettledInRing(long sequence) {
        StoredMessage message = store.inRing(sequence);
        if (message != null) {
            store.leave(message);
            publishState();
        }
    }

    /** After each change: tells callers and supervisor what they go by. */
    private void publishState() {
        earliestDeadlineNs = store.nextDeadlineNs();
        overLimit = store.isOverLimit();
        boolean now = store.mayHaveFullRoute() || overLimit;
        if (restricted != now) {
            restricted = now;
            inlet.restrict(now ? admission : null);
        } else if (now && !overLimit) {
            inlet.room().wakeAll(); // another route may have room again
        }
    }
}
