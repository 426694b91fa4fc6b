package dev.ringpost.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringpost.EngineSettings;
import dev.ringpost.Offer;
import dev.ringpost.Ordering;
import dev.ringpost.Outcome;
import dev.ringpost.Producer;
import dev.ringpost.PublishOptions;
import dev.ringpost.Queue;
import dev.ringpost.RetryPolicy;
import dev.ringpost.testing.CleanEngine;
import dev.ringpost.topology.Declarations;
import dev.ringpost.wire.RouteEncoder;
import dev.ringpost.wire.RouteSpec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** With strict ordering, a message that failed holds back the later ones of its key, and no other. */
@CleanEngine
class StrictOrderTest {

    private static final RetryPolicy TWICE = RetryPolicy.builder()
            .intervalStart(Duration.ofMillis(10))
            .intervalStep(Duration.ZERO)
            .maxRetries(2)
            .jitter(0)
            .build();

    private final LaneBench bench = new LaneBench(null, new EngineSettings.Retry(TWICE, LaneBench.RETRY_LIMIT, null));
    private final ScriptedLink link = bench.connect();
    private final Producer a = producer("a");
    private final Producer b = producer("b");

    private Producer producer(String key) {
        return bench.producer(PublishOptions.builder()
                .routingKey(key)
                .ordering(Ordering.STRICT)
                .build());
    }

    private long publish(Producer producer, String text) {
        return bench.publish(producer, text.getBytes(StandardCharsets.UTF_8));
    }

    private void advanceMs(long ms) {
        bench.advanceMs(ms);
        bench.run();
    }

    /** Acks the message sent last. */
    private void ackLast(ScriptedLink on) {
        on.ack(on.channel().sent().size());
        bench.run();
    }

    @Test
    void oneMessageOfAKeyIsOnItsWayAtATimeAndOtherKeysGoOn() {
        publish(a, "a1");
        publish(a, "a2");
        publish(b, "b1");
        publish(a, "a3");
        bench.publish("relaxed");
        bench.run();
        assertThat(link.texts()).containsExactly("a1", "b1", "relaxed");
        link.ack(1);
        bench.run();
        assertThat(link.texts()).containsExactly("a1", "b1", "relaxed", "a2");
        ackLast(link);
        assertThat(link.texts()).containsExactly("a1", "b1", "relaxed", "a2", "a3");
        link.ackAll();
        bench.run();
        assertThat(bench.outcomes().with(Outcome.CONFIRMED)).hasSize(5);
        assertThat(bench.metrics().retryCount()).isZero();
        assertThat(bench.metrics().resends().get()).isZero();
        bench.assertEmpty();
    }

    @Test
    void aNackedMessageHoldsBackItsKeyUntilItIsSettled() {
        publish(a, "a1");
        bench.run();
        link.nack(1);
        bench.run();
        publish(a, "a2");
        publish(b, "b1");
        bench.run();
        assertThat(link.texts()).containsExactly("a1", "b1");
        advanceMs(10);
        assertThat(link.texts()).containsExactly("a1", "b1", "a1");
        ackLast(link);
        assertThat(link.texts()).containsExactly("a1", "b1", "a1", "a2");
        link.ackAll();
        bench.run();
        bench.assertEmpty();
    }

    @Test
    void whenItsRetriesAreSpentTheNextHasItsTurn() {
        long first = publish(a, "a1");
        publish(a, "a2");
        bench.run();
        for (int attempt = 1; attempt <= 3; attempt++) {
            link.nack(attempt);
            bench.run();
            advanceMs(10);
        }
        assertThat(bench.outcomes().of(first)).isEqualTo(Outcome.REJECTED);
        assertThat(link.texts()).containsExactly("a1", "a1", "a1", "a2");
        link.ackAll();
        bench.run();
        bench.assertEmpty();
    }

    @Test
    void orderHoldsOverALostConnection() {
        for (int i = 1; i <= 5; i++) {
            publish(a, "a" + i);
        }
        bench.run();
        link.lose();
        bench.run();
        publish(a, "a6");
        ScriptedLink second = bench.connect();
        bench.run();
        for (int i = 1; i <= 6; i++) {
            ackLast(second);
        }
        assertThat(second.texts()).containsExactly("a1", "a2", "a3", "a4", "a5", "a6");
        assertThat(bench.metrics().resends().get()).isEqualTo(1);
        bench.assertEmpty();
    }

