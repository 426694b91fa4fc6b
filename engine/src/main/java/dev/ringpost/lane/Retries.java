package dev.ringpost.lane;

import dev.ringpost.EngineSettings;
import dev.ringpost.Outcome;
import dev.ringpost.RetryCause;
import dev.ringpost.confirm.SlotStates;
import dev.ringpost.metrics.Counter;
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
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A lane's messages that are to be tried again: out of the way while they wait ({@link Retrying}), and back in the ring
 * when they are due, where they are published like new ones. Between the two a message blocks nobody; it keeps its
 * deadline, and the outcome it gets in the end is its only one, from the slot if it is in the ring then, else from the
 * store. An answer to any of its attempts on the connection of now counts, however late ({@link LateAnswers}).
 *
 * <p><b>Threads:</b> the lane only, except for {@link #oldestSequence} and {@link #earliestDeadlineNs}.
 */
final class Retries {

    private static final int STORE_SHARE_OF_BUDGET = 2;

    private final SlotRing ring;
    private final Inlet inlet;
    private final SlotStates states;
    private final LaneMetrics metrics;
    private final RetryStore store;
    private final SlotExit exit;
    private final StrictOrder strictOrder;
    private final Stranded stranded;
    private final Retrying retrying;
    private final LateAnswers lateAnswers;
    private final ReenqueueQuota quota;
    private final Inlet.Admission admission;
    private long written = SlotRing.BEFORE_FIRST;
    private boolean restricted;
    private volatile long earliestDeadlineNs = RetryStore.NEVER; // written by the lane, read by the supervisor
    private volatile boolean overLimit; // written by the lane, read by callers through the admission

    Retries(LaneParts parts, Notices notices, EngineSettings.Retry settings, Bounds bounds, RandomGenerator random) {
        this.ring = parts.ring();
        this.inlet = parts.inlet();
        this.states = parts.states();
        this.metrics = parts.metrics();
        this.store = new RetryStore(
                new RetryLimits(
                        settings.limit(),
                        ring.size(),
                        ring.inlineBytes(),
                        Math.max(1, bounds.budgetBytes() / STORE_SHARE_OF_BUDGET)),
                inlet.budget());
        this.exit = new SlotExit(parts, store, bounds.deliveryTimeoutNs());
        this.stranded = new Stranded(parts, store, exit);
        this.strictOrder = new StrictOrder(parts, store, exit);
        this.retrying = new Retrying(
                parts, notices, settings, store, exit, this::onDeparted, bounds.deliveryTimeoutNs(), random);
        this.lateAnswers = new LateAnswers(store, exit, retrying, notices);
        this.quota = new ReenqueueQuota(ring.size() - SlotRing.RESERVED_SLOTS, SlotRing.BEFORE_FIRST);
        this.admission = hash -> !overLimit && store.share().canTake(hash);
    }

    /** What a lane has. */
    record Bounds(long deliveryTimeoutNs, long budgetBytes) {}

    RetryStore store() {
        return store;
    }

    /** Whether messages that need nothing may have to wait nevertheless. */
    boolean isAnyStranded() {
        return !stranded.isEmpty();
    }

    /** Whether a message has to let others of its key go first that were stranded, and has left its slot. */
    boolean mustLeaveForStranded(long sequence, Slot slot, RouteTemplate route) {
        return published(stranded.mustLeave(sequence, slot, route, retrying.epochId()));
    }

    /** The last question before a message is sent: whether it waits for its turn instead, and has left its slot. */
    boolean mustWaitForTurn(long sequence, Slot slot, RouteTemplate route) {
        if (!stranded.isEmpty()) {
            stranded.onSending(sequence);
            publishState();
        }
        return route.isStrict() && published(strictOrder.mustWait(sequence, slot, route));
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
        return open
                        && store.waitingRetryCount() > 0
                        && stranded.mayComeBack(written)
                        && allowedCount() > 0
                        && ring.hasReservedRoom()
                ? store.nextDueNs()
                : RetryStore.NEVER;
    }

    private long allowedCount() {
        return quota.allowedCount(ring.completedUpTo(), ring.remainingSlots());
    }

    /** Whether there is something to do that no new event tells of. */
    boolean hasWork(long nowNs, boolean open) {
        return store.hasDelivered() || nextDueNs(open) <= nowNs;
    }

    void onConnected(Epoch connected) {
        exit.setEpoch(connected);
        retrying.onConnected();
        stranded.onConnected();
        publishState();
    }

    /** What waits for an answer of that connection is to be sent again at once. */
    void onLost() {
        exit.setEpoch(null);
        stranded.onLost();
        publishState();
    }

    /** How far the lane has taken messages from the ring and sent them, which it tells at each step. */
    void setProgress(long takenSequence, long writtenSequence) {
        exit.setTaken(takenSequence);
        written = writtenSequence;
    }

    /** See {@link Retrying#onNack}. */
    boolean onNack(long sequence, long nowNs) {
        return published(retrying.onNack(sequence, nowNs));
    }

    /** See {@link Retrying#onConfirmTimeout}. */
    boolean onConfirmTimeout(long sequence, long nowNs) {
        return published(retrying.onConfirmTimeout(sequence, nowNs));
    }

    /** See {@link Retrying#setAside}. */
    boolean setAside(long sequence, long confirmDueNs) {
        return published(retrying.setAside(sequence, confirmDueNs));
    }

    /** Before answers are heard: see {@link LateAnswers#confirmWritten}. */
    int confirmWritten() {
        int count = lateAnswers.confirmWritten();
        published(count > 0);
        return count;
    }

    /** Whether a slot's message was moved before and came back, and is not there to be sent before others of its key. */
    boolean isBackOutOfOrder(long sequence) {
        StoredMessage message = store.inRing(sequence);
        return message != null && !message.isInOrder();
    }

    /** See {@link Retrying#endUnconfirmed}. */
    int endUnconfirmed(long confirmNowNs, long nowNs) {
        int count = store.nextConfirmDueNs() <= confirmNowNs ? retrying.endUnconfirmed(confirmNowNs, nowNs) : 0;
        published(count > 0);
        return count;
    }

    /** See {@link LateAnswers#onAnswer}. */
    void onLate(long deliveryTag, Outcome outcome, long nowNs) {
        if (store.attempts().liveCount() > 0) {
            published(lateAnswers.onAnswer(deliveryTag, outcome, nowNs));
        }
    }

    /** See {@link LateAnswers#onAnswerUpTo}. */
    void onLateUpTo(long deliveryTag, Outcome outcome, long nowNs) {
        if (store.attempts().liveCount() > 0) {
            published(lateAnswers.onAnswerUpTo(deliveryTag, outcome, nowNs));
        }
    }

    private boolean published(boolean changed) {
        if (changed) {
            publishState();
        }
        return changed;
    }

    /** Puts back what is due, as far as slots are free and new messages get their share. Returns how many. */
    int reenqueue(long nowNs) {
        if (store.nextDueNs() > nowNs || !stranded.mayComeBack(written)) {
            return 0;
        }
        int count = 0;
        long allowed = allowedCount();
        for (StoredMessage due = store.firstDue(nowNs); due != null && count < allowed; due = store.firstDue(nowNs)) {
            metrics.reenqueued().add(1); // before the claim, or there would be more messages than were accepted
            long sequence = ring.tryClaimReserved();
            if (sequence == SlotRing.NONE_FREE) {
                metrics.reenqueued().add(-1);
                break;
            }
            count(due.cause());
            store.restore(due, sequence, ring.get(sequence));
            due.setRestoredInEpoch(retrying.epochId());
            ring.publish(sequence);
            quota.onReenqueued();
            count++;
        }
        if (count > 0) {
            publishState();
        }
        return count;
    }

    /** What waited for its turn has no cause: it is sent for the first time. */
    private void count(@Nullable RetryCause cause) {
        if (cause == RetryCause.CHANNEL_CLOSED) {
            metrics.resends().add(1);
        } else if (cause != null) {
            Counter ofCause =
                    cause == RetryCause.NACK ? metrics.retriesAfterNack() : metrics.retriesAfterConfirmTimeout();
            ofCause.add(1);
        }
    }

    /** Takes back what the completion thread has delivered. */
    void reclaim() {
        store.reclaim();
    }

    /** Ends what is over its delivery timeout; a message back in the ring ends in its slot. Returns how many. */
    int expire(long nowNs) {
        int count = store.reclaim();
        if (store.nextDeadlineNs() <= nowNs) {
            count += store.expire(nowNs, this::end);
        }
        published(count > 0);
        return count;
    }

    private void end(StoredMessage message) {
        boolean wasNacked = message.state() == StoredState.WAITING_RETRY && message.cause() == RetryCause.NACK;
        boolean wasConfirmed = lateAnswers.isConfirmed(message);
        if (message.state() == StoredState.IN_RING && !exit.leave(message)) {
            endSettled(message);
        } else if (wasConfirmed) {
            retrying.depart(message, Outcome.CONFIRMED, null);
        } else if (wasNacked) {
            String detail = "rejected by the broker (nack), and tried again " + message.retriesDone()
                    + " times until the delivery timeout: " + message.head();
            retrying.depart(message, Outcome.REJECTED, detail);
        } else {
            retrying.depart(message, Outcome.TIMED_OUT, timeoutDetail(message));
        }
    }

    /** Its outcome is in its slot, behind a younger message without one, and may not wait for that any longer. */
    private void endSettled(StoredMessage message) {
        long sequence = message.sequence();
        Slot slot = ring.get(sequence);
        Outcome outcome = states.outcome(sequence);
        if (outcome == Outcome.RETURNED) {
            int from = slot.bodyOffset();
            lateAnswers.tellReturned(message, Arrays.copyOfRange(slot.body(), from, from + slot.bodyBytes));
        }
        exit.leave(sequence);
        retrying.depart(message, outcome, slot.detail);
    }

    private static String timeoutDetail(StoredMessage message) {
        return "no confirm within the delivery timeout; "
                + (message.state() == StoredState.WAITING_TURN
                        ? "never sent, as an earlier message of its ordering key had no outcome until now"
                        : "sent, so the broker may have it; tried again " + message.retriesDone() + " times")
                + ": " + message.head();
    }

    private void leave(StoredMessage message) {
        onDeparted(message);
        store.leave(message);
    }

    private void onDeparted(StoredMessage message) {
        strictOrder.onDeparted(message);
        stranded.onDeparted(message);
    }

    /** Ends what is in the store; what is back in the ring is the ring's. Returns how many. */
    int abort(String why) {
        return store.drainAll(message -> {
            if (lateAnswers.isConfirmed(message) && exit.leave(message)) {
                retrying.depart(message, Outcome.CONFIRMED, null);
            } else if (message.state() == StoredState.IN_RING) {
                leave(message); // aborted in its slot, with the others
            } else {
                retrying.depart(message, Outcome.ABORTED, why);
            }
        });
    }

    /** Whether nobody needs to know what is settled in the ring. */
    boolean isIndifferent() {
        return store.unsettledCount() == 0 && !strictOrder.isActive();
    }

    /** A message was answered in its slot, and that is its outcome. */
    void onOutcome(long sequence) {
        if (strictOrder.isActive()) {
            strictOrder.onSettled(sequence);
        }
    }

    /** A slot is settled and handed over: if a stored message was in it, that has its outcome there. */
    void onHandedOver(long sequence) {
        if (states.get(sequence) == SlotStates.VOID) {
            return; // what left it has its outcome elsewhere, or is to get it
        }
        onOutcome(sequence);
        StoredMessage message = store.inRing(sequence);
        if (message != null) {
            leave(message);
            publishState();
        }
    }

    /** After each change: tells callers and supervisor what they go by. */
    private void publishState() {
        earliestDeadlineNs = store.nextDeadlineNs();
        overLimit = store.isOverLimit();
        metrics.storedMessages().set(store.size());
        metrics.storedBytes().set(store.heldBytes());
        boolean now = store.mayHaveFullRoute() || overLimit || !stranded.isEmpty();
        if (restricted != now) {
            restricted = now;
            inlet.restrict(now ? admission : null);
        }
    }
}
