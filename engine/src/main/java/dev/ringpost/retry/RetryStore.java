package dev.ringpost.retry;

import dev.ringpost.Outcome;
import dev.ringpost.RetryCause;
import dev.ringpost.ring.ByteBudget;
import dev.ringpost.ring.Slot;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A lane's messages that left their slot without an outcome. A message comes by {@link #move}, waits for its retry or for
 * a late answer, may go back into a slot by {@link #restore} and come again, and ends by {@link #depart}. From the first
 * move to its outcome the store keeps its deadline, its retries and its unanswered attempts, in the ring or not.
 *
 * <p><b>Threads:</b> the lane only, but for {@link #departures()}, {@link #share()} and {@link #oldestSequence()}.
 *
 * <p><b>Bounds:</b> callers are to be told FULL while {@link #isOverLimit()}. What was accepted until then is in the ring,
 * and room is left for all of it, so adding never fails. Bodies are in buffers of the lane's byte budget, small ones too,
 * over its limit if need be: a message in flight cannot be refused.
 *
 * <p><b>Costs:</b> with n messages, each step of a message is O(log n); what is first, counts and look-ups by sequence
 * O(1), a look-up by delivery tag O(log n). No garbage once it has held as many messages as it holds now.
 */
public final class RetryStore {

    /** The time of something that will not happen: later than every other, and not to be reckoned with. */
    public static final long NEVER = Long.MAX_VALUE;

    /** Before any time of a clock; far enough from the end of the numbers to be reckoned with. */
    private static final long LONG_AGO_NS = -(1L << 61);

    private static final int ATTEMPTS_PER_MESSAGE = 2;
    private static final int ROOMY_SHARE = 2;
    private final RetryLimits limits;
    private final RouteShare share;
    private final StoredBodies bodies;
    private final AttemptIndex attempts;
    private final RingPlaces inRing;
    private final Departures departures;
    final MessagePool pool = new MessagePool();

    // A message waits for one thing at a time, so the first two heaps share a number.
    private final TimeHeap retries = new TimeHeap(0);
    private final TimeHeap acks = new TimeHeap(0);
    private final TimeHeap deadlines = new TimeHeap(1); // of all without an outcome
    private final TimeHeap all = new TimeHeap(2); // by first sequence, until the outcome was delivered

    private final AtomicLong oldestSequence = new AtomicLong(NEVER);

    /** Empty, over the lane's budget. */
    public RetryStore(RetryLimits limits, ByteBudget budget) {
        this.limits = limits;
        share = new RouteShare(limits.routeCountLimit(), limits.routeBytesLimit());
        bodies = new StoredBodies(budget, share, limits.inlineBytes());
        attempts = new AttemptIndex(Math.multiplyExact(limits.capacity(), ATTEMPTS_PER_MESSAGE));
        inRing = new RingPlaces(limits.ringSize());
        departures = new Departures(limits.capacity());
    }

    /** The way to the completion thread. */
    public Departures departures() {
        return departures;
    }

    /** Which routes hold as much as one route may. */
    public RouteShare share() {
        return share;
    }

    /** The attempts whose answers are still of interest. */
    public AttemptIndex attempts() {
        return attempts;
    }

    /**
     * Takes a message out of its slot, which loses its large body and is to be passed over from now on. To be followed by
     * {@link #waitForRetry}, {@link #waitForAck}, {@link #waitForTurn} or {@link #depart}; before that, an attempt that was not answered is to be
     * {@linkplain AttemptIndex#remember remembered}.
     *
     * @param sequence its slot's
     * @param slot serialized, without an outcome
     * @param deadlineNs when its delivery timeout ends; used at its first move
     * @param routeHash equal for messages of one exchange and routing key; used at its first move
     */
    public StoredMessage move(long sequence, Slot slot, long deadlineNs, int routeHash) {
        StoredMessage known = inRing.at(sequence);
        if (known == null && all.size() >= limits.capacity()) {
            throw new IllegalStateException("the retry store is full with " + all.size()
                    + " messages: more were accepted than the ring and the store have room for");
        }
        // What may fail for want of memory goes before anything is changed: an object that is not used is no loss.
        StoredMessage message = known == null ? pool.take() : known;
        if (known == null) {
            int count = all.size() + 1;
            all.reserve(count);
            deadlines.reserve(count);
            retries.reserve(count);
            acks.reserve(count);
        }
        byte[] body = bodies.takeFrom(slot);
        message.become(StoredState.MOVED);
        if (known == null) {
            message.identify(sequence, slot, deadlineNs, routeHash);
            deadlines.add(message, deadlineNs);
            all.add(message, sequence);
            share.add(routeHash, 1, 0);
            publishOldest();
        } else {
            inRing.remove(message);
        }
        bodies.hold(message, body);
        return message;
    }

    /** The message is to be sent again at that time, which spends a retry. */
    public void waitForRetry(StoredMessage message, RetryCause cause, long dueNs) {
        sendAgain(message, cause, dueNs);
        message.setInOrder(false);
        message.spendRetry();
    }

    private void sendAgain(StoredMessage message, @Nullable RetryCause cause, long dueNs) {
        boolean waitedForAck = message.state() == StoredState.WAITING_ACK;
        message.become(StoredState.WAITING_RETRY);
        if (waitedForAck) {
            acks.remove(message);
        }
        message.setCause(cause);
        retries.add(message, dueNs);
    }

    /** The message is not to be sent again unless its confirm timeout passes, or its connection ends. */
    public void waitForAck(StoredMessage message, long confirmDueNs) {
        message.become(StoredState.WAITING_ACK);
        acks.add(message, confirmDueNs);
    }

    /** The message is not to be sent before {@link #sendNow}. */
    public void waitForTurn(StoredMessage message) {
        message.become(StoredState.WAITING_TURN);
    }

    /** It is that message's turn, which is no retry. */
    public void sendNow(StoredMessage message, long nowNs) {
        message.become(StoredState.WAITING_RETRY);
        message.setInOrder(false);
        retries.add(message, nowNs);
    }

    /** A nack came for an earlier attempt of a message that waits for its retry already, which it goes on doing. */
    public void onNackAgain(StoredMessage message) {
        message.setCause(RetryCause.NACK);
    }

    /**
     * Nothing sent on the connection will be answered any more: what waited for that is to be sent again, before any retry
     * and in the order of acceptance, and no retry is spent.
     *
     * @param sentAgain hears of each, the one first whose confirm timeout would have passed first
     * @return how many
     */
    public int onEpochLost(Consumer<StoredMessage> sentAgain) {
        attempts.clear();
        int count = 0;
        for (StoredMessage message = acks.first(); message != null; message = acks.first()) {
            sendInOrder(message, RetryCause.CHANNEL_CLOSED);
            sentAgain.accept(message);
            count++;
        }
        return count;
    }

    /** The message is to be sent as soon as may be, among others of this kind in the order of acceptance; no retry is spent. */
    public void sendInOrder(StoredMessage message, @Nullable RetryCause cause) {
        sendAgain(message, cause, LONG_AGO_NS + message.firstSequence());
        message.setInOrder(true);
    }

    /** Of the messages whose retry is due, the one that is due for longest; it stays until it is restored. */
    public @Nullable StoredMessage firstDue(long nowNs) {
        return retries.firstUpTo(nowNs);
    }

    /** Of the messages that wait for an ack, the one whose confirm timeout passed first, if it did. */
    public @Nullable StoredMessage firstUnconfirmed(long nowNs) {
        return acks.firstUpTo(nowNs);
    }

    /** Puts a message that waits for its retry into a slot just claimed, which the caller publishes. */
    public void restore(StoredMessage message, long sequence, Slot slot) {
        message.become(StoredState.IN_RING);
        retries.remove(message);
        message.fill(slot);
        bodies.putInto(slot, message);
        inRing.add(message, sequence);
    }

    /** What the store knows of the message in a slot, or {@code null} if that was never moved. */
    public @Nullable StoredMessage inRing(long sequence) {
        return inRing.at(sequence);
    }

    /**
     * The message has its outcome. It leaves the store, or if it is back in the ring its slot, which is to be passed over.
     *
     * @param detail why it was not confirmed; {@code null} if it was
     */
    public void depart(StoredMessage message, Outcome outcome, @Nullable String detail) {
        StoredState before = message.state();
        message.become(StoredState.DEPARTED);
        switch (before) {
            case WAITING_RETRY -> retries.remove(message);
            case WAITING_ACK -> acks.remove(message);
            case IN_RING -> inRing.remove(message);
            default -> {} // MOVED waits for nothing yet
        }
        deadlines.remove(message);
        attempts.forget(message);
        bodies.release(message);
        share.add(message.routeHash, -1, 0);
        message.end(outcome, detail);
        departures.send(message);
    }

    /** The message got its outcome in the slot that it is back in: no more of the store's business. */
    public void leave(StoredMessage message) {
        message.become(StoredState.FREE);
        inRing.remove(message);
        deadlines.remove(message);
        attempts.forget(message);
        bodies.release(message);
        share.add(message.routeHash, -1, 0);
        all.remove(message);
        message.clear();
        pool.giveBack(message);
        publishOldest();
    }

    /** A copy of the body of a message that is in the store. */
    public byte[] bodyOf(StoredMessage message) {
        byte[] body = message.body;
        return body == null ? new byte[0] : Arrays.copyOf(body, message.bodyBytes());
    }

    /**
     * Ends what is over its delivery timeout, the earliest deadline first.
     *
     * @param ending must {@link #depart} the message it is given, or have it {@link #leave}
     * @return how many
     */
    public int expire(long nowNs, Consumer<StoredMessage> ending) {
        int count = 0;
        while (end(deadlines.firstUpTo(nowNs), ending)) {
            count++;
        }
        return count;
    }

    /** Ends everything, in the ring or not; otherwise as {@link #expire}. */
    public int drainAll(Consumer<StoredMessage> ending) {
        int count = 0;
        while (end(deadlines.first(), ending)) {
            count++;
        }
        return count;
    }

    private static boolean end(@Nullable StoredMessage message, Consumer<StoredMessage> ending) {
        if (message == null) {
            return false;
        }
        ending.accept(message);
        if (message.state() != StoredState.DEPARTED && message.state() != StoredState.FREE) {
            throw new IllegalStateException(message + " was to get its outcome and did not: a bug in the lane");
        }
        return true;
    }

    /** Takes back the objects of messages whose outcome was delivered; at each step of the lane. Returns how many. */
    public int reclaim() {
        int count = 0;
        for (StoredMessage message = departures.reclaim(); message != null; message = departures.reclaim()) {
            all.remove(message);
            message.become(StoredState.FREE);
            pool.giveBack(message);
            count++;
        }
        if (count > 0) {
            publishOldest();
        }
        return count;
    }

    /** Whether {@link #reclaim()} has something to do. */
    public boolean hasDelivered() {
        return !departures.hasNothingDelivered();
    }

    /** Whether callers are to be told FULL. */
    public boolean isOverLimit() {
        return size() >= limits.retryLimit() || bodies.heldBytes() >= limits.bytesLimit();
    }

    /** Whether far less is in it than one route may hold: what is not urgent may be moved here then. */
    public boolean isRoomy() {
        return size() < limits.routeCountLimit() / ROOMY_SHARE
                && bodies.heldBytes() < limits.routeBytesLimit() / ROOMY_SHARE;
    }

    /** Whether a route may hold as much as one route may: the time to ask {@link #share()}. */
    public boolean mayHaveFullRoute() {
        return all.size() >= limits.routeCountLimit() || bodies.heldBytes() >= limits.routeBytesLimit();
    }

    /** Messages in the store, with those whose outcome is on its way and without those that are back in the ring. */
    public int size() {
        return all.size() - inRing.count();
    }

    /** Messages without an outcome, with those that are back in the ring. */
    public int unsettledCount() {
        return deadlines.size();
    }

    /** Messages that wait for their retry. */
    public int waitingRetryCount() {
        return retries.size();
    }

    /** Messages that wait for a late answer. */
    public int waitingAckCount() {
        return acks.size();
    }

    /** Bytes of the budget that stored bodies take. */
    public long heldBytes() {
        return bodies.heldBytes();
    }

    /** When the next retry is due, or {@link #NEVER}. */
    public long nextDueNs() {
        return retries.firstKey();
    }

    /** When the next confirm timeout passes of a message that waits for an ack, or {@link #NEVER}. */
    public long nextConfirmDueNs() {
        return acks.firstKey();
    }

    /** When the next delivery timeout passes of a message in the store or back in the ring, or {@link #NEVER}. */
    public long nextDeadlineNs() {
        return deadlines.firstKey();
    }

    /**
     * The lowest first sequence of all messages that were moved and whose outcome was not delivered yet, or {@link #NEVER}.
     * Any thread; a message counts before its slot is free.
     */
    public long oldestSequence() {
        return oldestSequence.getAcquire();
    }

    private void publishOldest() {
        oldestSequence.setRelease(all.firstKey());
    }
}
