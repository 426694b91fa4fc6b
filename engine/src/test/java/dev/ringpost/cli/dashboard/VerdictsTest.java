package dev.ringpost.cli.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringpost.Bottleneck;
import dev.ringpost.Explanation;
import dev.ringpost.LaneExplanation;
import dev.ringpost.TimeUse;
import dev.ringpost.testing.Await;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VerdictsTest {

    private final AtomicInteger lookCount = new AtomicInteger();
    private final Semaphore mayEnd = new Semaphore(0);
    private final Verdicts verdicts = new Verdicts(work -> new Thread(work, "test-explain"));

    /** Says that this engine, with a lane that is idle and one that is not, is bound by its broker. */
    static Explanation explanation() {
        return new Explanation(
                Verdicts.WINDOW,
                500,
                0,
                List.of(
                        new LaneExplanation("it-0", Bottleneck.IDLE, "nothing", Map.of(TimeUse.IDLE, 1.0), 0, 0, 0),
                        new LaneExplanation(
                                "it-1",
                                Bottleneck.BROKER,
                                "answers were waited for",
                                Map.of(TimeUse.BROKER, 0.75, TimeUse.WRITE, 0.25),
                                1,
                                1,
                                9)));
    }

    private Explanation look(Duration window) throws InterruptedException {
        assertThat(window).isEqualTo(Verdicts.WINDOW);
        lookCount.incrementAndGet();
        mayEnd.acquire();
        return explanation();
    }

    @AfterEach
    void close() {
        verdicts.close();
    }

    @Test
    void whoAsksNeverWaitsAndOneLooksAtATime() {
        for (long nowMs = 1_000; nowMs <= 3_000; nowMs += 1_000) {
            assertThat(verdicts.latest(this::look, nowMs))
                    .as("nothing is known yet")
                    .isNull();
        }
        Await.until("a look has begun", () -> lookCount.get() == 1);
        mayEnd.release();
        Await.until("its answer", () -> verdicts.latest(this::look, 3_000) != null);
        assertThat(verdicts.latest(this::look, 3_000)).satisfies(verdict -> {
            assertThat(verdict.begunMs()).isEqualTo(1_000);
            assertThat(verdict.lane()).as("the lane that says most").isEqualTo("it-1");
            assertThat(verdict.boundBy()).isEqualTo("broker");
            assertThat(verdict.sentence()).isEqualTo("answers were waited for");
            assertThat(verdict.shares())
                    .hasSize(TimeUse.values().length)
                    .containsEntry("broker", 0.75)
                    .containsEntry("serialize", 0.0);
        });
        Await.until("the next look has begun", () -> {
            verdicts.latest(this::look, 3_000);
            return lookCount.get() == 2;
        });
        assertThat(verdicts.latest(this::look, 1_000 + Verdicts.STALE_MS)).isNotNull();
        assertThat(verdicts.latest(this::look, 1_001 + Verdicts.STALE_MS))
                .as("it says nothing about now")
                .isNull();
        assertThat(lookCount).as("under way already").hasValue(2);
    }

    @Test
    void itsCloseEndsTheLookUnderWay() {
        verdicts.latest(this::look, 1_000);
        Await.until("a look has begun", () -> lookCount.get() == 1);
        verdicts.close();
        Await.until(
                "its thread has ended",
                () -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().equals("test-explain")));
        assertThat(verdicts.latest(this::look, 2_000)).isNull();
        assertThat(lookCount).hasValue(1);
    }
}
