package dev.ringpost.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringpost.Outcome;
import dev.ringpost.testing.CleanEngine;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the broker says, and what becomes of it. Message n of these tests has delivery tag n. */
@CleanEngine
class AnswersTest {

    private final LaneBench bench = new LaneBench();
    private final ScriptedLink link = bench.connect();

    @BeforeEach
    void fiveMessagesAreInFlight() {
        for (int i = 1; i <= 5; i++) {
            bench.publish("m" + i);
        }
        bench.run();
        assertThat(link.texts()).containsExactly("m1", "m2", "m3", "m4", "m5");
        assertThat(link.channel().sent()).extracting(ScriptedChannel.Sent::tag).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(link.channel().flushCount()).as("one write for all").isOne();
        assertThat(bench.outcomes().all()).isEmpty();
    }

    @Test
    void oneAckConfirmsOneMessage() {
        link.ack(1);
        bench.run();
        assertThat(bench.outcomes().all()).containsExactly(new OutcomeLedger.Settled(1, Outcome.CONFIRMED, null));
    }

    @Test
    void aMultipleAckConfirmsAllUpToIt() {
        link.ackUpTo(3);
        bench.run();
        assertThat(bench.outcomes().with(Outcome.CONFIRMED)).containsExactly(1L, 2L, 3L);
    }

    @Test
    void outcomesOfAcksOutOfOrderComeInPublishOrder() {
        link.ack(3);
        link.ack(5);
        bench.run();
        assertThat(bench.outcomes().all()).as("1 is still open").isEmpty();
        link.ack(2);
        link.ack(1);
        bench.run();
        assertThat(bench.outcomes().with(Outcome.CONFIRMED)).containsExactly(1L, 2L, 3L);
        link.ack(4);
        bench.run();
        assertThat(bench.outcomes().with(Outcome.CONFIRMED)).containsExactly(1L, 2L, 3L, 4L, 5L);
        bench.assertEmpty();
    }

    @Test
    void overlappingAndRepeatedAcksSettleOnce() {
        link.ack(2);
        link.ackUpTo(3);
        link.ackUpTo(2);
        link.ack(2);
        link.ackUpTo(5);
        link.ackUpTo(5);
        bench.run();
        assertThat(bench.outcomes().with(Outcome.CONFIRMED)).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(link.epoch().tags().awaitingCount()).isZero();
        bench.assertEmpty();
    }

    /** Messages may be on their way that it has not seen: "all so far" is no answer to rely on. */
    @Test
    void tagZeroEndsTheConnection() {
        link.ackUpTo(0);
        bench.run();
        assertThat(bench.outcomes().all()).isEmpty();
        assertThat(link.channel().isCut()).isTrue();
        assertThat(link.epoch().loss()).isNotNull();
    }

    @Test
    void aNackRejectsWithAReason() {
        link.nack(1);
        bench.run();
        assertThat(bench.outcomes().of(1)).isEqualTo(Outcome.REJECTED);
        assertThat(bench.outcomes().detailOf(1)).contains("nack").contains("bench");
    }

    @Test
    void ofAnAckAndANackForOneTagTheFirstCounts() {
        link.nack(1);
        link.ackUpTo(2);
        link.nackUpTo(2);
        bench.run();
        assertThat(bench.outcomes().of(1)).isEqualTo(Outcome.REJECTED);
        assertThat(bench.outcomes().of(2)).isEqualTo(Outcome.CONFIRMED);
    }

    @Test
    void aReturnBeforeItsAckIsTheOutcome() {
        link.giveBack(1);
        link.ack(1);
        link.giveBack(1);
        bench.run();
        assertThat(bench.outcomes().all()).hasSize(1);
        assertThat(bench.outcomes().of(1)).isEqualTo(Outcome.RETURNED);
        assertThat(bench.outcomes().detailOf(1)).contains("no queue");
    }

    @Test
    void anAckOfATagNeverUsedEndsTheConnection() {
        link.ack(1);
        link.ack(6);
        link.ackUpTo(5);
        bench.run();
        assertThat(link.channel().isCut()).isTrue();
        assertThat(link.epoch().loss()).isNotNull();
        assertThat(bench.outcomes().with(Outcome.CONFIRMED))
                .as("what it said before counts, what it said after does not")
                .containsExactly(1L);
        ScriptedLink next = bench.connect();
        bench.run();
        assertThat(next.texts()).containsExactly("m2", "m3", "m4", "m5");
    }

    @Test
    void aLogThatOverflowsEndsTheConnection() {
        for (int i = 0; i <= LaneBench.RING_SIZE * 4; i++) {
            link.ack(1);
        }
        bench.run();
        assertThat(link.epoch().loss()).isNotNull();
        ScriptedLink next = bench.connect();
        bench.run();
        assertThat(next.texts()).containsExactly("m2", "m3", "m4", "m5");
    }

    @Test
    void aLateAckOfAReusedSlotConfirmsNobodyElse() {
        bench.advanceMs(LaneBench.DELIVERY_TIMEOUT_MS);
        bench.run();
        assertThat(bench.outcomes().with(Outcome.TIMED_OUT)).hasSize(5);
        // One ring further on, through voids, which take no tag: the new message in slot 0 has a tag close to the old.
        while (bench.ring().cursor() < LaneBench.RING_SIZE - 1) {
            bench.publishVoid();
            bench.run();
        }
        long reused = bench.publish("reused slot");
        bench.run();
        assertThat(link.channel().sent().get(5).tag()).isEqualTo(6);
        link.ack(1);
        link.ackUpTo(5);
        bench.run();
        assertThat(bench.outcomes().of(reused)).isNull();
        link.ack(6);
        bench.run();
        assertThat(bench.outcomes().of(reused)).isEqualTo(Outcome.CONFIRMED);
        assertThat(bench.outcomes().all()).hasSize(6);
    }

    @Test
    void tagsGoOnPastTheSizeOfTheRing() {
        link.ackUpTo(5);
        bench.run();
        for (long tag = 6; tag <= LaneBench.RING_SIZE * 3; tag += 2) {
            bench.publish("a");
            bench.publish("b");
            bench.run();
            link.ack(tag + 1);
            link.ack(tag);
            bench.run();
        }
        List<Long> confirmed = bench.outcomes().with(Outcome.CONFIRMED);
        assertThat(confirmed).hasSize((int) bench.ring().cursor() + 1).isSorted();
        bench.assertEmpty();
    }
}
