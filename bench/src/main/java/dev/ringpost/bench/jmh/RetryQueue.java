package dev.ringpost.bench.jmh;

import dev.ringpost.RetryCause;
import dev.ringpost.retry.RetryLimits;
import dev.ringpost.retry.RetryStore;
import dev.ringpost.retry.StoredMessage;
import dev.ringpost.ring.ByteBudget;
import dev.ringpost.ring.Slot;
import dev.ringpost.ring.SlotRing;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * One message comes to wait for its retry, and the one that is due next leaves, while many wait. Time is virtual: it goes on to
 * when the next one is due. The store's message is moved out of a slot of the ring, body copied, and back into one, and has a
 * delivery timeout that is watched all the time.
 *
 * <p>Baseline: a {@code DelayQueue} that a message object goes into and comes out of; no body is copied and no delivery
 * timeout watched.
 */
public class RetryQueue extends MicroBenchmark {

    /** What time it is, and when messages are due. */
    @State(Scope.Thread)
    public abstract static class Schedule {
        private static final int DELAY_COUNT = 4_096;
        private static final long SEED = 42;

        @Param({"100", "10000"})
        int waitingCount;

        long nowNs;
        private final long[] delaysNs = new SplittableRandom(SEED)
                .longs(DELAY_COUNT, TimeUnit.MILLISECONDS.toNanos(200), TimeUnit.SECONDS.toNanos(2))
                .toArray();
        private int next;

        long nextDueNs() {
            return nowNs + delaysNs[next++ & (DELAY_COUNT - 1)];
        }
    }

    /** The lane's store. */
    @State(Scope.Thread)
    public static class Store extends Schedule {
        private static final int RING_SIZE = 16_384;
        private static final int INLINE_BYTES = 512;
        private static final int ROUTE_HASH = 77;
        private static final long BYTES_LIMIT = 256L * 1_024 * 1_024;
        private static final long DELIVERY_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(120);

        private final SlotRing ring = new SlotRing(RING_SIZE, INLINE_BYTES);
        private final RetryStore store = new RetryStore(
                new RetryLimits(RING_SIZE, RING_SIZE, INLINE_BYTES, BYTES_LIMIT), new ByteBudget(BYTES_LIMIT));
        private final Object head = new Object();
        private long sequence;

        /** Lets many wait. */
        @Setup
        public void fill() {
            for (int i = 0; i < waitingCount; i++) {
                add();
            }
        }

        void add() {
            Slot slot = ring.get(sequence);
            slot.bodyBytes = BODY_BYTES;
            slot.head = head;
            slot.headIsShared = true;
            slot.acceptedNs = nowNs;
            StoredMessage message = store.move(sequence++, slot, nowNs + DELIVERY_TIMEOUT_NS, ROUTE_HASH);
            store.waitForRetry(message, RetryCause.NACK, nextDueNs());
        }

        long takeDue() {
            nowNs = store.nextDueNs();
            StoredMessage due = Objects.requireNonNull(store.firstDue(nowNs), "nothing is due");
            store.restore(due, sequence, ring.get(sequence));
            sequence++;
            long first = due.firstSequence();
            store.leave(due); // as if it were confirmed at once
            return first;
        }
    }

    /** The way of the JDK. */
    @State(Scope.Thread)
    public static class Delays extends Schedule {
        private final DelayQueue<Waiting> queue = new DelayQueue<>();
        private final byte[] body = new byte[BODY_BYTES];

        /** Lets many wait. */
        @Setup
        public void fill() {
            for (int i = 0; i < waitingCount; i++) {
                add();
            }
        }

        void add() {
            queue.add(new Waiting(body, nextDueNs(), this));
        }

        Waiting takeDue() {
            nowNs = Objects.requireNonNull(queue.peek(), "nothing waits").dueNs();
            return Objects.requireNonNull(queue.poll(), "nothing is due");
        }
    }

    /** A message that waits until its time on the schedule's clock. */
    @SuppressWarnings("ArrayRecordComponent") // compared by time only
    record Waiting(byte[] body, long dueNs, Schedule schedule) implements Delayed {
        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(dueNs - schedule.nowNs, TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(dueNs, ((Waiting) other).dueNs);
        }
    }

    /** The engine's. */
    @Benchmark
    public long retryStore(Store store) {
        store.add();
        return store.takeDue();
    }

    /** {@link DelayQueue}. */
    @Benchmark
    public Object baselineDelayQueue(Delays delays) {
        delays.add();
        return delays.takeDue();
    }
}
