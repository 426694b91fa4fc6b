package dev.ringpost.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringpost.EngineSettings;
import dev.ringpost.Offer;
import dev.ringpost.Outcome;
import dev.ringpost.Producer;
import dev.ringpost.PublishOptions;
import dev.ringpost.RetryCause;
import dev.ringpost.RetryListener;
import dev.ringpost.RetryPolicy;
import dev.ringpost.testing.CleanEngine;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Confirm timeouts, stragglers and answers that come when their message is somewhere else. */
@CleanEngine
class UnansweredTest {

    private static final long CONFIRM_TIMEOUT_MS = 200;
    private static final RetryPolicy TWICE = RetryPolicy.builder()
            .intervalStart(Duration.ofMillis(10))
            .intervalStep(Duration.ZERO)
            .maxRetries(2)
            .jitter(0)
            .build();

    private final List<RetryCause> news = new ArrayList<>();
    private final LaneBench bench = bench(TWICE);
    private final ScriptedLink link = bench.connect();

    private LaneBench bench(RetryPolicy policy) {
        RetryListener listener = new RetryListener() {
            @Override
            public void onRetry(RetryCause cause, String detail, int retryIndex, Duration nextIn) {
                news.add(cause);
            }
        };
        return new LaneBench(
                null, new EngineSettings.Retry(policy, LaneBench.RETRY_LIMIT, listener), CONFIRM_TIMEOUT_MS);
    }

    private void advanceMs(long ms) {
        bench.advanceMs(ms);
        bench.run();
    }

    private long publishAndRun(String text) {
        long id = bench.publish(text);
        bench.run();
        return id;
    }

    @Test
    void whatIsNotAnsweredWhileLaterOnesAreIsTriedAgain() {
        long silent = publishAndRun("silent");
        publishAndRun("later");
        link.ack(2);
        advanceMs(CONFIRM_TIMEOUT_MS - 1);
        assertThat(link.texts()).containsExactly("silent", "later");
        assertThat(news).isEmpty();
        advanceMs(1);
        assertThat(news).containsExactly(RetryCause.CONFIRM_TIMEOUT);
        advanceMs(10);
        assertThat(link.texts()).containsExactly("silent", "later", "silent");
        link.ack(3);
        bench.run();
        assertThat(bench.outcomes().of(silent)).isEqualTo(Outcome.CONFIRMED);
        assertThat(bench.metrics().retryCount()).isEqualTo(1);
        bench.assertEmpty();
    }

    @Test
    void oneWithoutAnAnswerHoldsUpTheOutcomesOfLaterOnesForHalfASecond() {
        LaneBench patient = new LaneBench(
                null, new EngineSettings.Retry(TWICE, LaneBench.RETRY_LIMIT, new RetryListener() {}), 900);
        ScriptedLink connected = patient.connect();
        patient.publish("usual");
        patient.run();
        patient.advanceMs(1);
        connected.ack(1);
        patient.run();
        long silent = patient.publish("silent");
        long later = patient.publish("later");
        patient.run();
        connected.ack(3);
        patient.advanceMs(499);
        patient.run();
        assertThat(patient.outcomes().of(later)).as("in order, if it can be").isNull();
        patient.advanceMs(1);
        patient.run();
        assertThat(patient.outcomes().of(later)).isEqualTo(Outcome.CONFIRMED);
        assertThat(patient.outcomes().of(silent)).isNull();
        connected.ack(2);
        patient.run();
        assertThat(patient.outcomes().of(silent)).isEqualTo(Outcome.CONFIRMED);
        assertThat(connected.texts()).as("nothing is sent again").containsExactly("usual", "silent", "later");
        patient.assertEmpty();
    }

    @Test
    void theTimeCountsFromSendingNotFromAccepting() {
        link.lose();
        bench.run();
        long silent = publishAndRun("silent");
        publishAndRun("later");
        advanceMs(CONFIRM_TIMEOUT_MS * 2);
        ScriptedLink second = bench.connect();
        bench.run();
        second.ack(2);
        advanceMs(CONFIRM_TIMEOUT_MS - 1);
        assertThat(news).isEmpty();
        second.ack(1);
        bench.run();
        assertThat(bench.outcomes().of(silent)).isEqualTo(Outcome.CONFIRMED);
        bench.assertEmpty();
    }

