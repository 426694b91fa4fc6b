package dev.ringpost.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringpost.EngineSettings;
import dev.ringpost.Outcome;
import dev.ringpost.RetryPolicy;
import dev.ringpost.testing.CleanEngine;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a lane tells of itself beside what it counts as its work. */
@CleanEngine
class LaneMetersTest {

    private static final long NS_PER_MS = 1_000_000;
    private static final RetryPolicy ONCE = RetryPolicy.builder()
            .intervalStart(Duration.ofMillis(50))
            .jitter(0)
            .maxRetries(1)
            .build();

    private static LaneBench retrying(long confirmTimeoutMs) {
        return new LaneBench(null, new EngineSettings.Retry(ONCE, LaneBench.RETRY_LIMIT, null), confirmTimeoutMs);
    }

    @Test
    void blockedTimeAddsUpAndEndsWithTheConnection() {
        LaneBench bench = new LaneBench();
        ScriptedLink link = bench.connect();
        bench.run();
        assertThat(bench.blockedMs()).isZero();
        assertThat(bench.blockedNews().isBlocked()).isFalse();
        link.block();
        bench.run();
        bench.advanceMs(300);
        assertThat(bench.blockedMs()).as("while it lasts").isEqualTo(300);
        assertThat(bench.blockedNews().isBlocked()).isTrue();
        bench.advanceMs(100);
        link.unblock();
        bench.run();
        bench.advanceMs(1_000);
        assertThat(bench.blockedMs()).isEqualTo(400);
        assertThat(bench.blockedNews().isBlocked()).isFalse();
        link.block();
        bench.run();
        bench.advanceMs(50);
        link.lose();
        bench.run();
        bench.advanceMs(1_000);
        assertThat(bench.blockedMs()).isEqualTo(450);
    }

    /** A counter that steps back is a restart to whoever watches. */
    @Test
    void blockedTimeNeverStepsBack() {
        LaneBench bench = new LaneBench();
        ScriptedLink link = bench.connect();
        bench.run();
        link.block();
        bench.run();
        bench.advanceMs(100);
        long laneNs = bench.clock().nanoTime();
        bench.advanceMs(7);
        assertThat(bench.blockedMs()).isEqualTo(107);
        link.unblock();
        bench.blockedNews().tell(link.epoch(), laneNs); // read before the other did
        assertThat(bench.blockedMs()).isEqualTo(107);
        assertThat(bench.blockedNews().isBlocked()).isFalse();
    }

    @Test
    void retriesAreToldApartAndTheStoreIsSeen() {
        LaneBench bench = retrying(200);
        ScriptedLink link = bench.connect();
        long nacked = bench.publish("nacked");
        bench.run();
        link.nack(1);
        bench.run();
        assertThat(bench.metrics().storedMessages().get()).isEqualTo(1);
        assertThat(bench.metrics().storedBytes().get())
                .isEqualTo(bench.retries().store().heldBytes())
                .isPositive();
        assertThat(bench.metrics().retriesAfterNack().get())
                .as("when it is put back")
                .isZero();
        bench.advanceMs(60);
        bench.run();
        assertThat(bench.metrics().storedMessages().get()).isZero();
        assertThat(bench.metrics().retriesAfterNack().get()).isEqualTo(1);
        link.ackAll();
        bench.run();
        assertThat(bench.outcomes().of(nacked)).isEqualTo(Outcome.CONFIRMED);

        long unanswered = bench.publish("unanswered");
        long answered = bench.publish("answered");
        bench.run();
        link.ack(4);
        bench.run();
        bench.advanceMs(200);
        bench.run();
        assertThat(bench.metrics().storedMessages().get()).isEqualTo(1);
        bench.advanceMs(60);
        bench.run();
        assertThat(bench.metrics().retriesAfterConfirmTimeout().get()).isEqualTo(1);
        assertThat(bench.metrics().retriesAfterNack().get()).isEqualTo(1);
        assertThat(bench.metrics().retryCount()).isEqualTo(2);
        link.ackAll();
        bench.run();
        assertThat(bench.outcomes().of(unanswered)).isEqualTo(Outcome.CONFIRMED);
        assertThat(bench.outcomes().of(answered)).isEqualTo(Outcome.CONFIRMED);
        assertThat(bench.metrics().storedBytes().get()).isZero();
        bench.assertEmpty();
    }

    @Test
    void latencyIsThatOfTheVirtualClock() {
        LaneBench bench = new LaneBench();
        ScriptedLink link = bench.connect();
        bench.publish("one");
        bench.run();
        bench.advanceMs(70);
        link.ackAll();
        bench.run();
        assertThat(bench.metrics().confirmLatency().copy().getMaxValue() / NS_PER_MS)
                .isEqualTo(70);
    }
}