    @Test
    void aRetriedMessageDoesNotWaitForTheDeclarationsOfALaterOne() {
        publish(a, "a1");
        bench.run();
        bench.holdControl(true);
        PublishOptions declaring = PublishOptions.builder()
                .routingKey("a")
                .ordering(Ordering.STRICT)
                .build();
        bench.publish(
                new RouteEncoder()
                        .encode(RouteSpec.plain(declaring, "application/data", "binary", true)
                                .requiring(Declarations.of(List.of(Queue.of("needed")), null))),
                "a2");
        bench.run();
        link.nack(1);
        bench.run();
        advanceMs(10);
        assertThat(link.texts()).containsExactly("a1", "a1");
        link.ack(2);
        bench.holdControl(false);
        bench.run();
        assertThat(link.texts()).containsExactly("a1", "a1", "a2");
        link.ackAll();
        bench.run();
        bench.assertEmpty();
    }

    @Test
    void whatWaitsForItsTurnHasItsDeadline() {
        long first = publish(a, "a1");
        long second = publish(a, "a2");
        bench.run();
        advanceMs(LaneBench.DELIVERY_TIMEOUT_MS - 1);
        long third = publish(a, "a3");
        bench.run();
        advanceMs(1);
        assertThat(bench.outcomes().of(first)).isEqualTo(Outcome.TIMED_OUT);
        assertThat(bench.outcomes().of(second)).isEqualTo(Outcome.TIMED_OUT);
        assertThat(bench.outcomes().detailOf(second)).contains("never sent", "earlier message of its ordering key");
        assertThat(link.texts()).containsExactly("a1", "a3");
        link.ack(2);
        bench.run();
        assertThat(bench.outcomes().of(third)).isEqualTo(Outcome.CONFIRMED);
        bench.assertEmpty();
    }

    @Test
    void aKeyThatHoldsHalfOfTheRetryLimitAcceptsNoMoreAndOthersDo() {
        publish(a, "a0");
        bench.run();
        for (int i = 1; i <= LaneBench.RETRY_LIMIT / 2; i++) {
            publish(a, "a" + i);
            bench.run();
        }
        byte[] body = {1};
        assertThat(a.tryPublish(body, 0, 1, bench.nextId())).isEqualTo(Offer.FULL);
        publish(b, "b1");
        bench.run();
        assertThat(link.texts()).containsExactly("a0", "b1");
        link.ack(2);
        for (int i = 0; i <= LaneBench.RETRY_LIMIT / 2; i++) {
            link.ackAll();
            bench.run();
        }
        assertThat(bench.outcomes().with(Outcome.CONFIRMED)).hasSize(LaneBench.RETRY_LIMIT / 2 + 2);
        assertThat(a.tryPublish(body, 0, 1, bench.nextId())).isEqualTo(Offer.ACCEPTED);
        bench.run();
        link.ackAll();
        bench.run();
        bench.assertEmpty();
    }

    @Test
    void whatTheBrokerRefusesLetsTheNextGo() {
        Producer missing = bench.producer(PublishOptions.builder()
                .exchange("missing")
                .orderingKey("key")
                .ordering(Ordering.STRICT)
                .build());
        Producer present = bench.producer(PublishOptions.builder()
                .routingKey("present")
                .orderingKey("key")
                .ordering(Ordering.STRICT)
                .build());
        long refused = publish(missing, "refused");
        long next = publish(present, "next");
        bench.run();
        link.close(404, "NOT_FOUND - no exchange 'missing'");
        bench.run();
        ScriptedLink second = bench.connect();
        bench.run();
        assertThat(bench.outcomes().of(refused)).isEqualTo(Outcome.FAILED);
        assertThat(second.texts()).containsExactly("next");
        second.ackAll();
        bench.run();
        assertThat(bench.outcomes().of(next)).isEqualTo(Outcome.CONFIRMED);
        bench.assertEmpty();
    }

    @Test
    void closingAbortsWhatWaits() {
        publish(a, "a1");
        publish(a, "a2");
        publish(a, "a3");
        bench.run();
        bench.inlet().close(null);
        bench.lane().requestDrain(bench.ring().cursor());
        bench.lane().requestAbort();
        bench.run();
        assertThat(bench.outcomes().with(Outcome.ABORTED)).hasSize(3);
        bench.assertEmpty();
    }
}
