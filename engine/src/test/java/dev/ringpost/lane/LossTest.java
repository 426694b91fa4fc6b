package dev.ringpost.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringpost.Outcome;
import dev.ringpost.testing.CleanEngine;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Connections that end, and what is sent again. */
@CleanEngine
class LossTest {

    private final LaneBench bench = new LaneBench();

    private void publish(String... texts) {
        for (String text : texts) {
            bench.publish(text);
        }
    }

    @Test
    void whatWasNotAnsweredIsSentAgainInOrderBeforeAnythingNewer() {
        ScriptedLink first = bench.connect();
        publish("m1", "m2", "m3", "m4", "m5");
        bench.run();
        first.ack(1);
        first.ack(4);
        first.lose();
        publish("m6");
        bench.run();
        publish("m7");
        ScriptedLink second = bench.connect(new ScriptedChannel().batchLimit(2));
        bench.run();
        assertThat(second.texts()).containsExactly("m2", "m3", "m5", "m6", "m7");
        assertThat(second.channel().sent())
                .extracting(ScriptedChannel.Sent::tag)
                .containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(bench.metrics().resends().get()).as("m2, m3, m5").isEqualTo(3);
        assertThat(bench.metrics().sent().get()).isEqualTo(10);
        second.ackAll();
        bench.run();
        assertThat(bench.outcomes().with(Outcome.CONFIRMED)).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);
        bench.assertEmpty();
    }

    @Test
    void whatAnOldConnectionSaysAfterANewOneIsAdoptedDoesNoHarm() {
        ScriptedLink first = bench.connect();
        publish("m1", "m2", "m3");
        bench.run();
        first.lose();
        bench.run();
        ScriptedLink second = bench.connect();
        bench.run();
        first.ackUpTo(3);
        first.nack(1);
        first.giveBack(2);
        first.ack(77);
        first.block();
        first.lose();
        bench.run();
        assertThat(bench.outcomes().all()).isEmpty();
        assertThat(second.epoch().loss()).isNull();
        assertThat(second.epoch().tags().awaitingCount()).isEqualTo(3);
        second.ackUpTo(3);
        bench.run();
        assertThat(bench.outcomes().with(Outcome.CONFIRMED)).containsExactly(1L, 2L, 3L);
    }

    @Test
    void answersHeardBeforeTheLossCountAlthoughReadAfterIt() {
        ScriptedLink first = bench.connect();
        publish("m1", "m2");
        bench.run();
        first.lose();
        first.ack(2);
        bench.run();
        ScriptedLink second = bench.connect();
        bench.run();
        assertThat(second.texts()).containsExactly("m1");
    }

    @Test
    void aWriteThatFailsIsALoss() {
        ScriptedLink first = bench.connect(new ScriptedChannel().batchLimit(2));
        first.channel().failAfterMessages(3);
        publish("m1", "m2", "m3", "m4", "m5", "m6");
        bench.run();
        assertThat(first.epoch().loss())
                .as("the I/O thread may know better why")
                .isNull();
        bench.advanceMs(50);
        bench.run();
        assertThat(first.epoch().loss()).isNotNull();
        assertThat(first.texts()).containsExactly("m1", "m2", "m3");
        ScriptedLink second = bench.connect();
        bench.run();
        assertThat(second.texts()).containsExactly("m1", "m2", "m3", "m4", "m5", "m6");
        assertThat(bench.metrics().resends().get())
                .as("m4 was in the failed write, m5 and m6 in none")
                .isEqualTo(4);
    }

    @Test
    void aLossBeforeTheLaneTookTheConnectionIsPassedOver() {
        publish("m1");
        ScriptedLink stillborn = bench.connect();
        stillborn.lose();
        ScriptedLink next = bench.connect();
        bench.run();
        assertThat(stillborn.texts()).isEmpty();
        assertThat(next.texts()).containsExactly("m1");
    }

    @Test
    void threeLossesInARowKeepTheOrder() {
        publish("m1", "m2", "m3", "m4");
        for (int sent : new int[] {2, 1, 3}) {
            ScriptedLink link = bench.connect();
            link.channel().failAfterMessages(sent);
            bench.run();
            bench.advanceMs(50);
            bench.run();
            assertThat(link.texts()).isEqualTo(List.of("m1", "m2", "m3", "m4").subList(0, sent));
        }
        ScriptedLink last = bench.connect();
        bench.run();
        assertThat(last.texts()).containsExactly("m1", "m2", "m3", "m4");
        last.ackUpTo(4);
        bench.run();
        assertThat(bench.outcomes().with(Outcome.CONFIRMED)).containsExactly(1L, 2L, 3L, 4L);
        bench.assertEmpty();
    }

    @Test
    void voidSlotsArePassedOver() {
        ScriptedLink link = bench.connect();
        bench.publishVoid();
        publish("m1");
        bench.publishVoid();
        bench.publishVoid();
        publish("m2");
        bench.publishVoid();
        bench.run();
        assertThat(link.texts()).containsExactly("m1", "m2");
        link.ackUpTo(2);
        bench.run();
        assertThat(bench.outcomes().with(Outcome.CONFIRMED)).containsExactly(1L, 2L);
        assertThat(bench.inlet().voidCount()).isEqualTo(4);
        bench.assertEmpty();
    }

    @Test
    void aClaimedUnpublishedSlotStopsWhatIsBehindItButNotForEver() {
        ScriptedLink link = bench.connect();
        publish("m1");
        long claimed = bench.ring().tryClaim();
        publish("m2", "m3");
        bench.run();
        assertThat(link.texts()).containsExactly("m1");
        link.ack(1);
        bench.run();
        assertThat(bench.outcomes().with(Outcome.CONFIRMED)).containsExactly(1L);

        bench.inlet().publishVoid(claimed, bench.ring().get(claimed));
        bench.run();
        assertThat(link.texts()).containsExactly("m1", "m2", "m3");
        link.ackUpTo(3);
        bench.run();
        assertThat(bench.outcomes().with(Outcome.CONFIRMED)).containsExactly(1L, 2L, 3L);
        bench.assertEmpty();
    }
}