    @Test
    void whenThePolicyIsSpentItTimesOut() {
        long silent = publishAndRun("silent");
        for (int attempt = 1; attempt <= 3; attempt++) {
            publishAndRun("later");
            link.ack(link.channel().sent().size());
            advanceMs(CONFIRM_TIMEOUT_MS);
            advanceMs(10);
        }
        assertThat(bench.outcomes().of(silent)).isEqualTo(Outcome.TIMED_OUT);
        assertThat(bench.outcomes().detailOf(silent)).contains("confirm timeout of 200 ms", "no retry left");
        assertThat(link.texts().stream().filter("silent"::equals)).hasSize(3);
        bench.assertEmpty();
    }

    @Test
    void anAnswerToAnyAttemptConfirmsAndCancelsTheRetry() {
        long silent = publishAndRun("silent");
        publishAndRun("later");
        link.ack(2);
        advanceMs(CONFIRM_TIMEOUT_MS);
        link.ack(1);
        bench.run();
        assertThat(bench.outcomes().of(silent)).isEqualTo(Outcome.CONFIRMED);
        advanceMs(20);
        assertThat(link.texts()).as("not sent again").containsExactly("silent", "later");
        bench.assertEmpty();
    }

    @Test
    void theAnswerToTheFirstAttemptCountsWhileTheSecondIsOnItsWay() {
        long silent = publishAndRun("silent");
        publishAndRun("later");
        link.ack(2);
        advanceMs(CONFIRM_TIMEOUT_MS);
        advanceMs(10);
        assertThat(link.texts()).containsExactly("silent", "later", "silent");
        link.ack(1);
        bench.run();
        assertThat(bench.outcomes().of(silent)).isEqualTo(Outcome.CONFIRMED);
        link.ack(3);
        bench.run();
        assertThat(bench.outcomes().of(silent)).isEqualTo(Outcome.CONFIRMED);
        bench.assertEmpty();
    }

    @Test
    void theAnswerToTheFirstAttemptCountsWhileTheSecondIsInABatchThatIsNotWritten() {
        long silent = publishAndRun("silent".repeat(20)); // large: its buffer must stay until the batch is written
        publishAndRun("later");
        link.ack(2);
        advanceMs(CONFIRM_TIMEOUT_MS);
        link.channel().whenAdded(link::block);
        advanceMs(10);
        assertThat(bench.metrics().reenqueued().get()).isEqualTo(1);
        assertThat(link.channel().batchCount()).as("not written").isEqualTo(1);
        link.ack(1);
        bench.run();
        assertThat(bench.outcomes().of(silent)).as("not before it is written").isNull();
        link.channel().whenAdded(() -> {});
        link.unblock();
        bench.run();
        assertThat(link.texts()).hasSize(3);
        bench.step();
        bench.run();
        assertThat(bench.outcomes().of(silent)).isEqualTo(Outcome.CONFIRMED);
        assertThat(link.epoch().loss()).isNull();
        link.ackAll();
        bench.run();
        bench.assertEmpty();
    }

    @Test
    void anAckOfAllUpToATagCountsForWhatWasMoved() {
        long silent = publishAndRun("silent");
        publishAndRun("later");
        link.ack(2);
        advanceMs(CONFIRM_TIMEOUT_MS);
        long last = publishAndRun("last");
        link.ackUpTo(3);
        bench.run();
        assertThat(bench.outcomes().with(Outcome.CONFIRMED)).contains(silent, last);
        bench.assertEmpty();
    }

    @Test
    void aNackOfWhatWaitsForItsRetryDoesNotEndIt() {
        long silent = publishAndRun("silent");
        publishAndRun("later");
        link.ack(2);
        advanceMs(CONFIRM_TIMEOUT_MS);
        link.nack(1);
        advanceMs(10);
        assertThat(link.texts()).containsExactly("silent", "later", "silent");
        link.ack(3);
        bench.run();
        assertThat(bench.outcomes().of(silent)).isEqualTo(Outcome.CONFIRMED);
        assertThat(bench.metrics().retryCount()).isEqualTo(1);
        bench.assertEmpty();
    }

