package dev.ringpost.bench.latency;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ringpost.bench.run.ContestantProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/**
 * First each contestant's peak, then rounds: at each rate all contestants one after the other, each in a JVM of its own, every
 * other round in reverse order, so that a drift of the machine falls on all alike. One thread.
 */
final class LatencyRounds {
    private static final long GRACE_S = 90;

    /** A broker that cannot follow makes a run longer; so much longer it may become. */
    private static final int MOST_TIMES_LONGER = 6;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final RunPlace.Maker places;
    private final List<String> contestants;
    private final double measuredSeconds;
    private final double warmupSeconds;
    private final Pacing pacing;
    private final LatencyReport report;
    private final Map<String, Double> peaksPerSecond = new LinkedHashMap<>();
    private boolean isFailed;

    LatencyRounds(
            RunPlace.Maker places,
            List<String> contestants,
            double measuredSeconds,
            double warmupSeconds,
            Pacing pacing,
            LatencyReport report) {
        this.places = places;
        this.contestants = contestants;
        this.measuredSeconds = measuredSeconds;
        this.warmupSeconds = warmupSeconds;
        this.pacing = pacing;
        this.report = report;
    }

    /** Whether a run failed; the others were made nevertheless. */
    boolean isFailed() {
        return isFailed;
    }

    void run(List<RatePoint> rates, int rounds) throws InterruptedException {
        List<String> working = new ArrayList<>(contestants);
        if (rates.contains(RatePoint.OF_PEAK)) {
            measurePeaks();
            working.retainAll(peaksPerSecond.keySet()); // what failed already is left out
        }
        for (int round = 1; round <= rounds; round++) {
            List<String> order = new ArrayList<>(working);
            if (round % 2 == 0) {
                Collections.reverse(order);
            }
            for (RatePoint rate : rates) {
                for (String contestant : order) {
                    long perSecond = rate.messagesPerSecond(peaksPerSecond.getOrDefault(contestant, 0.0));
                    runOnce(contestant, perSecond, "round " + round)
                            .ifPresent(result -> report.add(rate, contestant, result));
                }
            }
        }
    }

    private void measurePeaks() throws InterruptedException {
        for (String contestant : contestants) {
            runOnce(contestant, 0, "peak").ifPresent(peak -> {
                peaksPerSecond.put(contestant, peak.confirmedPerSecond());
                report.addPeak(contestant, peak.confirmedPerSecond());
            });
        }
    }

    /** {@code messagesPerSecond} 0 for as many as it takes. */
    private Optional<LatencyResult> runOnce(String contestant, long messagesPerSecond, String stage)
            throws InterruptedException {
        try (RunPlace place = places.open()) {
            long timeoutS = GRACE_S + (long) (MOST_TIMES_LONGER * (warmupSeconds + measuredSeconds));
            LatencyResult result = JSON.readValue(
                    ContestantProcess.run(
                            mainAndArgs(
                                    contestant,
                                    place.port(),
                                    messagesPerSecond,
                                    measuredSeconds,
                                    warmupSeconds,
                                    pacing),
                            timeoutS),
                    LatencyResult.class);
            place.check(result.totalConfirmed());
            progress(stage, contestant, result);
            return Optional.of(result);
        } catch (IOException | TimeoutException e) {
            isFailed = true;
            System.err.println("FAILED " + stage + ", " + contestant + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    private static void progress(String stage, String contestant, LatencyResult result) {
        Latencies latencies = result.latencies();
        String confirm = result.wantedPerSecond() == 0
                ? ""
                : String.format(
                        Locale.ROOT,
                        "  confirm p50 %,9.0f us, p99 %,9.0f us",
                        LatencySummary.us(latencies.confirmFromDueNs(), 50),
                        LatencySummary.us(latencies.confirmFromDueNs(), 99));
        System.err.printf(
                Locale.ROOT,
                "%-8s %-20s %,12.0f msg/s  call p50 %,7d ns%s%n",
                stage,
                contestant,
                result.publishedPerSecond(),
                latencies.callNs().getValueAtPercentile(50),
                confirm);
    }

    static List<String> mainAndArgs(
            String contestant,
            int port,
            long messagesPerSecond,
            double measuredSeconds,
            double warmupSeconds,
            Pacing pacing) {
        return List.of(
                LatencyRun.class.getName(),
                "--contestant",
                contestant,
                "--port",
                String.valueOf(port),
                "--rate",
                String.valueOf(messagesPerSecond),
                "--seconds",
                String.valueOf(measuredSeconds),
                "--warmup-seconds",
                String.valueOf(warmupSeconds),
                "--pacing",
                pacing.name());
    }
}
