package dev.ringpost.retry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringpost.ring.ByteBudget;
import dev.ringpost.ring.OutcomeSink;
import dev.ringpost.ring.Slot;
import dev.ringpost.ring.SlotRing;
import dev.ringpost.testing.VirtualClock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A store with slots to move messages out of and back into, and virtual time. */
final class StoreBench {

    static final int RING_SIZE = 64;
    static final int INLINE_BYTES = 64;
    static final int RETRY_LIMIT = 40;
    static final int BYTES_LIMIT = 256 * 1024;
    static final long DELIVERY_TIMEOUT_NS = 1_000_000_000;
    static final long EPOCH = 1;
    static final int ROUTE = 77;

    final VirtualClock clock = new VirtualClock();
    final SlotRing ring = new SlotRing(RING_SIZE, INLINE_BYTES);
    final ByteBudget budget = new ByteBudget(BYTES_LIMIT);
    final RetryStore store;
    final List<String> delivered = new ArrayList<>();

    StoreBench() {
        this(RETRY_LIMIT);
    }

    StoreBench(int retryLimit) {
        store = new RetryStore(new RetryLimits(retryLimit, RING_SIZE, INLINE_BYTES, BYTES_LIMIT), budget);
    }

    long nowNs() {
        return clock.nanoTime();
    }

    /** What a body of that many bytes of the message with that number looks like. */
    static byte[] body(long number, int bytes) {
        byte[] body = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            body[i] = (byte) (number * 31 + i);
        }
        return body;
    }

    /** A slot as the lane finds it, accepted now; its correlation id is its sequence. */
    Slot fill(long sequence, int bodyBytes) {
        return fill(sequence, bodyBytes, null);
    }

    Slot fill(long sequence, int bodyBytes, @Nullable OutcomeSink sink) {
        Slot slot = ring.get(sequence);
        assertThat(slot.large).as("the slot's last body was given back").isNull();
        if (bodyBytes > INLINE_BYTES) {
            slot.large = budget.takeAnyway(bodyBytes);
        }
        slot.bodyBytes = bodyBytes;
        System.arraycopy(body(sequence, bodyBytes), 0, slot.body(), slot.bodyOffset(), bodyBytes);
        slot.isVoid = false;
        slot.isSampled = sequence % 2 == 0;
        slot.head = "head of " + sequence;
        slot.headIsShared = sequence % 3 == 0;
        slot.acceptedNs = nowNs();
        slot.correlationId = sequence;
        slot.sink = sink;
        return slot;
    }

    /** As the completion thread clears it; what the store took is the store's. */
    void clear(Slot slot) {
        if (slot.large != null) {
            budget.giveBack(slot.large);
            slot.large = null;
        }
        slot.bodyBytes = INLINE_BYTES;
        Arrays.fill(slot.body(), slot.bodyOffset(), slot.bodyOffset() + INLINE_BYTES, (byte) '!');
        slot.head = null;
        slot.sink = null;
    }

    /** Accepts a message and moves it into the store at once. */
    StoredMessage move(long sequence, int bodyBytes) {
        Slot slot = fill(sequence, bodyBytes);
        StoredMessage message = store.move(sequence, slot, nowNs() + DELIVERY_TIMEOUT_NS, ROUTE);
        clear(slot);
        return message;
    }

    /** Delivers all outcomes, as the completion thread does, and lets the lane know. */
    void deliver() {
        Departures departures = store.departures();
        for (StoredMessage message = departures.poll(); message != null; message = departures.poll()) {
            delivered.add(message.correlationId() + " " + message.outcome());
            departures.onDelivered(message);
        }
        store.reclaim();
    }

    StoredMessage due() {
        return Objects.requireNonNull(store.firstDue(nowNs()), "nothing is due");
    }

    void assertEmpty() {
        assertThat(store.size()).isZero();
        assertThat(store.unsettledCount()).isZero();
        assertThat(store.waitingRetryCount()).isZero();
        assertThat(store.waitingAckCount()).isZero();
        assertThat(store.attempts().liveCount()).isZero();
        assertThat(store.heldBytes()).isZero();
        assertThat(budget.takenBytes()).isZero();
        assertThat(store.nextDueNs()).isEqualTo(RetryStore.NEVER);
        assertThat(store.nextConfirmDueNs()).isEqualTo(RetryStore.NEVER);
        assertThat(store.nextDeadlineNs()).isEqualTo(RetryStore.NEVER);
        assertThat(store.oldestSequence()).isEqualTo(RetryStore.NEVER);
        assertThat(store.pool.freeCount()).isEqualTo(store.pool.madeCount());
    }
}
