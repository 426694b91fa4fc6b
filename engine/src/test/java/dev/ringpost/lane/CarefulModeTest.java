package dev.ringpost.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringpost.Outcome;
import dev.ringpost.Producer;
import dev.ringpost.PublishOptions;
import dev.ringpost.testing.CleanEngine;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** A broker that closes the channel for one message: that one fails, with the broker's text, and no other. */
@CleanEngine
class CarefulModeTest {

    private static final int NOT_FOUND = 404;
    private static final int PRECONDITION_FAILED = 406;

    private final LaneBench bench = new LaneBench();
    private final Producer toMissing =
            bench.producer(PublishOptions.builder().exchange("missing").build());
    private final List<ScriptedLink> links = new ArrayList<>();

    private long publishToMissing(String text) {
        return bench.publish(toMissing, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Runs a broker that closes the channel at such a message and confirms the others, until nothing is in flight. */
    private void runBroker(int replyCode, String text, Predicate<ScriptedChannel.Sent> refuses) {
        for (int round = 0; bench.ring().completed().get() < bench.ring().cursor(); round++) {
            assertThat(round).as("connections").isLessThan(100);
            ScriptedLink link = bench.connect();
            links.add(link);
            bench.run();
            int read = 0;
            while (link.epoch().loss() == null && read < link.channel().sent().size()) {
                while (link.epoch().loss() == null
                        && read < link.channel().sent().size()) {
                    ScriptedChannel.Sent message = link.channel().sent().get(read++);
                    if (refuses.test(message)) {
                        link.close(replyCode, text);
                    } else if (!refusesLater(link, read, refuses)) {
                        link.ack(message.tag());
                    }
                }
                bench.run();
            }
            link.lose();
            bench.run();
        }
    }

    /** Confirms come late: what is in the air with the offender has no answer yet when the channel closes. */
    private static boolean refusesLater(ScriptedLink link, int read, Predicate<ScriptedChannel.Sent> refuses) {
        return link.channel().sent().stream().skip(read).anyMatch(refuses);
    }

    @Test
    void ofManyInFlightOnlyTheOneToTheMissingExchangeFails() {
        for (int i = 0; i < 20; i++) {
            bench.publish("before" + i);
        }
        long offender = publishToMissing("offender");
        for (int i = 0; i < 20; i++) {
            bench.publish("after" + i);
        }
        runBroker(
                NOT_FOUND,
                "NOT_FOUND - no exchange 'missing'",
                sent -> sent.route().exchange().equals("missing"));
        assertThat(bench.outcomes().with(Outcome.FAILED)).containsExactly(offender);
        assertThat(bench.outcomes().detailOf(offender)).contains("no exchange 'missing'", "exchange \"missing\"");
        assertThat(bench.outcomes().with(Outcome.CONFIRMED)).hasSize(40).isSorted();
        assertThat(links).as("found by halves, not one by one").hasSizeBetween(3, 8);
        bench.assertEmpty();
    }

    @Test
    void messagesToTheSameMissingExchangeFailTogether() {
        List<Long> offenders = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            bench.publish("good" + i);
            offenders.add(publishToMissing("bad" + i));
        }
        runBroker(NOT_FOUND, "NOT_FOUND", sent -> sent.route().exchange().equals("missing"));
        assertThat(bench.outcomes().with(Outcome.FAILED)).isEqualTo(offenders);
        assertThat(bench.outcomes().with(Outcome.CONFIRMED)).hasSize(10);
        assertThat(links).as("one search for all of them").hasSizeBetween(3, 7);
        bench.assertEmpty();
    }

    @Test
    void aPreconditionFailsOneMessageNotItsExchange() {
        bench.publish("good1");
        long bad = bench.publish("bad");
        bench.publish("good2");
        runBroker(
                PRECONDITION_FAILED,
                "PRECONDITION_FAILED - invalid expiration",
                sent -> sent.text().equals("bad"));
        assertThat(bench.outcomes().with(Outcome.FAILED)).containsExactly(bad);
        assertThat(bench.outcomes().detailOf(bad)).contains("invalid expiration");
        assertThat(bench.outcomes().with(Outcome.CONFIRMED)).hasSize(2);
    }

    @Test
    void twoOffendersOfDifferentKindsBothFail() {
        bench.publish("good1");
        long first = bench.publish("bad");
        long second = publishToMissing("lost");
        bench.publish("good2");
        runBroker(
                PRECONDITION_FAILED,
                "PRECONDITION_FAILED",
                sent -> sent.text().equals("bad") || sent.route().exchange().equals("missing"));
        assertThat(bench.outcomes().with(Outcome.FAILED)).containsExactly(first, second);
        assertThat(bench.outcomes().with(Outcome.CONFIRMED)).hasSize(2);
    }

    @Test
    void whileCarefulOneMessageAtATimeAndNewTrafficWaitsItsTurn() {
        bench.publish("m1");
        publishToMissing("m2");
        bench.publish("m3");
        ScriptedLink first = bench.connect();
        bench.run();
        first.close(NOT_FOUND, "NOT_FOUND");
        bench.run();
        bench.publish("newer");
        ScriptedLink second = bench.connect();
        bench.run();
        assertThat(second.texts()).containsExactly("m1");
        second.ack(1);
        bench.run();
        assertThat(second.texts()).containsExactly("m1", "m2");
        second.close(NOT_FOUND, "NOT_FOUND");
        bench.run();
        ScriptedLink third = bench.connect();
        bench.run();
        assertThat(third.texts()).containsExactly("m3");
        third.ack(1);
        bench.run();
        assertThat(third.texts()).containsExactly("m3", "newer");
        for (int i = 0; i < 10; i++) {
            bench.publish("free" + i);
        }
        bench.run();
        assertThat(third.texts()).as("no longer one by one").hasSize(12);
        third.ackAll();
        bench.run();
        bench.assertEmpty();
    }

    @Test
    void aBrokerThatShutsDownRefusesNobody() {
        long id = bench.publish("alone in flight");
        ScriptedLink first = bench.connect();
        bench.run();
        first.close(320, "CONNECTION_FORCED - broker forced connection closure");
        bench.run();
        assertThat(bench.outcomes().all()).isEmpty();
        ScriptedLink second = bench.connect();
        bench.run();
        second.ack(1);
        bench.run();
        assertThat(bench.outcomes().of(id)).isEqualTo(Outcome.CONFIRMED);
    }

    @Test
    void theOffenderMayTimeOutMeanwhile() {
        publishToMissing("m1");
        long innocent = bench.publish("m2");
        ScriptedLink first = bench.connect();
        bench.run();
        first.close(NOT_FOUND, "NOT_FOUND");
        bench.run();
        bench.advanceMs(LaneBench.DELIVERY_TIMEOUT_MS);
        bench.run();
        assertThat(bench.outcomes().with(Outcome.TIMED_OUT)).hasSize(2).contains(innocent);
        long fresh = bench.publish("fresh");
        ScriptedLink second = bench.connect();
        bench.run();
        second.ack(1);
        bench.run();
        assertThat(bench.outcomes().of(fresh)).isEqualTo(Outcome.CONFIRMED);
        bench.assertEmpty();
    }

    @Test
    void aMessageSentAfterTheOffenderTimedOutIsNotTakenForIt() {
        publishToMissing("offender");
        ScriptedLink first = bench.connect();
        bench.run();
        bench.advanceMs(LaneBench.DELIVERY_TIMEOUT_MS);
        bench.run(); // the offender's answer is still on its way
        long innocent = bench.publish("innocent");
        bench.run();
        first.close(NOT_FOUND, "NOT_FOUND - no exchange 'missing'");
        bench.run();
        ScriptedLink second = bench.connect();
        bench.run();
        second.ackAll();
        bench.run();
        assertThat(bench.outcomes().of(innocent)).isEqualTo(Outcome.CONFIRMED);
    }
}
