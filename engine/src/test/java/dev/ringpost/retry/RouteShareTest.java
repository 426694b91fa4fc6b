package dev.ringpost.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ringpost.Outcome;
import dev.ringpost.RetryCause;
import dev.ringpost.ring.Slot;
import org.junit.jupiter.api.Test;

class RouteShareTest {

    private static final int BAD = "bad".hashCode();
    private static final int GOOD = "good".hashCode();

    private final StoreBench bench = new StoreBench();
    private final RetryStore store = bench.store;

    private StoredMessage move(long sequence, int bodyBytes, int routeHash) {
        Slot slot = bench.fill(sequence, bodyBytes);
        StoredMessage message = store.move(sequence, slot, bench.nowNs() + StoreBench.DELIVERY_TIMEOUT_NS, routeHash);
        bench.clear(slot);
        store.waitForRetry(message, RetryCause.NACK, bench.nowNs());
        return message;
    }

    @Test
    void oneRouteMayHoldHalfAndTheOthersGoOn() {
        int half = StoreBench.RETRY_LIMIT / 2;
        for (int i = 0; i < half; i++) {
            assertThat(store.share().canTake(BAD)).isTrue();
            move(i, 10, BAD);
        }
        assertThat(store.share().canTake(BAD)).isFalse();
        assertThat(store.share().canTake(GOOD)).isTrue();
        assertThat(store.isOverLimit()).isFalse();
        StoredMessage inFlight = move(half, 10, BAD); // accepted before that
        store.depart(inFlight, Outcome.CONFIRMED, null);
        assertThat(store.share().canTake(BAD)).isFalse();
        store.depart(bench.due(), Outcome.CONFIRMED, null);
        assertThat(store.share().canTake(BAD)).isTrue();
    }

    @Test
    void goingBackIntoTheRingFreesNoShare() {
        for (int i = 0; i < StoreBench.RETRY_LIMIT / 2; i++) {
            move(i, 10, BAD);
        }
        store.restore(bench.due(), 60, bench.ring.get(60));
        assertThat(store.share().canTake(BAD)).isFalse();
        store.drainAll(message -> store.depart(message, Outcome.ABORTED, "closed"));
        bench.clear(bench.ring.get(60));
        bench.deliver();
        assertThat(store.share().canTake(BAD)).isTrue();
        assertThat(store.share().count(BAD)).isZero();
        bench.assertEmpty();
    }

    @Test
    void bytesAreSharedToo() {
        move(0, 64 * 1024, BAD);
        assertThat(store.share().canTake(BAD)).isTrue();
        move(1, 64 * 1024, BAD);
        assertThat(store.share().canTake(BAD)).as("half of the bytes").isFalse();
        assertThat(store.share().canTake(GOOD)).isTrue();
        store.depart(bench.due(), Outcome.REJECTED, "nack");
        assertThat(store.share().canTake(BAD)).isTrue();
    }

    @Test
    void manyRoutesRarelyShareABucket() {
        RouteShare share = new RouteShare(1, Long.MAX_VALUE);
        share.add("bad route".hashCode(), 1, 0);
        int stopped = 0;
        for (int i = 0; i < 10_000; i++) {
            stopped += share.canTake(("queue-" + i).hashCode()) ? 0 : 1;
        }
        assertThat(stopped).isLessThan(20);
    }

    @Test
    void limitsAreChecked() {
        assertThatThrownBy(() -> new RetryLimits(0, 64, 64, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RetryLimits(1, 63, 64, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("63 slots");
        assertThatThrownBy(() -> new RetryLimits(1, 64, 64, 0)).isInstanceOf(IllegalArgumentException.class);
        RetryLimits smallest = new RetryLimits(1, 64, 64, 1);
        assertThat(smallest.routeCountLimit()).isEqualTo(1);
        assertThat(smallest.routeBytesLimit()).isEqualTo(1);
    }
}