    @Test
    void aNackOfAnEarlierAttemptSaysNothingOfTheOneThatWasSetAside() {
        long silent = publishAndRun("silent");
        publishAndRun("later");
        link.ack(2);
        bench.run();
        advanceMs(CONFIRM_TIMEOUT_MS);
        advanceMs(10);
        for (int i = 0; i < LaneBench.WINDOW - 1; i++) {
            bench.publish("other");
        }
        bench.run();
        int sent = link.texts().size();
        int second = link.texts().lastIndexOf("silent") + 1;
        assertThat(second).isGreaterThan(2);
        bench.advanceMs(1);
        for (int tag = 3; tag <= sent; tag++) {
            if (tag != second) {
                link.ack(tag);
            }
        }
        advanceMs(50); // the second attempt is set aside
        assertThat(bench.ring().remainingSlots()).isEqualTo(LaneBench.WINDOW);
        link.nack(1);
        bench.run();
        assertThat(news).as("the nack charged nothing").containsExactly(RetryCause.CONFIRM_TIMEOUT);
        link.ack(second);
        bench.run();
        assertThat(bench.outcomes().of(silent)).isEqualTo(Outcome.CONFIRMED);
        bench.assertEmpty();
    }

    @Test
    void aMessageThatIsNeverAnsweredDoesNotStopTheSearchForAnother() {
        long silent = publishAndRun("silent");
        Producer missing =
                bench.producer(PublishOptions.builder().exchange("missing").build());
        long refused = bench.publish(missing, "refused".getBytes(StandardCharsets.UTF_8));
        long last = publishAndRun("last");
        link.close(404, "NOT_FOUND - no exchange 'missing'");
        bench.run();
        ScriptedLink current = bench.connect();
        bench.run();
        for (int round = 0; round < 40 && bench.outcomes().of(last) == null; round++) {
            advanceMs(CONFIRM_TIMEOUT_MS / 8);
            List<String> texts = current.texts();
            if (texts.contains("refused")) {
                current.close(404, "NOT_FOUND - no exchange 'missing'");
                bench.run();
                current = bench.connect();
                bench.run();
                continue;
            }
            for (int tag = 1; tag <= texts.size(); tag++) {
                if (texts.get(tag - 1).equals("last")) {
                    current.ack(tag);
                }
            }
            bench.run();
        }
        assertThat(bench.outcomes().of(refused)).isEqualTo(Outcome.FAILED);
        assertThat(bench.outcomes().of(last)).isEqualTo(Outcome.CONFIRMED);
        advanceMs(LaneBench.DELIVERY_TIMEOUT_MS);
        assertThat(bench.outcomes().of(silent)).isEqualTo(Outcome.TIMED_OUT);
        bench.assertEmpty();
    }

    @Test
    void aLinkThatAnswersNothingIsCutOnceAndNobodyIsCharged() {
        long id = publishAndRun("one");
        publishAndRun("two");
        advanceMs(CONFIRM_TIMEOUT_MS);
        assertThat(link.channel().isCut()).isTrue();
        assertThat(String.valueOf(link.epoch().loss())).contains("answered nothing for the confirm timeout of 200 ms");
        assertThat(news).isEmpty();
        ScriptedLink second = bench.connect();
        bench.run();
        assertThat(second.texts()).containsExactly("one", "two");
        second.ackAll();
        bench.run();
        assertThat(bench.outcomes().of(id)).isEqualTo(Outcome.CONFIRMED);
        assertThat(bench.metrics().resends().get()).isEqualTo(2);
        assertThat(bench.metrics().retryCount()).isZero();
        bench.assertEmpty();
    }

