package dev.ringpost.retry;

import static dev.ringpost.retry.StoreBench.EPOCH;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ringpost.Outcome;
import dev.ringpost.RetryCause;
import dev.ringpost.ring.OutcomeSink;
import dev.ringpost.ring.Slot;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetryStoreTest {

    private final StoreBench bench = new StoreBench();
    private final RetryStore store = bench.store;

    private StoredMessage moveToRetry(long sequence, long inMs) {
        StoredMessage message = bench.move(sequence, 10);
        store.waitForRetry(message, RetryCause.NACK, bench.nowNs() + inMs * 1_000_000);
        return message;
    }

    private StoredMessage moveToAck(long sequence, long deliveryTag, long inMs) {
        StoredMessage message = bench.move(sequence, 10);
        store.attempts().remember(EPOCH, deliveryTag, message);
        store.waitForAck(message, bench.nowNs() + inMs * 1_000_000);
        return message;
    }

    private void restoreTo(long sequence) {
        store.restore(bench.due(), sequence, bench.ring.get(sequence));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 63, 64, 65, 1_024, 5_000, 100_000})
    void aMessageComesBackAsItWas(int bodyBytes) {
        OutcomeSink sink = (outcome, detail) -> {};
        Slot slot = bench.fill(6, bodyBytes, sink);
        byte[] large = slot.large;
        long acceptedNs = slot.acceptedNs;
        StoredMessage message = store.move(6, slot, acceptedNs + 5, StoreBench.ROUTE);
        assertThat(slot.large).as("the store's now").isNull();
        bench.clear(slot);
        assertThat(store.heldBytes()).isEqualTo(bench.budget.takenBytes()).isGreaterThanOrEqualTo(bodyBytes);
        store.waitForRetry(message, RetryCause.NACK, acceptedNs);
        bench.clock.advanceMs(1);

        Slot again = bench.ring.get(9);
        store.restore(bench.due(), 9, again);
        assertThat(again.large).as("swapped, not copied").isSameAs(large);
        assertThat(again.bodyBytes).isEqualTo(bodyBytes);
        byte[] body = java.util.Arrays.copyOfRange(again.body(), again.bodyOffset(), again.bodyOffset() + bodyBytes);
        assertThat(body).isEqualTo(StoreBench.body(6, bodyBytes));
        assertThat(again.isVoid).isFalse();
        assertThat(again.isSampled).isTrue();
        assertThat(again.head).isEqualTo("head of 6");
        assertThat(again.headIsShared).isTrue();
        assertThat(again.acceptedNs).isEqualTo(acceptedNs);
        assertThat(again.correlationId).isEqualTo(6);
        assertThat(again.sink).isSameAs(sink);
        assertThat(store.heldBytes()).isZero();
        assertThat(bench.budget.takenBytes()).isEqualTo(large == null ? 0 : large.length);

        assertThat(store.inRing(9)).isSameAs(message);
        assertThat(store.inRing(9 + StoreBench.RING_SIZE))
                .as("the slot's next use")
                .isNull();
        store.depart(message, Outcome.CONFIRMED, null);
        bench.clear(again);
        bench.deliver();
        assertThat(bench.delivered).containsExactly("6 CONFIRMED");
        bench.assertEmpty();
    }

    @Test
    void whatIsDueComesInOrderOfDueTimeThenOfAcceptance() {
        moveToRetry(5, 30);
        moveToRetry(4, 10);
        moveToRetry(1, 20);
        moveToRetry(3, 10);
        moveToRetry(2, 10);
        assertThat(store.firstDue(bench.nowNs())).as("not yet").isNull();
        assertThat(store.nextDueNs()).isEqualTo(bench.nowNs() + 10_000_000);
        bench.clock.advanceMs(10);
        List<Long> order = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            order.add(bench.due().correlationId());
            restoreTo(20 + i);
        }
        assertThat(store.firstDue(bench.nowNs())).isNull();
        bench.clock.advanceMs(20);
        for (int i = 3; i < 5; i++) {
            order.add(bench.due().correlationId());
            restoreTo(20 + i);
        }
        assertThat(order).containsExactly(2L, 3L, 4L, 1L, 5L);
    }

    @Test
    void retriesAreCountedOverAllRoundsThroughTheRing() {
        StoredMessage message = moveToRetry(0, 0);
        assertThat(message.retriesDone()).isEqualTo(1);
        assertThat(message.cause()).isEqualTo(RetryCause.NACK);
        for (int round = 1; round < 4; round++) {
            restoreTo(round);
            assertThat(store.inRing(round)).isSameAs(message);
            assertThat(store.move(round, bench.ring.get(round), 0, 0)).isSameAs(message);
            bench.clear(bench.ring.get(round));
            store.waitForRetry(message, RetryCause.CONFIRM_TIMEOUT, bench.nowNs());
            assertThat(message.retriesDone()).isEqualTo(round + 1);
        }
        assertThat(message.firstSequence()).isZero();
        assertThat(message.deadlineNs()).as("that of its first acceptance").isGreaterThan(bench.nowNs());
        assertThat(store.unsettledCount()).isEqualTo(1);
    }

    @Test
    void aLateAckFindsItsMessageWhereverThatIs() {
        StoredMessage waiting = moveToAck(0, 100, 50);
        StoredMessage retrying = moveToAck(1, 101, 50);
        store.waitForRetry(retrying, RetryCause.CONFIRM_TIMEOUT, bench.nowNs());
        StoredMessage inRing = moveToAck(2, 102, 50);
        store.waitForRetry(inRing, RetryCause.CONFIRM_TIMEOUT, bench.nowNs() - 1);
        restoreTo(10);
        assertThat(inRing.state()).isEqualTo(StoredState.IN_RING);

        assertThat(store.attempts().answered(EPOCH, 99)).isNull();
        assertThat(store.attempts().answered(EPOCH + 1, 100))
                .as("another connection's tag")
                .isNull();
        assertThat(store.attempts().answered(EPOCH, 101)).isSameAs(retrying);
        assertThat(store.attempts().answered(EPOCH, 102)).isSameAs(inRing);
        assertThat(store.attempts().answered(EPOCH, 100)).isSameAs(waiting);
        assertThat(store.attempts().answered(EPOCH, 100)).as("answered once").isNull();
        for (StoredMessage message : new StoredMessage[] {waiting, retrying, inRing}) {
            store.depart(message, Outcome.CONFIRMED, null);
        }
        assertThat(store.inRing(10)).as("its slot is to be passed over").isNull();
        bench.clear(bench.ring.get(10));
        assertThat(store.firstDue(bench.nowNs())).as("no retry any more").isNull();
        bench.deliver();
        assertThat(bench.delivered).containsExactly("0 CONFIRMED", "1 CONFIRMED", "2 CONFIRMED");
        bench.assertEmpty();
    }

    @Test
    void everyAttemptOfAMessageCanStillBeAnswered() {
        StoredMessage message = moveToAck(0, 7, 0);
        for (int round = 1; round <= 3; round++) {
            store.waitForRetry(message, RetryCause.CONFIRM_TIMEOUT, bench.nowNs());
            restoreTo(round);
            store.move(round, bench.ring.get(round), 0, 0);
            store.attempts().remember(EPOCH, 7 + 10L * round, message);
            store.waitForAck(message, bench.nowNs());
        }
        assertThat(store.attempts().liveCount()).isEqualTo(4);
        assertThat(store.attempts().answered(EPOCH, 17)).isSameAs(message);
        store.depart(message, Outcome.CONFIRMED, null);
        assertThat(store.attempts().answered(EPOCH, 7)).as("it has its outcome").isNull();
        bench.deliver();
        StoredMessage next = moveToAck(5, 90, 0);
        assertThat(next).as("the same object").isSameAs(message);
        assertThat(store.attempts().answered(EPOCH, 27))
                .as("the tag of an earlier message of that object")
                .isNull();
        assertThat(store.attempts().answered(EPOCH, 90)).isSameAs(next);
    }

    @Test
    void anAnswerToAllUpToATagLeavesOutWhatWasAnsweredBefore() {
        StoredMessage nacked = moveToRetry(0, 0); // tag 1: its nack was its answer, so it is not remembered
        StoredMessage second = moveToAck(1, 2, 0);
        StoredMessage fourth = moveToAck(3, 4, 0);
        StoredMessage third = moveToAck(2, 3, 0); // moved later, sent earlier
        StoredMessage fifth = moveToAck(4, 5, 0);
        List<StoredMessage> answered = new ArrayList<>();
        for (StoredMessage message = store.attempts().answeredUpTo(EPOCH, 4);
                message != null;
                message = store.attempts().answeredUpTo(EPOCH, 4)) {
            answered.add(message);
        }
        assertThat(answered).containsExactly(second, third, fourth);
        assertThat(store.attempts().answeredUpTo(EPOCH + 1, 100)).isNull();
        assertThat(store.attempts().answeredUpTo(EPOCH, 100)).isSameAs(fifth);
        assertThat(nacked.state()).isEqualTo(StoredState.WAITING_RETRY);
    }

    @Test
    void aLostConnectionSendsStragglersAgainAndSpendsNoRetry() {
        StoredMessage straggler = moveToAck(0, 1, 1_000);
        StoredMessage retrying = moveToAck(1, 2, 1_000);
        store.waitForRetry(retrying, RetryCause.CONFIRM_TIMEOUT, bench.nowNs() + 1_000_000);
        assertThat(store.onEpochLost(message -> {})).isEqualTo(1);
        assertThat(bench.due()).isSameAs(straggler);
        assertThat(straggler.retriesDone()).isZero();
        assertThat(straggler.cause()).isEqualTo(RetryCause.CHANNEL_CLOSED);
        assertThat(retrying.retriesDone()).isEqualTo(1);
        assertThat(store.nextConfirmDueNs()).isEqualTo(RetryStore.NEVER);
        assertThat(store.attempts().answered(EPOCH, 1)).isNull();
        assertThat(store.attempts().answeredUpTo(EPOCH, 100)).isNull();
        restoreTo(3);
        assertThat(store.firstDue(bench.nowNs())).as("its interval goes on").isNull();
    }

    @Test
    void deadlinesHoldInTheStoreAndInTheRing() {
        moveToAck(0, 1, 50);
        bench.clock.advanceMs(10);
        moveToRetry(1, 0);
        bench.clock.advanceMs(10);
        moveToRetry(2, 2_000);
        restoreTo(8);
        List<String> ended = new ArrayList<>();
        bench.clock.advanceMs(979);
        assertThat(store.expire(bench.nowNs(), message -> ended.add("too early")))
                .isZero();
        assertThat(store.nextDeadlineNs()).isEqualTo(bench.nowNs() + 1_000_000);
        bench.clock.advanceMs(12);
        assertThat(store.expire(bench.nowNs(), message -> {
                    ended.add(message.correlationId() + " " + message.state() + " " + message.sequence());
                    store.depart(message, Outcome.TIMED_OUT, "late");
                }))
                .isEqualTo(2);
        assertThat(ended).containsExactly("0 WAITING_ACK -1", "1 IN_RING 8");
        assertThat(store.inRing(8)).isNull();
        bench.clear(bench.ring.get(8));
        assertThat(store.drainAll(message -> store.depart(message, Outcome.ABORTED, "closed")))
                .isEqualTo(1);
        bench.deliver();
        assertThat(bench.delivered).containsExactly("0 TIMED_OUT", "1 TIMED_OUT", "2 ABORTED");
        bench.assertEmpty();
    }

    @Test
    void flushSeesTheOldestThatIsNotDelivered() {
        StoredMessage late = moveToRetry(9, 0);
        StoredMessage early = moveToRetry(3, 0);
        assertThat(store.oldestSequence()).isEqualTo(3);
        restoreTo(12);
        assertThat(store.oldestSequence()).as("in the ring again").isEqualTo(3);
        store.depart(early, Outcome.CONFIRMED, null);
        assertThat(store.oldestSequence()).as("on its way").isEqualTo(3);
        bench.deliver();
        assertThat(store.oldestSequence()).isEqualTo(9);
        store.depart(late, Outcome.REJECTED, "nack");
        bench.deliver();
        assertThat(store.oldestSequence()).isEqualTo(RetryStore.NEVER);
    }

    @Test
    void aNackForAnEarlierAttemptIsTheLastAnswer() {
        StoredMessage message = moveToAck(0, 1, 0);
        store.waitForRetry(message, RetryCause.CONFIRM_TIMEOUT, bench.nowNs());
        assertThat(store.attempts().answered(EPOCH, 1)).isSameAs(message);
        store.onNackAgain(message);
        assertThat(message.cause()).isEqualTo(RetryCause.NACK);
        assertThat(message.retriesDone()).isEqualTo(1);
        assertThat(bench.due()).isSameAs(message);
    }
}
