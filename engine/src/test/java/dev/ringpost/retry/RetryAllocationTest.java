package dev.ringpost.retry;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.ringpost.Outcome;
import dev.ringpost.RetryCause;
import dev.ringpost.ring.Slot;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** What a message costs the collector on its way through the store and back, once warm: nothing. */
class RetryAllocationTest {

    private static final int BURST = 60;
    private static final int WARM_UP_BURSTS = 3_000;
    private static final int BURSTS = 3_000;
    private static final double ALLOWED_BYTES_PER_MESSAGE = 0.05;

    private final StoreBench bench = new StoreBench(256);
    private final RetryStore store = bench.store;
    private final byte[] body = new byte[2_000];
    private long sequence;
    private long tag;

    private void burst(int bodyBytes) {
        long nowNs = bench.nowNs();
        long firstTag = tag + 1;
        for (int i = 0; i < BURST; i++) {
            StoredMessage message = move(sequence + i, bodyBytes, nowNs);
            store.attempts().remember(1, ++tag, message);
            store.waitForAck(message, nowNs);
        }
        for (StoredMessage message = store.firstUnconfirmed(nowNs);
                message != null;
                message = store.firstUnconfirmed(nowNs)) {
            store.waitForRetry(message, RetryCause.CONFIRM_TIMEOUT, nowNs - i(message));
        }
        for (StoredMessage message = store.firstDue(nowNs); message != null; message = store.firstDue(nowNs)) {
            Slot slot = bench.ring.get(sequence);
            store.restore(message, sequence, slot);
            store.move(sequence, slot, 0, 0);
            store.attempts().remember(1, ++tag, message);
            store.waitForRetry(message, RetryCause.NACK, nowNs + 1);
            sequence++;
        }
        for (long each = firstTag; each < firstTag + BURST / 2; each++) {
            depart(store.attempts().answered(1, each));
        }
        for (StoredMessage message = store.attempts().answeredUpTo(1, tag);
                message != null;
                message = store.attempts().answeredUpTo(1, tag)) {
            depart(message);
        }
        for (StoredMessage message = store.departures().poll();
                message != null;
                message = store.departures().poll()) {
            store.departures().onDelivered(message);
        }
        store.reclaim();
        sequence += StoreBench.RING_SIZE;
    }

    /** Some disorder for the heap. */
    private static long i(StoredMessage message) {
        return message.firstSequence() * 7 % 13;
    }

    private StoredMessage move(long at, int bodyBytes, long nowNs) {
        Slot slot = bench.ring.get(at);
        slot.bodyBytes = bodyBytes;
        if (bodyBytes > StoreBench.INLINE_BYTES) {
            slot.large = bench.budget.takeAnyway(bodyBytes);
        }
        System.arraycopy(body, 0, slot.body(), slot.bodyOffset(), bodyBytes);
        return store.move(at, slot, nowNs + StoreBench.DELIVERY_TIMEOUT_NS, StoreBench.ROUTE);
    }

    private void depart(@org.jspecify.annotations.Nullable StoredMessage message) {
        if (message != null && message.state() != StoredState.DEPARTED) {
            store.depart(message, Outcome.CONFIRMED, null);
        }
    }

    private double bytesPerMessage(int bodyBytes) {
        for (int i = 0; i < WARM_UP_BURSTS; i++) {
            burst(bodyBytes);
        }
        int made = store.pool.madeCount();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long self = Thread.currentThread().getId();
        long before = threads.getThreadAllocatedBytes(self);
        for (int i = 0; i < BURSTS; i++) {
            burst(bodyBytes);
        }
        long allocated = threads.getThreadAllocatedBytes(self) - before;
        assertThat(store.pool.madeCount()).isEqualTo(made).isEqualTo(BURST);
        bench.assertEmpty();
        return allocated / (double) (BURST * BURSTS);
    }

    @Test
    void inlineBodiesAllocateNothing() {
        assertThat(bytesPerMessage(60)).isLessThanOrEqualTo(ALLOWED_BYTES_PER_MESSAGE);
    }

    @Test
    void largeBodiesAllocateNothing() {
        assertThat(bytesPerMessage(2_000)).isLessThanOrEqualTo(ALLOWED_BYTES_PER_MESSAGE);
    }
}
