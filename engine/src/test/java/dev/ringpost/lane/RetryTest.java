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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Nacked messages are tried again by their policy, block nobody meanwhile, and have one outcome. */
@CleanEngine
class RetryTest {

    private static final RetryPolicy STEPS = RetryPolicy.builder()
            .intervalStart(Duration.ofMillis(10))
            .intervalStep(Duration.ofMillis(20))
            .intervalMax(Duration.ofMillis(40))
            .maxRetries(3)
            .jitter(0)
            .build();

    private final List<String> news = new ArrayList<>();
    private final LaneBench bench = bench(STEPS);

    private LaneBench bench(RetryPolicy policy) {
        return new LaneBench(null, new EngineSettings.Retry(policy, LaneBench.RETRY_LIMIT, new RetryListener() {
            @Override
            public void onRetry(RetryCause cause, String detail, int retryIndex, Duration nextIn) {
                news.add(cause + " " + retryIndex + " " + nextIn.toMillis());
            }
        }));
    }

    @Test
    void aNackedMessageIsSentAgainAfterItsIntervalAndConfirmed() {
        ScriptedLink link = bench.connect();
        long id = bench.publish("one");
        bench.run();
        link.nack(1);
        bench.run();
        bench.advanceMs(9);
        bench.run();
        assertThat(link.texts()).containsExactly("one");
        assertThat(bench.outcomes().of(id)).isNull();
        bench.advanceMs(1);
        bench.run();
        assertThat(link.texts()).containsExactly("one", "one");
        link.ack(2);
        bench.run();
        assertThat(bench.outcomes().of(id)).isEqualTo(Outcome.CONFIRMED);
        assertThat(bench.metrics().retryCount()).isEqualTo(1);
        assertThat(bench.metrics().moved().get()).as("what flush goes by").isEqualTo(1);
        bench.assertEmpty();
    }

    @Test
    void theIntervalsGrowToTheirMaximumAndThenTheMessageIsRejected() {
        ScriptedLink link = bench.connect();
        long id = bench.publish("one");
        bench.run();
        long startedMs = bench.clock().nanoTime() / 1_000_000;
        List<Long> sentAtMs = new ArrayList<>();
        for (int tag = 1; tag <= 4; tag++) {
            while (link.texts().size() < tag) {
                bench.advanceMs(1);
                bench.run();
            }
            sentAtMs.add(bench.clock().nanoTime() / 1_000_000 - startedMs);
            link.nack(tag);
            bench.run();
        }
        assertThat(sentAtMs).containsExactly(0L, 10L, 40L, 80L);
        assertThat(bench.outcomes().of(id)).isEqualTo(Outcome.REJECTED);
        assertThat(news).containsExactly("NACK 0 10", "NACK 1 30", "NACK 2 40");
        bench.assertEmpty();
    }

    @Test
    void othersGoOnMeanwhile() {
        ScriptedLink link = bench.connect();
        bench.publish("nacked");
        for (int i = 0; i < LaneBench.WINDOW - 1; i++) {
            bench.publish("other");
        }
        bench.run();
        link.nack(1);
        link.ackUpTo(LaneBench.WINDOW);
        bench.run();
        assertThat(bench.outcomes().with(Outcome.CONFIRMED)).hasSize(LaneBench.WINDOW - 1);
        assertThat(bench.offer(new byte[1])).isEqualTo(Offer.ACCEPTED);
        bench.advanceMs(10);
        bench.run();
        link.ackAll();
        bench.run();
        assertThat(bench.outcomes().with(Outcome.CONFIRMED)).hasSize(LaneBench.WINDOW + 1);
        bench.assertEmpty();
    }

    /** Outcomes are delivered in ring order, but no message waits longer for its own than its delivery timeout. */
    @Test
    void anOutcomeBehindAYoungerMessageComesAtTheDeadlineAtTheLatest() {
        ScriptedLink link = bench.connect();
        long retried = bench.publish("retried");
        bench.run();
        link.nack(1);
        bench.run();
        bench.advanceMs(9);
        long younger = bench.publish("younger");
        bench.run();
        bench.advanceMs(1);
        bench.run();
        link.ack(3);
        bench.run();
        assertThat(bench.outcomes().of(retried)).isNull();
        bench.advanceMs(LaneBench.DELIVERY_TIMEOUT_MS - 10);
        bench.run();
        assertThat(bench.outcomes().of(retried)).isEqualTo(Outcome.CONFIRMED);
        assertThat(bench.outcomes().of(younger)).isNull();
        link.ack(2);
        bench.run();
        assertThat(bench.outcomes().of(younger)).isEqualTo(Outcome.CONFIRMED);
        bench.assertEmpty();
    }

