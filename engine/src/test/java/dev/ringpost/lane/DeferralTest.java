package dev.ringpost.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringpost.Entity;
import dev.ringpost.Exchange;
import dev.ringpost.Ordering;
import dev.ringpost.Outcome;
import dev.ringpost.PublishOptions;
import dev.ringpost.Queue;
import dev.ringpost.testing.CleanEngine;
import dev.ringpost.topology.Declarations;
import dev.ringpost.wire.RouteEncoder;
import dev.ringpost.wire.RouteSpec;
import dev.ringpost.wire.RouteTemplate;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Messages that wait for what they need, and those that do not. */
@CleanEngine
class DeferralTest {

    private static final Exchange EVENTS = Exchange.of("events", Exchange.TOPIC);
    private static final Queue VOLATILE =
            Queue.builder("volatile").expires(Duration.ofMinutes(1)).build();

    private final LaneBench bench = new LaneBench();

    /** A route whose routing key is its ordering key too. */
    private static RouteTemplate route(String key, @Nullable Entity needed) {
        return route(PublishOptions.builder().routingKey(key).orderingKey(key).build(), needed);
    }

    private static RouteTemplate route(PublishOptions options, @Nullable Entity needed) {
        Declarations declarations = needed == null ? null : Declarations.of(List.of(needed), null);
        return new RouteEncoder()
                .encode(RouteSpec.plain(options, "application/data", "binary", true)
                        .requiring(declarations));
    }

    @Test
    void whatIsDeclaredAlreadyGoesStraightOn() {
        ScriptedLink link = bench.connect();
        bench.publish(route("a", EVENTS), "m1");
        bench.run();
        bench.publish(route("b", EVENTS), "m2");
        bench.step();
        assertThat(link.texts()).containsExactly("m1", "m2");
        assertThat(link.control().calls()).containsExactly("exchange events");
        link.ackAll();
        bench.run();
        assertThat(bench.outcomes().with(Outcome.CONFIRMED)).containsExactly(1L, 2L);
        bench.assertEmpty();
    }

    @Test
    void othersGoOnMeanwhileAndTheWaitingOnesFollowInOrder() {
        ScriptedLink link = bench.connect();
        bench.holdControl(true);
        bench.publish(route("a", EVENTS), "a1");
        bench.publish("other1");
        bench.publish(route("b", EVENTS), "b1");
        bench.publish(route("a", EVENTS), "a2");
        bench.publish("other2");
        bench.run();
        assertThat(link.texts()).containsExactly("other1", "other2");
        bench.holdControl(false);
        bench.run();
        assertThat(link.texts()).containsExactly("other1", "other2", "a1", "b1", "a2");
        assertThat(link.control().calls()).as("asked for once").containsExactly("exchange events");
        link.ackAll();
        bench.run();
        assertThat(bench.outcomes().with(Outcome.CONFIRMED)).hasSize(5).isSorted();
        bench.assertEmpty();
    }

    @Test
    void aLaterMessageOfTheSameKeyWaitsBehindWhateverItNeeds() {
        ScriptedLink link = bench.connect();
        bench.holdControl(true);
        bench.publish(route("a", EVENTS), "a1");
        bench.publish(route("a", null), "a2");
        bench.publish(route("b", null), "b1");
        bench.publish(
                route(
                        PublishOptions.builder()
                                .routingKey("a")
                                .orderingKey("a")
                                .ordering(Ordering.NONE)
                                .build(),
                        null),
                "unordered");
        bench.run();
        assertThat(link.texts()).containsExactly("b1", "unordered");
        bench.publish(route("a", null), "a3");
        bench.holdControl(false);
        bench.run();
        assertThat(link.texts()).containsExactly("b1", "unordered", "a1", "a2", "a3");
        link.ackAll();
        bench.run();
        bench.assertEmpty();
    }

    @Test
    void oneThatNeedsSomethingElseKeepsItsPlaceInItsKey() {
        ScriptedLink link = bench.connect();
        link.control().ignore("slow");
        bench.publish(route("a", Queue.of("slow")), "a1");
        bench.publish(route("a", EVENTS), "a2");
        bench.publish(route("b", EVENTS), "b1");
        bench.run();
        assertThat(link.texts()).containsExactly("b1");
        link.control().accept("slow");
        bench.advanceMs(500);
        bench.run();
        assertThat(link.texts()).containsExactly("b1", "a1", "a2");
    }

