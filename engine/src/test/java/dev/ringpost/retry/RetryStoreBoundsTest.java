package dev.ringpost.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ringpost.Outcome;
import dev.ringpost.RetryCause;
import org.junit.jupiter.api.Test;

/** How much the store takes, and what it refuses. */
class RetryStoreBoundsTest {

    private final StoreBench bench = new StoreBench();
    private final RetryStore store = bench.store;

    private StoredMessage moveToRetry(long sequence) {
        StoredMessage message = bench.move(sequence, 10);
        store.waitForRetry(message, RetryCause.NACK, bench.nowNs());
        return message;
    }

    private void restoreTo(long sequence) {
        store.restore(bench.due(), sequence, bench.ring.get(sequence));
    }

    @Test
    void callersAreToldFullAtTheLimitAndThereIsRoomForTheWholeRingAfterThat() {
        for (int i = 0; i < StoreBench.RETRY_LIMIT; i++) {
            assertThat(store.isOverLimit()).isFalse();
            moveToRetry(i);
        }
        assertThat(store.isOverLimit()).isTrue();
        for (int i = 0; i < StoreBench.RING_SIZE; i++) {
            moveToRetry(StoreBench.RETRY_LIMIT + i);
        }
        assertThatThrownBy(() -> moveToRetry(1_000))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("104 messages");
        bench.clear(bench.ring.get(1_000));
        store.drainAll(message -> store.depart(message, Outcome.ABORTED, "closed"));
        assertThat(store.isOverLimit()).as("until they are delivered").isTrue();
        bench.deliver();
        assertThat(store.isOverLimit()).isFalse();
        bench.assertEmpty();
    }

    @Test
    void messagesBackInTheRingDoNotCountForTheLimit() {
        for (int i = 0; i < StoreBench.RETRY_LIMIT; i++) {
            moveToRetry(i);
        }
        restoreTo(50);
        assertThat(store.isOverLimit()).isFalse();
        assertThat(store.size()).isEqualTo(StoreBench.RETRY_LIMIT - 1);
        assertThat(store.unsettledCount()).isEqualTo(StoreBench.RETRY_LIMIT);
    }

    @Test
    void bytesHaveALimitToo() {
        for (int i = 0; i < 4; i++) {
            assertThat(store.isOverLimit()).isFalse();
            store.waitForRetry(bench.move(i, 64 * 1024), RetryCause.NACK, 0);
        }
        assertThat(store.isOverLimit()).isTrue();
        assertThat(bench.budget.isExhausted()).isTrue();
        store.waitForRetry(bench.move(4, 10), RetryCause.NACK, 0);
        assertThat(bench.budget.takenBytes())
                .as("over the limit, for the lane cannot wait")
                .isEqualTo(257 * 1024);
    }

    @Test
    void stepsOutOfOrderAreRefusedAndNamed() {
        StoredMessage message = moveToRetry(0);
        assertThatThrownBy(() -> store.waitForAck(message, 0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("WAITING_RETRY", "WAITING_ACK");
        store.depart(message, Outcome.CONFIRMED, null);
        assertThatThrownBy(() -> store.depart(message, Outcome.TIMED_OUT, "again"))
                .as("a second outcome")
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> store.restore(message, 1, bench.ring.get(1)))
                .isInstanceOf(IllegalStateException.class);
        bench.deliver();
        assertThat(bench.delivered).containsExactly("0 CONFIRMED");
    }

    @Test
    void whoEndsMessagesMustGiveThemTheirOutcome() {
        moveToRetry(0);
        bench.clock.advanceMs(2_000);
        assertThatThrownBy(() -> store.expire(bench.nowNs(), message -> {}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("message 0", "WAITING_RETRY");
    }
}