    @Test
    void aMessagesOwnPolicyGoesBeforeTheEngines() {
        ScriptedLink link = bench.connect();
        long id = bench.publishObject(
                "one", PublishOptions.builder().retryPolicy(RetryPolicy.none()).build());
        bench.run();
        link.nack(1);
        bench.run();
        assertThat(bench.outcomes().of(id)).isEqualTo(Outcome.REJECTED);
        bench.assertEmpty();
    }

    @Test
    void aMessageNackedUntilItsDeliveryTimeoutIsRejected() {
        LaneBench unlimited = bench(STEPS.toBuilder()
                .unlimitedRetries()
                .intervalMax(Duration.ofMillis(300))
                .intervalStep(Duration.ofMillis(290))
                .build());
        ScriptedLink link = unlimited.connect();
        long id = unlimited.publish("one");
        unlimited.run();
        int answered = 0;
        for (int ms = 0; ms <= LaneBench.DELIVERY_TIMEOUT_MS; ms++) {
            while (answered < link.texts().size()) {
                link.nack(++answered);
                unlimited.run();
            }
            unlimited.advanceMs(1);
            unlimited.run();
        }
        assertThat(unlimited.outcomes().of(id)).isEqualTo(Outcome.REJECTED);
        assertThat(answered).as("attempts: at 0, 10, 310, 610 and 910 ms").isEqualTo(5);
        unlimited.assertEmpty();
    }

    @Test
    void aMessageBackInTheRingTimesOutAtItsOwnDeadline() {
        ScriptedLink link = bench.connect();
        long old = bench.publish("old");
        bench.run();
        bench.advanceMs(LaneBench.DELIVERY_TIMEOUT_MS - 50);
        long young = bench.publish("young");
        bench.run();
        link.nack(1);
        bench.run();
        bench.advanceMs(10);
        bench.run();
        assertThat(link.texts()).containsExactly("old", "young", "old");
        bench.advanceMs(40);
        bench.run();
        assertThat(bench.outcomes().of(old)).isEqualTo(Outcome.TIMED_OUT);
        assertThat(bench.outcomes().of(young)).isNull();
        link.ackUpTo(3);
        bench.run();
        assertThat(bench.outcomes().of(young)).isEqualTo(Outcome.CONFIRMED);
        bench.assertEmpty();
    }

    @Test
    void aLostConnectionLosesNeitherWhatWaitsNorWhatIsBack() {
        ScriptedLink link = bench.connect();
        long waiting = bench.publish("waiting");
        long back = bench.publish("back");
        bench.run();
        link.nack(2);
        bench.run();
        bench.advanceMs(10);
        bench.run();
        link.nack(1);
        bench.run();
        link.lose();
        bench.run();
        bench.advanceMs(100);
        bench.run();
        ScriptedLink next = bench.connect();
        bench.run();
        assertThat(next.texts()).containsExactlyInAnyOrder("back", "waiting");
        next.ackAll();
        bench.run();
        assertThat(bench.outcomes().of(waiting)).isEqualTo(Outcome.CONFIRMED);
        assertThat(bench.outcomes().of(back)).isEqualTo(Outcome.CONFIRMED);
        bench.assertEmpty();
    }

    @Test
    void closingWaitsForRetriesAndAbortsWhatIsLeft() {
        ScriptedLink link = bench.connect();
        long first = bench.publish("first");
        long second = bench.publish("second");
        bench.run();
        link.nackUpTo(2);
        bench.run();
        bench.inlet().close(null);
        bench.lane().requestDrain(bench.ring().cursor());
        bench.advanceMs(10);
        bench.run();
        assertThat(link.texts()).hasSize(4);
        link.ack(3);
        link.nack(4);
        bench.run();
        assertThat(bench.outcomes().of(first)).isEqualTo(Outcome.CONFIRMED);
        bench.lane().requestAbort();
        bench.run();
        assertThat(bench.outcomes().of(second)).isEqualTo(Outcome.ABORTED);
        bench.assertEmpty();
    }