    @Test
    void aRefusalFailsThoseThatNeedItAndNoOther() {
        ScriptedLink link = bench.connect();
        link.control().refuse("events", 406, "PRECONDITION_FAILED - inequivalent arg 'type' for exchange 'events'");
        long first = bench.publish(route("a", EVENTS), "a1");
        long behind = bench.publish(route("a", null), "a2");
        long other = bench.publish("other");
        long second = bench.publish(route("b", EVENTS), "b1");
        bench.run();
        assertThat(bench.outcomes().all())
                .as("in ring order: the first is")
                .extracting(OutcomeLedger.Settled::id)
                .containsExactly(first);
        assertThat(link.texts()).containsExactly("other", "a2");
        link.ackAll();
        bench.run();
        assertThat(bench.outcomes().with(Outcome.FAILED)).containsExactly(first, second);
        assertThat(bench.outcomes().detailOf(first))
                .contains("exchange \"events\" was refused", "inequivalent arg 'type'", "routing key \"a\"");
        assertThat(bench.outcomes().with(Outcome.CONFIRMED)).containsExactly(behind, other);
        assertThat(link.epoch().loss()).as("the connection stays").isNull();

        link.control().accept("events");
        long again = bench.publish(route("a", EVENTS), "a3");
        bench.run();
        assertThat(link.texts()).as("a refusal is not remembered").endsWith("a3");
        link.ackAll();
        bench.run();
        assertThat(bench.outcomes().of(again)).isEqualTo(Outcome.CONFIRMED);
        bench.assertEmpty();
    }

    @Test
    void volatileOnesAreDeclaredForEveryUseAndOneResultServesAllThatWait() {
        ScriptedLink link = bench.connect();
        bench.holdControl(true);
        bench.publish(route("a", VOLATILE), "m1");
        bench.publish(route("a", VOLATILE), "m2");
        bench.run();
        bench.holdControl(false);
        bench.run();
        assertThat(link.texts()).containsExactly("m1", "m2");
        assertThat(link.control().calls()).containsExactly("queue volatile");
        bench.publish(route("a", VOLATILE), "m3");
        bench.run();
        assertThat(link.texts()).containsExactly("m1", "m2", "m3");
        assertThat(link.control().calls()).containsExactly("queue volatile", "queue volatile");
    }

    @Test
    void onANewConnectionEverythingIsDeclaredAgainBeforeItIsSentAgain() {
        ScriptedLink first = bench.connect();
        bench.publish(route("a", EVENTS), "a1");
        bench.publish(route("a", EVENTS), "a2");
        bench.publish("other");
        bench.run();
        bench.holdControl(true);
        bench.publish(route("b", Queue.of("q")), "b1");
        bench.run();
        assertThat(first.texts()).containsExactly("other", "a1", "a2");
        first.lose();
        bench.run();
        ScriptedLink second = bench.connect();
        bench.run();
        assertThat(second.texts()).containsExactly("other");
        bench.holdControl(false);
        bench.run();
        assertThat(second.control().calls()).containsExactly("exchange events", "queue q");
        assertThat(second.texts()).containsExactly("other", "a1", "a2", "b1");
        assertThat(first.control().calls()).as("the old one is let be").containsExactly("exchange events");
        second.ackAll();
        bench.run();
        assertThat(bench.outcomes().with(Outcome.CONFIRMED)).hasSize(4);
        bench.assertEmpty();
    }

    @Test
    void aResultOfALostConnectionReleasesNothing() {
        ScriptedLink first = bench.connect();
        bench.publish(route("a", EVENTS), "a1");
        bench.lane().doWork(bench.clock().nanoTime());
        bench.control().doWork(); // the result is there, and not heard yet
        first.lose();
        ScriptedLink second = bench.connect();
        second.control().mute(true);
        bench.run();
        assertThat(second.texts()).isEmpty();
        second.control().mute(false);
        bench.advanceMs(500);
        bench.run();
        assertThat(second.texts()).containsExactly("a1");
    }

    @Test
    void deadlinesAreKeptWhileWaitingAndHoldNobodyBackAfterwards() {
        ScriptedLink link = bench.connect();
        link.control().ignore("events");
        long waiting = bench.publish(route("a", EVENTS), "a1");
        long behind = bench.publish(route("a", null), "a2");
        bench.run();
        bench.advanceMs(LaneBench.DELIVERY_TIMEOUT_MS);
        bench.run();
        assertThat(bench.outcomes().detailOf(waiting))
                .contains("never sent", "waiting for the broker to declare exchange \"events\"");
        assertThat(bench.outcomes().detailOf(behind)).contains("behind an earlier message of its ordering key");
        long next = bench.publish(route("a", null), "a3");
        bench.run();
        assertThat(link.texts()).containsExactly("a3");
        link.ackAll();
        bench.run();
        assertThat(bench.outcomes().of(next)).isEqualTo(Outcome.CONFIRMED);
        bench.assertEmpty();
    }

