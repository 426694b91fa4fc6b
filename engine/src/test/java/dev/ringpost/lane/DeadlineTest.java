package dev.ringpost.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringpost.Offer;
import dev.ringpost.Outcome;
import dev.ringpost.testing.CleanEngine;
import org.junit.jupiter.api.Test;

/** The delivery timeout, and alarms of the broker, over which it is kept too. */
@CleanEngine
class DeadlineTest {

    private final LaneBench bench = new LaneBench();

    @Test
    void withoutAConnectionAMessageTimesOutAsNeverSent() {
        long id = bench.publish("m");
        bench.run();
        bench.advanceMs(LaneBench.DELIVERY_TIMEOUT_MS - 1);
        bench.run();
        assertThat(bench.outcomes().all()).isEmpty();
        bench.advanceMs(1);
        bench.run();
        assertThat(bench.outcomes().of(id)).isEqualTo(Outcome.TIMED_OUT);
        assertThat(bench.outcomes().detailOf(id))
                .isEqualTo("no confirm within the delivery timeout of 1000 ms; never sent; not connected to a broker");
        bench.assertEmpty();
    }

    @Test
    void sentAndNotAnsweredTimesOutAsSent() {
        ScriptedLink link = bench.connect();
        long id = bench.publish("m");
        bench.run();
        bench.advanceMs(LaneBench.DELIVERY_TIMEOUT_MS);
        bench.run();
        assertThat(bench.outcomes().detailOf(id)).contains("sent, so the broker may have it", "; connected");
        assertThat(link.epoch().tags().awaitingCount()).isZero();
        bench.assertEmpty();
    }

    @Test
    void sentBeforeALossTimesOutAsSent() {
        ScriptedLink link = bench.connect();
        long id = bench.publish("m");
        bench.run();
        link.lose();
        bench.run();
        bench.advanceMs(LaneBench.DELIVERY_TIMEOUT_MS);
        bench.run();
        assertThat(bench.outcomes().detailOf(id)).contains("sent, so the broker may have it", "not connected");
    }

    @Test
    void anAnswerThatIsThereInTimeCountsAlthoughTheLaneLooksLate() {
        ScriptedLink link = bench.connect();
        long id = bench.publish("m");
        bench.run();
        link.ack(1);
        bench.advanceMs(LaneBench.DELIVERY_TIMEOUT_MS * 2);
        bench.run();
        assertThat(bench.outcomes().of(id)).isEqualTo(Outcome.CONFIRMED);
    }

    @Test
    void onlyWhatIsOldTimesOut() {
        ScriptedLink link = bench.connect();
        long old = bench.publish("old");
        bench.run();
        bench.advanceMs(LaneBench.DELIVERY_TIMEOUT_MS / 2);
        bench.run();
        long young = bench.publish("young");
        bench.run();
        bench.advanceMs(LaneBench.DELIVERY_TIMEOUT_MS / 2);
        bench.run();
        assertThat(bench.outcomes().of(old)).isEqualTo(Outcome.TIMED_OUT);
        assertThat(bench.outcomes().of(young)).isNull();
        link.ackUpTo(2);
        bench.run();
        assertThat(bench.outcomes().of(young)).isEqualTo(Outcome.CONFIRMED);
    }

    @Test
    void theHeadOfTheLineTimesOutBehindAnsweredOnes() {
        ScriptedLink link = bench.connect();
        bench.publish("m1");
        bench.publish("m2");
        bench.publish("m3");
        bench.run();
        link.ack(1);
        link.ack(3);
        bench.run();
        bench.advanceMs(LaneBench.DELIVERY_TIMEOUT_MS);
        bench.run();
        assertThat(bench.outcomes().with(Outcome.TIMED_OUT)).containsExactly(2L);
        assertThat(bench.outcomes().with(Outcome.CONFIRMED)).containsExactly(1L, 3L);
        bench.assertEmpty();
    }

    @Test
    void whileBlockedNothingIsWrittenAndDeadlinesAreKept() {
        ScriptedLink link = bench.connect();
        bench.run();
        link.block();
        long id = bench.publish("m1");
        bench.run();
        assertThat(link.channel().flushCount()).isZero();
        bench.advanceMs(LaneBench.DELIVERY_TIMEOUT_MS);
        bench.run();
        assertThat(bench.outcomes().detailOf(id)).contains("never sent", "blocks publishers: low on memory");
        long later = bench.publish("m2");
        bench.run();
        link.unblock();
        bench.run();
        assertThat(link.texts()).containsExactly("m2");
        link.ack(1);
        bench.run();
        assertThat(bench.outcomes().of(later)).isEqualTo(Outcome.CONFIRMED);
        bench.assertEmpty();
    }

    @Test
    void callersOfAFullLaneAreToldWhy() {
        ScriptedLink link = bench.connect();
        link.block();
        bench.run();
        for (int i = 0; i < LaneBench.WINDOW; i++) {
            bench.publish("m");
        }
        bench.run();
        assertThat(bench.offer(new byte[1])).isEqualTo(Offer.BLOCKED);
        link.unblock();
        bench.run();
        assertThat(bench.offer(new byte[1])).as("sent, and not answered").isEqualTo(Offer.FULL);
        link.block();
        bench.run();
        assertThat(bench.offer(new byte[1])).isEqualTo(Offer.BLOCKED);
        link.lose();
        bench.run();
        assertThat(bench.offer(new byte[1])).as("not connected").isEqualTo(Offer.FULL);
        bench.inlet().close(null);
        assertThat(bench.offer(new byte[1])).isEqualTo(Offer.CLOSED);
    }
}
