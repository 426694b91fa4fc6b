package dev.ringpost.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringpost.testing.ExpectedLogs;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** One round as a test, with an engine of its own. */
final class RoundCheck {

    private static final int MESSAGES_PER_SECOND = 2_000;
    private static final int RECORDS_PER_SECOND = 6_000;
    private static final Duration MAX_HOLD = Duration.ofSeconds(6);
    private static final double LEAST_RECORDS_PER_MESSAGE = 2;
    private static final AtomicInteger ROUNDS = new AtomicInteger();

    private RoundCheck() {}

    /** Runs the round and fails with its seed and every violation. */
    static void passes(Site site, FaultKind kind, boolean batched, ExpectedLogs logs) throws Exception {
        logs.expect("; reconnecting");
        logs.expect("next try in");
        if (kind == FaultKind.CALLBACKS_THROW) {
            logs.expect("a callback threw");
        }
        RoundName name = new RoundName(kind, batched, System.nanoTime());
        long startNs = System.nanoTime();
        Rig rig = new Rig(site);
        try {
            RoundResult result = new Round(
                            rig,
                            ROUNDS.getAndIncrement(),
                            name,
                            batched ? RECORDS_PER_SECOND : MESSAGES_PER_SECOND,
                            MAX_HOLD)
                    .run();
            System.out.printf("FAULT %.1f s, %s%n", (System.nanoTime() - startNs) / 1e9, result.describe());
            assertThat(result.violations()).as("%s", name).isEmpty();
            if (batched) {
                assertThat(result.recordsPerMessage())
                        .as("%s: records of a message", name)
                        .isGreaterThan(LEAST_RECORDS_PER_MESSAGE);
            }
        } catch (AssertionError e) {
            throw new AssertionError(name + ": " + e.getMessage(), e);
        } finally {
            rig.closeEngine();
        }
    }
}
