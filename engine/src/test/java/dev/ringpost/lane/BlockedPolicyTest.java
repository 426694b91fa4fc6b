package dev.ringpost.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ringpost.EnqueueTimeoutException;
import dev.ringpost.Offer;
import dev.ringpost.Outcome;
import dev.ringpost.Producer;
import dev.ringpost.PublishOptions;
import dev.ringpost.intake.BenchProducers;
import dev.ringpost.testing.CleanEngine;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What callers are told while the broker blocks publishers. */
@CleanEngine
class BlockedPolicyTest {

    private final LaneBench bench = new LaneBench();
    private final ScriptedLink link = bench.connect();

    @Test
    void messagesAreAcceptedUntilTheBlockHasLastedTooLongAndAgainAfterIt() {
        bench.run();
        link.block();
        bench.run();
        long early = bench.publish("early");
        bench.advanceMs(LaneBench.REFUSE_BLOCKED_AFTER_MS - 1);
        bench.run();
        assertThat(bench.outcomes().of(early)).as("its deadline holds").isEqualTo(Outcome.TIMED_OUT);
        bench.publish("in time");
        bench.advanceMs(1);
        bench.run();
        assertThat(bench.offer(new byte[1])).isEqualTo(Offer.BLOCKED);
        link.unblock();
        bench.run();
        bench.publish("afterwards");
        bench.run();
        assertThat(link.texts()).containsExactly("in time", "afterwards");
        link.ackAll();
        bench.run();
        bench.assertEmpty();
    }

    @Test
    void publishIsToldAtOnce() {
        Producer patient = BenchProducers.over(
                bench.inlet(), PublishOptions.builder().routingKey("key").build(), Duration.ofMinutes(1));
        bench.run();
        link.block();
        bench.run();
        bench.advanceMs(LaneBench.REFUSE_BLOCKED_AFTER_MS);
        bench.run();
        assertThatThrownBy(() -> patient.publish(new byte[1], 0, 1, 7))
                .isInstanceOf(EnqueueTimeoutException.class)
                .hasMessageContaining("blocks publishers", "not accepted");
        assertThat(bench.inlet().refusalCount(Offer.BLOCKED)).isOne();
        bench.assertEmpty();
    }

    @Test
    void aLostConnectionEndsTheBlock() {
        bench.run();
        link.block();
        bench.run();
        bench.advanceMs(LaneBench.REFUSE_BLOCKED_AFTER_MS);
        bench.run();
        assertThat(bench.offer(new byte[1])).isEqualTo(Offer.BLOCKED);
        link.lose();
        bench.run();
        bench.publish("kept");
        ScriptedLink second = bench.connect();
        bench.run();
        assertThat(second.texts()).containsExactly("kept");
        second.ackAll();
        bench.run();
        bench.assertEmpty();
    }
}
