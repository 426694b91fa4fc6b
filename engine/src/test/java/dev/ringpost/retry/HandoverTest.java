package dev.ringpost.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ringpost.Outcome;
import dev.ringpost.RetryCause;
import dev.ringpost.testing.Await;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HandoverTest {

    @Test
    void itemsComeInOrderAndAFullOneRefuses() {
        Handover<String> queue = new Handover<>(4);
        assertThat(queue.isEmpty()).isTrue();
        assertThat(queue.poll()).isNull();
        for (int round = 0; round < 3; round++) {
            for (String item : new String[] {"a", "b", "c", "d"}) {
                assertThat(queue.offer(item)).isTrue();
            }
            assertThat(queue.offer("e")).isFalse();
            assertThat(queue.isEmpty()).isFalse();
            assertThat(queue.poll()).isEqualTo("a");
            assertThat(queue.offer("e")).isTrue();
            for (String item : new String[] {"b", "c", "d", "e"}) {
                assertThat(queue.poll()).isEqualTo(item);
            }
            assertThat(queue.poll()).isNull();
        }
    }

    @Test
    void capacityIsRoundedUp() {
        for (int[] row : new int[][] {{1, 2}, {2, 2}, {3, 4}, {4, 4}, {5, 8}, {8, 8}, {9, 16}}) {
            Handover<String> queue = new Handover<>(row[0]);
            int taken = 0;
            while (queue.offer("x")) {
                taken++;
            }
            assertThat(taken).as("for %s", row[0]).isEqualTo(row[1]);
        }
    }

    /** The lane on this thread, the completion on another: no message is lost, doubled, out of order or half written. */
    @Test
    void departuresCrossThreadsWhole() {
        StoreBench bench = new StoreBench();
        int messages = 50_000;
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        Thread completion = new Thread(() -> {
            try {
                Departures departures = bench.store.departures();
                for (long expected = 0; expected < messages; ) {
                    StoredMessage message = departures.poll();
                    if (message == null) {
                        LockSupport.parkNanos(1_000);
                        continue;
                    }
                    if (message.correlationId() != expected
                            || message.outcome() != Outcome.REJECTED
                            || !("nack " + expected).equals(message.detail())) {
                        throw new AssertionError("expected " + expected + ", not " + message + message.detail());
                    }
                    departures.onDelivered(message);
                    expected++;
                }
            } catch (Throwable e) {
                failure.set(e);
            }
        });
        completion.start();
        for (long sequence = 0; sequence < messages && failure.get() == null; sequence++) {
            while (bench.store.isOverLimit() && failure.get() == null) {
                bench.store.reclaim();
                LockSupport.parkNanos(1_000);
            }
            StoredMessage message = bench.move(sequence, 5);
            bench.store.waitForRetry(message, RetryCause.NACK, bench.nowNs());
            bench.store.depart(message, Outcome.REJECTED, "nack " + sequence);
        }
        Await.ended(completion);
        assertThat(failure.get()).isNull();
        bench.store.reclaim();
        bench.assertEmpty();
        assertThat(bench.store.pool.madeCount()).isLessThanOrEqualTo(StoreBench.RETRY_LIMIT);
    }

    @Test
    void moreThanTheStoreCanHoldIsABugThatIsNamed() {
        Departures departures = new Departures(2);
        StoredMessage message = new StoredMessage();
        departures.send(message);
        departures.send(message);
        assertThatThrownBy(() -> departures.send(message)).isInstanceOf(IllegalStateException.class);
    }
}
