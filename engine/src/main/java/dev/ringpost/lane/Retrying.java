package dev.ringpost.lane;

import dev.ringpost.EngineSettings;
import dev.ringpost.Outcome;
import dev.ringpost.RetryCause;
import dev.ringpost.RetryPolicy;
import dev.ringpost.confirm.SlotStates;
import dev.ringpost.jfr.RetryEvent;
import dev.ringpost.retry.RetryStore;
import dev.ringpost.retry.StoredMessage;
import dev.ringpost.ring.Slot;
import dev.ringpost.ring.SlotRing;
import dev.ringpost.wire.RouteTemplate;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a message that was nacked or not answered: by its policy it is tried again after a while, or it is not.
 * Here it leaves its slot for the store; {@link Retries} brings it back.
 *
 * <p><b>Threads:</b> the lane only.
 */
final class Retrying {

    private static final long SPENT = -1;

    private final SlotRing ring;
    private final SlotStates states;
    private final Notices notices;
    private final RetryNews news;
    private final String lane;
    private final RetryStore store;
    private final SlotExit exit;
    private final Consumer<StoredMessage> onDeparted;
    private final RetryPolicy defaultPolicy;
    private final long deliveryTimeoutNs;
    private final RandomGenerator random;
    private long epochId;

    Retrying(
            LaneParts parts,
            Notices notices,
            EngineSettings.Retry settings,
            RetryStore store,
            SlotExit exit,
            Consumer<StoredMessage> onDeparted,
            long deliveryTimeoutNs,
            RandomGenerator random) {
        this.ring = parts.ring();
        this.states = parts.states();
        this.notices = notices;
        this.news = new RetryNews(settings.listener(), notices);
        this.lane = parts.metrics().lane();
        this.store = store;
        this.exit = exit;
        this.onDeparted = onDeparted;
        this.defaultPolicy = settings.policy();
        this.deliveryTimeoutNs = deliveryTimeoutNs;
        this.random = random;
    }

    /** Attempts are told apart by the connection they were made on. */
    void onConnected() {
        epochId++;
    }

    long epochId() {
        return epochId;
    }

    /**
     * The broker nacked a message. Moves it out of its slot if it may be tried again.
     *
     * @return false if not, and then it is settled in its slot
     */
    boolean onNack(long sequence, long nowNs) {
        return tryAgainFromSlot(sequence, RetryCause.NACK, nowNs);
    }

    /**
     * A message got no answer within the confirm timeout. Moves it out of its slot if it may be tried again.
     *
     * @return false if not, and then it is to be settled in its slot
     */
    boolean onConfirmTimeout(long sequence, long nowNs) {
        return tryAgainFromSlot(sequence, RetryCause.CONFIRM_TIMEOUT, nowNs);
    }

    private boolean tryAgainFromSlot(long sequence, RetryCause cause, long nowNs) {
        Slot slot = ring.get(sequence);
        if (!(slot.head instanceof RouteTemplate route)) {
            return false;
        }
        long waitNs = waitNs(route, store.inRing(sequence), slot.acceptedNs, nowNs);
        StoredMessage message = waitNs == SPENT ? null : exit.move(sequence, slot, route);
        if (message == null) {
            return false;
        }
        boolean isNacked = cause == RetryCause.NACK;
        if (!isNacked) {
            store.attempts().remember(epochId, states.tag(sequence), message);
        } else if (route.mandatory()) {
            // Some brokers nack what they cannot route, and return it after that.
            store.attempts().rememberNacked(epochId, states.tag(sequence), message);
        }
        exit.leave(sequence);
        tryAgain(message, cause, isNacked ? nacked(route) : unconfirmed(route), waitNs, nowNs);
        return true;
    }

    /**
     * Moves a sent message out of its slot, to wait for its answer elsewhere.
     *
     * @param confirmDueNs when its confirm timeout passes, on the clock of {@link #endUnconfirmed}
     * @return false if there is no memory for that
     */
    boolean setAside(long sequence, long confirmDueNs) {
        Slot slot = ring.get(sequence);
        if (!(slot.head instanceof RouteTemplate route)) {
            return false;
        }
        StoredMessage message = exit.move(sequence, slot, route);
        if (message == null) {
            return false;
        }
        store.attempts().remember(epochId, states.tag(sequence), message);
        exit.leave(sequence);
        store.waitForAck(message, confirmDueNs);
        return true;
    }

    /** Sends again, or ends, what was set aside and has had no answer within the confirm timeout. Returns how many. */
    int endUnconfirmed(long confirmNowNs, long nowNs) {
        int count = 0;
        for (StoredMessage late = store.firstUnconfirmed(confirmNowNs);
                late != null;
                late = store.firstUnconfirmed(confirmNowNs)) {
            retryOrEnd(late, RetryCause.CONFIRM_TIMEOUT, unconfirmed(late.head()), Outcome.TIMED_OUT, nowNs);
            count++;
        }
        return count;
    }

    /** A nack came for an attempt, or all up to it, whose message is not in that slot any more. */
    void onLateNack(StoredMessage message, long deliveryTag, long nowNs) {
        switch (message.state()) {
            case WAITING_ACK -> onNackAside(message, deliveryTag, nowNs);
            case WAITING_RETRY -> store.onNackAgain(message);
            default -> {} // back in the ring, the attempt on its way decides
        }
    }

    private void onNackAside(StoredMessage message, long deliveryTag, long nowNs) {
        if (deliveryTag >= message.lastTag()) { // else the attempt after that decides
            retryOrEnd(message, RetryCause.NACK, nacked(message.head()), Outcome.REJECTED, nowNs);
        }
    }

    /** Gives a stored message its outcome. */
    void depart(StoredMessage message, Outcome outcome, @Nullable String detail) {
        onDeparted.accept(message);
        store.depart(message, outcome, detail);
        notices.wake();
    }

    private void retryOrEnd(StoredMessage message, RetryCause cause, String why, Outcome otherwise, long nowNs) {
        long waitNs = message.head() instanceof RouteTemplate route
                ? waitNs(route, message, message.acceptedNs(), nowNs)
                : SPENT;
        if (waitNs == SPENT) {
            depart(message, otherwise, why + "; tried again " + message.retriesDone() + " times before");
        } else {
            tryAgain(message, cause, why, waitNs, nowNs);
        }
    }

    /** How long to wait before the next retry, or {@link #SPENT} if the policy or the deadline leaves none. */
    private long waitNs(RouteTemplate route, @Nullable StoredMessage known, long acceptedNs, long nowNs) {
        RetryPolicy own = route.options().retryPolicy();
        RetryPolicy policy = own == null ? defaultPolicy : own;
        int retriesDone = known == null ? 0 : known.retriesDone();
        if (!policy.mayRetry(retriesDone)) {
            return SPENT;
        }
        long waitNs = policy.intervalNs(retriesDone, random);
        return nowNs + waitNs - (acceptedNs + deliveryTimeoutNs) >= 0 ? SPENT : waitNs; // it would be too late
    }

    private void tryAgain(StoredMessage message, RetryCause cause, String why, long waitNs, long nowNs) {
        news.onRetry(cause, why, message.retriesDone(), waitNs);
        RetryEvent.tell(lane, cause, why, message.retriesDone(), waitNs);
        store.waitForRetry(message, cause, nowNs + waitNs);
    }

    private static String nacked(@Nullable Object head) {
        return "nacked by the broker: " + head;
    }

    private static String unconfirmed(@Nullable Object head) {
        return "no answer within the confirm timeout: " + head;
    }
}
