package dev.ringpost.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringpost.testing.CleanEngine;
import org.junit.jupiter.api.Test;

/** Many seeded lives of a lane. To repeat one alone: {@code -Dringpost.seed=N}, the number that the failure names. */
@CleanEngine
class LaneSimulationTest {

    private static final int SEEDS = 3_000;

    @Test
    void everyMessageGetsItsOneTrueOutcome() {
        Long only = Long.getLong("ringpost.seed");
        long first = only == null ? 0 : only;
        long last = only == null ? SEEDS - 1 : only;
        long retries = 0;
        long moved = 0;
        for (long seed = first; seed <= last; seed++) {
            try {
                for (LaneSimulation.Mode mode : LaneSimulation.Mode.values()) {
                    LaneSimulation life = new LaneSimulation(seed, mode);
                    life.run();
                    retries += life.retries();
                    moved += life.movedCount();
                }
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + " (run it alone with -Dringpost.seed=" + seed + "): " + e, e);
            }
        }
        assertThat(only != null || (retries > SEEDS && moved > retries))
                .as("retries in all lives: %s, moved: %s", retries, moved)
                .isTrue();
    }
}