    @Test
    void callersOfTheBadDestinationAreStoppedAndOthersNot() {
        Producer bad = bench.producer(PublishOptions.builder().routingKey("bad").build());
        Producer good =
                bench.producer(PublishOptions.builder().routingKey("good").build());
        ScriptedLink link = bench.connect();
        int accepted = 0;
        while (bad.tryPublish(new byte[100], 0, 100, bench.nextId()) == Offer.ACCEPTED) {
            accepted++;
            bench.run();
            link.nack(accepted);
            bench.run();
        }
        assertThat(accepted).as("half of the store").isEqualTo(LaneBench.RETRY_LIMIT / 2);
        assertThat(good.tryPublish(new byte[1], 0, 1, bench.nextId())).isEqualTo(Offer.ACCEPTED);
        bench.advanceMs(10);
        bench.run();
        link.ackAll();
        bench.run();
        assertThat(bad.tryPublish(new byte[1], 0, 1, bench.nextId())).isEqualTo(Offer.ACCEPTED);
        bench.run();
        link.ackAll();
        bench.run();
        assertThat(bench.outcomes().with(Outcome.CONFIRMED)).hasSize(accepted + 2);
        bench.assertEmpty();
    }

    @Test
    void flushIsNotFooledByAMessageThatWentBackIntoTheRing() {
        ScriptedLink link = bench.connect();
        bench.publish("one");
        bench.run();
        link.nack(1);
        bench.run();
        assertThat(bench.retries().oldestSequence()).isZero();
        bench.advanceMs(10);
        bench.run();
        assertThat(bench.retries().oldestSequence()).as("back in the ring").isZero();
        link.ack(2);
        bench.run();
        assertThat(bench.retries().isAllDelivered()).isTrue();
        bench.assertEmpty();
    }

    @Test
    void aRetryThatMayNotGoYetDoesNotKeepTheLaneAwake() {
        ScriptedLink link = bench.connect();
        bench.publish("nacked");
        bench.run();
        link.nack(1);
        bench.run();
        link.block();
        bench.run();
        bench.advanceMs(500);
        bench.run();
        assertThat(bench.retries().nextDueNs(false)).isEqualTo(Long.MAX_VALUE);
        assertThat(bench.retries().hasWork(bench.clock().nanoTime(), false)).isFalse();
        link.unblock();
        bench.run();
        link.ackAll();
        bench.run();
        bench.assertEmpty();
    }

    @Test
    void largeBodiesOfOneKeyStopThatKeyOnly() {
        Producer bad = bench.producer(PublishOptions.builder().routingKey("bad").build());
        Producer good =
                bench.producer(PublishOptions.builder().routingKey("good").build());
        ScriptedLink link = bench.connect();
        byte[] large = new byte[LaneBench.BUDGET_BYTES / 8];
        int accepted = 0;
        while (bad.tryPublish(large, 0, large.length, bench.nextId()) == Offer.ACCEPTED) {
            accepted++;
            bench.run();
            link.nack(accepted);
            bench.run();
        }
        assertThat(accepted)
                .as("half of the store's bytes, which are half of the budget")
                .isEqualTo(2);
        assertThat(good.tryPublish(new byte[1], 0, 1, bench.nextId())).isEqualTo(Offer.ACCEPTED);
        bench.advanceMs(10);
        bench.run();
        link.ackAll();
        bench.run();
        bench.assertEmpty();
    }

    @Test
    void aReturnThatComesAfterTheNackIsTheOutcome() {
        ScriptedLink link = bench.connect();
        List<String> returned = new ArrayList<>();
        long id = bench.publishObject(
                "one",
                PublishOptions.builder()
                        .mandatory(true)
                        .onReturn((reason, exchange, routingKey, message) ->
                                returned.add(new String(message.body(), java.nio.charset.StandardCharsets.UTF_8)))
                        .build());
        bench.run();
        link.nack(1);
        link.giveBack(1);
        bench.run();
        assertThat(bench.outcomes().of(id)).isEqualTo(Outcome.RETURNED);
        assertThat(returned).containsExactly("one");
        bench.assertEmpty();
    }
}
