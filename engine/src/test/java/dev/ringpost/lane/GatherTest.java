package dev.ringpost.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringpost.EngineSettings;
import dev.ringpost.RetryPolicy;
import dev.ringpost.ring.OutcomeWaiters;
import dev.ringpost.testing.CleanEngine;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** When a lane may let messages come together: while nobody waits for it, and more may come and be sent. */
@CleanEngine
class GatherTest {

    private final LaneBench bench = new LaneBench(
            null,
            new EngineSettings.Retry(
                    RetryPolicy.builder().intervalStart(Duration.ofMillis(10)).build(), LaneBench.RETRY_LIMIT, null));

    private boolean mayGather() {
        return bench.lane().view().mayGather();
    }

    @Test
    void notWithoutAConnection() {
        assertThat(mayGather()).isFalse();
        ScriptedLink link = bench.connect();
        bench.run();
        assertThat(mayGather()).isTrue();
        link.lose();
        bench.run();
        assertThat(mayGather()).isFalse();
    }

    @Test
    void notWhileTheBrokerBlocks() {
        ScriptedLink link = bench.connect();
        bench.run();
        link.block();
        assertThat(mayGather()).isFalse();
        link.unblock();
        assertThat(mayGather()).isTrue();
    }

    @Test
    void notWhileAThreadWaitsForAnOutcome() {
        bench.connect();
        bench.run();
        OutcomeWaiters.enter();
        try {
            assertThat(mayGather()).isFalse();
        } finally {
            OutcomeWaiters.leave();
        }
        assertThat(mayGather()).isTrue();
    }

    @Test
    void notWhenTheRingIsFull() {
        ScriptedLink link = bench.connect();
        bench.run();
        for (int i = 0; i < LaneBench.WINDOW; i++) {
            assertThat(mayGather()).isTrue();
            bench.publish("body");
        }
        assertThat(mayGather()).isFalse();
        bench.run();
        link.ackAll();
        bench.run();
        assertThat(mayGather()).isTrue();
        bench.assertEmpty();
    }

    @Test
    void notWhileACallerWaitsForRoom() {
        bench.connect();
        bench.run();
        int token = bench.inlet().room().enter();
        assertThat(mayGather()).isFalse();
        bench.inlet().room().leave(token);
        assertThat(mayGather()).isTrue();
    }

    @Test
    void notWhenThereIsNoMemoryForMore() {
        bench.connect();
        bench.run();
        byte[] all = bench.budget().tryTake(LaneBench.BUDGET_BYTES);
        assertThat(all).isNotNull();
        assertThat(mayGather()).isFalse();
        bench.budget().giveBack(all);
        assertThat(mayGather()).isTrue();
    }

    @Test
    void notWhileAMessageWaitsToBeTriedAgain() {
        ScriptedLink link = bench.connect();
        bench.publish("body");
        bench.run();
        link.nack(1);
        bench.run();
        assertThat(mayGather()).isFalse();
        bench.advanceMs(10);
        bench.run();
        link.ackAll();
        bench.run();
        assertThat(mayGather()).isTrue();
        bench.assertEmpty();
    }
}
