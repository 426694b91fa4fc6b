package dev.ringpost.bench.peers;

import dev.ringpost.bench.run.BenchBroker;
import dev.ringpost.bench.run.RoundRunner;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Runs the contestants of a section: a short calibration sizes each one's run, then rounds over all of them, every other
 * one in reverse order so that a drift of the machine falls on all alike. One contestant runs at a time; one that fails is
 * left out, or of a round, and the others go on.
 */
final class SectionBench {
    /** By time and not by messages: a slow client has as long to be compiled as a fast one. */
    private static final double WARMUP_SECONDS = 3;

    private static final long TRACED_MESSAGES = 1_000;
    private static final String CALIBRATION = "calibration";
    private static final int MORE = 4;

    private final SectionReport report;
    private final RoundRunner runner;
    private final Sizes sizes;
    private final Map<PeerSpec, Double> ratePerSecond = new LinkedHashMap<>();

    /**
     * How much is run.
     *
     * @param measuredSeconds of each measured part, about
     * @param mostMessages of a run, warm-up included: what the broker has room for
     * @param contestantTimeoutS after which a run is killed
     */
    record Sizes(int rounds, double measuredSeconds, int bodyBytes, long mostMessages, long contestantTimeoutS) {
        Sizes withMostMessages(long messages) {
            return new Sizes(rounds, measuredSeconds, bodyBytes, messages, contestantTimeoutS);
        }
    }

    /** Adds to the report; does not close the broker. */
    SectionBench(SectionReport report, BenchBroker broker, Sizes sizes) {
        this.report = report;
        this.sizes = sizes;
        this.runner = new RoundRunner(broker, sizes.bodyBytes(), sizes.contestantTimeoutS());
    }

    /** Runs all; what fails is in the report. */
    void run() throws InterruptedException {
        System.err.println(report.title());
        for (PeerSpec spec : report.specs()) {
            calibrate(spec);
        }
        for (int round = 1; round <= sizes.rounds(); round++) {
            List<PeerSpec> order = new ArrayList<>(ratePerSecond.keySet());
            if (round % 2 == 0) {
                Collections.reverse(order);
            }
            for (PeerSpec spec : order) {
                runSized(spec, round);
            }
        }
        trace();
    }

    private void calibrate(PeerSpec spec) throws InterruptedException {
        long most = sizes.mostMessages() / 2;
        long messages = Math.min(most, spec.contestant().calibrationMessages());
        try {
            measure(spec, CALIBRATION, 0, messages / 2, messages);
        } catch (IOException e) {
            long more = Math.min(most, MORE * messages);
            if (spec.kind() != PeerSpec.Kind.PERF_TEST || more == messages) {
                onFailure(spec, CALIBRATION, e);
                return;
            }
            // Its rate comes once a second, too seldom for these if it is faster here than where they were chosen.
            System.err.println("once more, with more messages, as " + e.getMessage());
            runOnce(spec, CALIBRATION, 0, more / 2, more);
        }
    }

    private void runSized(PeerSpec spec, int round) throws InterruptedException {
        double perSecond = ratePerSecond.getOrDefault(spec, 0.0);
        double seconds = Math.max(sizes.measuredSeconds(), spec.leastSeconds());
        double fitting = Math.min(1, sizes.mostMessages() / (perSecond * (WARMUP_SECONDS + seconds)));
        long messages = (long) Math.max(1, perSecond * seconds * fitting);
        runOnce(spec, "round " + round, round, (long) (perSecond * WARMUP_SECONDS * fitting), messages);
    }

    private void runOnce(PeerSpec spec, String stage, int number, long warmupMessages, long messages)
            throws InterruptedException {
        try {
            measure(spec, stage, number, warmupMessages, messages);
        } catch (IOException e) {
            onFailure(spec, stage, e);
        }
    }

    private void measure(PeerSpec spec, String stage, int number, long warmupMessages, long messages)
            throws IOException, InterruptedException {
        RoundRunner.Round round = runner.run(spec.contestant(), number, warmupMessages, messages);
        // The next one is sized by this one: a calibration is short and starts cold.
        ratePerSecond.put(spec, round.contestant().confirmedPerSecond());
        if (number > 0) {
            report.add(spec, round);
        }
        System.err.printf(
                Locale.ROOT,
                "%-11s %-34s %,14.0f msg/s in %5.2f s%s%n",
                stage,
                spec.name(),
                round.contestant().confirmedPerSecond(),
                round.contestant().seconds(),
                round.machine().suffix());
    }

    private void onFailure(PeerSpec spec, String stage, IOException e) {
        String reason = String.valueOf(e.getMessage());
        System.err.println("FAILED " + stage + " " + reason);
        report.addFailure(spec, stage + ": " + reason);
    }

    /** Python's sockets write by calls that only a tracer counts; traced runs are slow and measure nothing else. */
    private void trace() throws InterruptedException {
        for (PeerSpec spec : ratePerSecond.keySet()) {
            if (spec.kind() == PeerSpec.Kind.PYTHON) {
                try (SyscallTrace trace = SyscallTrace.of(spec.contestant().program())) {
                    runner.run(spec.with(trace.program()).contestant(), 0, 0, TRACED_MESSAGES);
                    OptionalDouble writes = trace.writesPer(TRACED_MESSAGES);
                    writes.ifPresent(each -> report.setWriteSyscalls(spec, each));
                } catch (IOException e) {
                    System.err.println("not traced, so no system calls: " + e.getMessage());
                }
            }
        }
    }
}