    @Test
    void closeAbortsWhatWaits() {
        bench.connect().control().mute(true);
        bench.publish(route("a", EVENTS), "a1");
        bench.run();
        bench.inlet().close(null);
        bench.lane().requestDrain(bench.ring().cursor());
        bench.lane().requestAbort();
        bench.run();
        assertThat(bench.outcomes().with(Outcome.ABORTED)).containsExactly(1L);
        bench.assertEmpty();
    }

    @Test
    void inAnAlarmNothingIsWrittenAlthoughItWasDeclared() {
        ScriptedLink link = bench.connect();
        bench.holdControl(true);
        bench.publish(route("a", EVENTS), "a1");
        bench.run();
        link.block();
        bench.holdControl(false);
        bench.run();
        assertThat(link.texts()).isEmpty();
        link.unblock();
        bench.run();
        assertThat(link.texts()).containsExactly("a1");
    }

    @Test
    void whileCarefulAMessageKeepsItsPlaceUntilItsNeedIsThere() {
        bench.publish(route("a", EVENTS), "a1");
        bench.publish("offender");
        bench.publish("m3");
        ScriptedLink first = bench.connect();
        bench.run();
        assertThat(first.texts()).containsExactly("offender", "m3", "a1");
        first.close(406, "PRECONDITION_FAILED");
        bench.run();
        bench.holdControl(true);
        ScriptedLink second = bench.connect();
        bench.run();
        assertThat(second.texts()).as("nothing passes it").isEmpty();
        bench.holdControl(false);
        bench.run();
        assertThat(second.texts()).containsExactly("a1");
        second.ack(1);
        bench.run();
        assertThat(second.texts()).containsExactly("a1", "offender");
        second.close(406, "PRECONDITION_FAILED");
        bench.run();
        ScriptedLink third = bench.connect();
        bench.run();
        third.ackAll();
        bench.run();
        assertThat(bench.outcomes().with(Outcome.FAILED)).containsExactly(2L);
        assertThat(bench.outcomes().with(Outcome.CONFIRMED)).containsExactly(1L, 3L);
        bench.assertEmpty();
    }

    @Test
    void whatWasDeletedByTheEngineIsDeclaredAgain() {
        ScriptedLink link = bench.connect();
        bench.publish(route("a", EVENTS), "a1");
        bench.run();
        bench.control().forget();
        bench.publish(route("a", EVENTS), "a2");
        bench.run();
        assertThat(link.control().calls()).containsExactly("exchange events", "exchange events");
        assertThat(link.texts()).containsExactly("a1", "a2");
    }

    @Test
    void aRefusalThatCostTheConnectionFailsItsMessageOnTheNext() {
        ScriptedLink first = bench.connect();
        first.control().refuseByConnection("odd", 503, "COMMAND_INVALID - unknown exchange type 'odd'");
        long odd = bench.publish(route("a", Exchange.of("odd", "odd")), "a1");
        long other = bench.publish("other");
        bench.run();
        first.lose();
        bench.run();
        ScriptedLink second = bench.connect();
        bench.run();
        second.ackAll();
        bench.run();
        assertThat(second.control().calls()).isEmpty();
        assertThat(bench.outcomes().of(odd)).isEqualTo(Outcome.FAILED);
        assertThat(bench.outcomes().detailOf(odd)).contains("unknown exchange type 'odd'");
        assertThat(bench.outcomes().of(other)).isEqualTo(Outcome.CONFIRMED);
    }

    @Test
    void aWholeRingMayWait() {
        ScriptedLink link = bench.connect();
        for (int round = 0; round < 3; round++) {
            link.control().ignore("events");
            for (int i = 0; i < LaneBench.WINDOW; i++) {
                bench.publish(route("k" + i % 7, EVENTS), round + ":" + i);
            }
            bench.run();
            assertThat(link.texts()).hasSize(round * LaneBench.WINDOW);
            link.control().accept("events");
            bench.advanceMs(500);
            bench.run();
            assertThat(link.texts()).hasSize((round + 1) * LaneBench.WINDOW);
            link.ackAll();
            bench.run();
            bench.control().forget();
        }
        assertThat(bench.outcomes().with(Outcome.CONFIRMED))
                .hasSize(3 * LaneBench.WINDOW)
                .isSorted();
        bench.assertEmpty();
    }
}