    @Test
    void ifTheNextLinkIsAsSilentTheMessagesAreAtFault() {
        long id = publishAndRun("one");
        advanceMs(CONFIRM_TIMEOUT_MS);
        assertThat(link.channel().isCut()).isTrue();
        ScriptedLink second = bench.connect();
        bench.run();
        for (int attempt = 1; attempt <= 3; attempt++) {
            advanceMs(CONFIRM_TIMEOUT_MS / 2);
            assertThat(second.texts()).hasSize(attempt);
            advanceMs(CONFIRM_TIMEOUT_MS / 2);
            advanceMs(10);
        }
        assertThat(second.channel().isCut()).isFalse();
        assertThat(news).containsExactly(RetryCause.CONFIRM_TIMEOUT, RetryCause.CONFIRM_TIMEOUT);
        assertThat(bench.outcomes().of(id)).isEqualTo(Outcome.TIMED_OUT);
        assertThat(bench.outcomes().detailOf(id)).contains("no answer within the confirm timeout", "no retry left");
        bench.assertEmpty();
    }

    @Test
    void anAnswerMakesASilentLinkSuspectAgain() {
        publishAndRun("one");
        advanceMs(CONFIRM_TIMEOUT_MS);
        ScriptedLink second = bench.connect();
        bench.run();
        second.ackAll();
        bench.run();
        publishAndRun("two");
        advanceMs(CONFIRM_TIMEOUT_MS);
        assertThat(second.channel().isCut()).isTrue();
        bench.connect().ackAll();
        bench.advanceMs(LaneBench.DELIVERY_TIMEOUT_MS);
        bench.run();
        bench.assertEmpty();
    }

    @Test
    void aSlowBrokerThatGoesOnAnsweringInOrderIsNotCut() {
        for (int i = 0; i < 20; i++) {
            bench.publish("m" + i);
        }
        bench.run();
        for (int tag = 1; tag <= 20; tag++) {
            advanceMs(40); // the last waits for 800 ms
            link.ack(tag);
            bench.run();
        }
        assertThat(link.channel().isCut()).isFalse();
        assertThat(bench.outcomes().with(Outcome.CONFIRMED)).hasSize(20);
        bench.assertEmpty();
    }

    @Test
    void theTimeStandsStillWhileTheBrokerBlocks() {
        long silent = publishAndRun("silent");
        publishAndRun("later");
        link.ack(2);
        bench.run();
        link.block();
        bench.run();
        advanceMs(CONFIRM_TIMEOUT_MS * 2);
        link.unblock();
        bench.run();
        advanceMs(CONFIRM_TIMEOUT_MS - 1);
        assertThat(news).isEmpty();
        advanceMs(1);
        assertThat(news).containsExactly(RetryCause.CONFIRM_TIMEOUT);
        link.ack(1);
        bench.run();
        assertThat(bench.outcomes().of(silent)).isEqualTo(Outcome.CONFIRMED);
        bench.assertEmpty();
    }

    /** A full window of which only the first is unanswered, long after the others had their answers. */
    private long makeStraggler(LaneBench bench, ScriptedLink link) {
        for (int i = 0; i < 20; i++) { // what is usual here
            bench.publish("usual");
            bench.run();
            bench.advanceMs(1);
            link.ack(i + 1);
            bench.run();
        }
        long straggler = bench.publish("straggler");
        bench.run();
        for (int i = 1; i < LaneBench.WINDOW; i++) {
            bench.publish("other");
        }
        bench.run();
        assertThat(bench.offer(new byte[1])).isEqualTo(Offer.FULL);
        bench.advanceMs(1);
        for (int i = 1; i < LaneBench.WINDOW; i++) {
            link.ack(21 + i);
        }
        bench.run();
        bench.advanceMs(20);
        bench.run();
        return straggler;
    }

    @Test
    void aStragglerIsSetAsideAndConfirmedWhenItsAnswerComes() {
        long straggler = makeStraggler(bench, link);
        assertThat(bench.ring().remainingSlots()).isEqualTo(LaneBench.WINDOW);
        assertThat(bench.outcomes().of(straggler)).isNull();
        assertThat(bench.metrics().retryCount()).isZero();
        link.ack(21);
        bench.run();
        assertThat(bench.outcomes().of(straggler)).isEqualTo(Outcome.CONFIRMED);
        assertThat(link.texts().stream().filter("straggler"::equals)).hasSize(1);
        bench.assertEmpty();
    }

