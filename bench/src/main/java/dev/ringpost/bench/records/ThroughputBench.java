package dev.ringpost.bench.records;

import dev.ringpost.bench.rabbit.RabbitNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How many records a second: a short calibration sizes each contestant's run, then rounds over all of them, every other
 * one in reverse order so that a drift of the machine falls on all alike. One contestant runs at a time.
 */
final class ThroughputBench {
    static final int BODY_BYTES = 100;

    /** Bounds what a run leaves on the disk until its queue is deleted. */
    private static final long MOST_BYTES_OF_A_RUN = 2_500_000_000L;

    private static final double WARMUP_SHARE = 0.35;
    static final long MOST_RECORDS_OF_A_RUN = (long) (MOST_BYTES_OF_A_RUN / (1 + WARMUP_SHARE) / BODY_BYTES);

    /** Of the time asked for; a shorter run was sized by one that something had slowed down, and is made again. */
    private static final double LEAST_SHARE = 0.5;

    private static final String CALIBRATION = "calibration";
    private static final int MORE = 4;

    private final RecordsRunner runner;
    private final RecordsReport report;
    private final Map<RecordsSpec, Double> recordsPerSecond = new LinkedHashMap<>();
    private final double measuredSeconds;
    private boolean isFailed;

    ThroughputBench(RabbitNode node, List<RecordsSpec> specs, double measuredSeconds) {
        this.runner = new RecordsRunner(node, BODY_BYTES);
        this.report = new RecordsReport(specs);
        this.measuredSeconds = measuredSeconds;
        specs.forEach(spec -> recordsPerSecond.put(spec, 0.0));
    }

    RecordsReport report() {
        return report;
    }

    /** Whether a run failed; the others were made nevertheless. */
    boolean isFailed() {
        return isFailed;
    }

    void run(int rounds) throws InterruptedException {
        for (RecordsSpec spec : List.copyOf(recordsPerSecond.keySet())) {
            calibrate(spec);
        }
        recordsPerSecond.values().removeIf(rate -> rate == 0); // what failed already here
        for (int round = 1; round <= rounds; round++) {
            List<RecordsSpec> order = new ArrayList<>(recordsPerSecond.keySet());
            if (round % 2 == 0) {
                Collections.reverse(order);
            }
            for (RecordsSpec spec : order) {
                Optional<RecordsRunner.Run> run = runSized(spec, "round " + round, round);
                if (run.isPresent() && isTooShort(run.get())) {
                    run = runSized(spec, "again", round);
                }
                run.ifPresent(measured -> report.add(spec, measured));
            }
        }
    }

    private void calibrate(RecordsSpec spec) throws InterruptedException {
        try {
            measure(spec, CALIBRATION, 0, spec.calibrationRecords());
        } catch (IOException e) {
            if (spec.role() != RecordsSpec.Role.PERF_TEST) {
                onFailure(e);
                return;
            }
            // Its rate comes once a second, too seldom for these if it is faster here than where they were chosen.
            System.err.println("once more, with more records, as " + e.getMessage());
            runOnce(spec, CALIBRATION, 0, MORE * spec.calibrationRecords());
        }
    }

    private Optional<RecordsRunner.Run> runSized(RecordsSpec spec, String stage, int round)
            throws InterruptedException {
        return runOnce(spec, stage, round, records(spec, recordsPerSecond.getOrDefault(spec, 0.0), measuredSeconds));
    }

    private boolean isTooShort(RecordsRunner.Run run) {
        return run.contestant().seconds() < LEAST_SHARE * measuredSeconds
                && run.contestant().messages() < MOST_RECORDS_OF_A_RUN;
    }

    private Optional<RecordsRunner.Run> runOnce(RecordsSpec spec, String stage, int round, long records)
            throws InterruptedException {
        try {
            return Optional.of(measure(spec, stage, round, records));
        } catch (IOException e) {
            onFailure(e);
            return Optional.empty();
        }
    }

    private RecordsRunner.Run measure(RecordsSpec spec, String stage, int round, long records)
            throws IOException, InterruptedException {
        RecordsRunner.Run run = runner.run(spec, round, (long) (records * WARMUP_SHARE), records);
        // The next one is sized by this one: a calibration is short and starts cold.
        recordsPerSecond.put(spec, run.contestant().confirmedPerSecond());
        System.err.printf(
                Locale.ROOT,
                "%-11s %-33s %,12.0f records/s in %5.2f s%s%n",
                stage,
                spec.title(),
                run.contestant().confirmedPerSecond(),
                run.contestant().seconds(),
                run.machine().suffix());
        return run;
    }

    private void onFailure(IOException e) {
        isFailed = true;
        System.err.println("FAILED " + e.getMessage());
    }

    /** For so many seconds, but no more than the disk is to hold, and never fewer than the calibration had. */
    static long records(RecordsSpec spec, double recordsPerSecond, double seconds) {
        long wanted = Math.max(spec.calibrationRecords(), (long) (recordsPerSecond * seconds));
        return Math.min(MOST_RECORDS_OF_A_RUN, wanted);
    }
}