    @Test
    void aStragglerThatIsNackedIsTriedAgain() {
        long straggler = makeStraggler(bench, link);
        link.nack(21);
        bench.run();
        assertThat(news).containsExactly(RetryCause.NACK);
        advanceMs(10);
        link.ackAll();
        bench.run();
        assertThat(bench.outcomes().of(straggler)).isEqualTo(Outcome.CONFIRMED);
        bench.assertEmpty();
    }

    @Test
    void aStragglerHasItsConfirmTimeoutToo() {
        long straggler = makeStraggler(bench, link);
        advanceMs(CONFIRM_TIMEOUT_MS);
        assertThat(news).containsExactly(RetryCause.CONFIRM_TIMEOUT);
        advanceMs(10);
        link.ackAll();
        bench.run();
        assertThat(bench.outcomes().of(straggler)).isEqualTo(Outcome.CONFIRMED);
        bench.assertEmpty();
    }

    @Test
    void withNoRetriesAStragglerEndsWithItsConfirmTimeout() {
        LaneBench once = bench(RetryPolicy.none());
        ScriptedLink itsLink = once.connect();
        long straggler = makeStraggler(once, itsLink);
        once.advanceMs(CONFIRM_TIMEOUT_MS);
        once.run();
        assertThat(once.outcomes().of(straggler)).isEqualTo(Outcome.TIMED_OUT);
        assertThat(once.outcomes().detailOf(straggler)).contains("no answer within the confirm timeout");
        once.assertEmpty();
    }

    @Test
    void aLostConnectionSendsAStragglerAgainWhichIsNoRetry() {
        long straggler = makeStraggler(bench, link);
        link.lose();
        bench.run();
        ScriptedLink second = bench.connect();
        bench.run();
        assertThat(second.texts()).containsExactly("straggler");
        assertThat(bench.metrics().retryCount()).isZero();
        assertThat(bench.metrics().resends().get()).isEqualTo(1);
        link.ack(21); // of the connection that is gone
        bench.run();
        assertThat(bench.outcomes().of(straggler)).isNull();
        second.ackAll();
        bench.run();
        assertThat(bench.outcomes().of(straggler)).isEqualTo(Outcome.CONFIRMED);
        bench.assertEmpty();
    }

    /** It was accepted first, and comes back at the ring's end. */
    @Test
    void aLostConnectionSendsAStragglerAgainBeforeLaterOnesOfItsKey() {
        makeStraggler(bench, link);
        publishAndRun("sent");
        link.lose();
        bench.run();
        bench.publish("new");
        ScriptedLink second = bench.connect();
        bench.run();
        assertThat(second.texts()).containsExactly("straggler", "sent", "new");
        assertThat(bench.metrics().retryCount()).isZero();
        assertThat(bench.metrics().resends().get()).isEqualTo(2);
        publishAndRun("newer");
        assertThat(second.texts()).endsWith("new", "newer");
        second.ackAll();
        bench.run();
        bench.assertEmpty();
    }

    @Test
    void anotherLossAmidThatKeepsTheOrder() {
        makeStraggler(bench, link);
        publishAndRun("sent");
        link.lose();
        bench.run();
        ScriptedLink second = bench.connect();
        bench.step(); // moves what is before the straggler
        second.lose();
        bench.run();
        bench.publish("new");
        ScriptedLink third = bench.connect();
        bench.run();
        assertThat(third.texts()).containsExactly("straggler", "sent", "new");
        third.ackAll();
        bench.run();
        bench.assertEmpty();
    }

    @Test
    void aStragglersDeadlineHolds() {
        LaneBench patient = new LaneBench(null, new EngineSettings.Retry(TWICE, LaneBench.RETRY_LIMIT, null));
        ScriptedLink itsLink = patient.connect();
        long straggler = makeStraggler(patient, itsLink);
        patient.advanceMs(LaneBench.DELIVERY_TIMEOUT_MS);
        patient.run();
        assertThat(patient.outcomes().of(straggler)).isEqualTo(Outcome.TIMED_OUT);
        assertThat(patient.outcomes().detailOf(straggler)).contains("delivery timeout");
        patient.assertEmpty();
    }
}
