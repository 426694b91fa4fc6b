package dev.ringpost.bench.latency;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ringpost.bench.run.Spread;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * All rounds of one contestant at one rate: histograms summed, the rest medians. Immutable.
 *
 * @param wantedPerSecond the rate that was asked for
 * @param publishedPerSecond what came of it, by the last call's return
 * @param confirmedPerSecond the same by the last confirm
 * @param isPreciseSleep whether the system let the pacing thread sleep to within some microseconds, in every round
 */
record LatencySummary(
        String contestant,
        double wantedPerSecond,
        double publishedPerSecond,
        double confirmedPerSecond,
        double cpuUsPerMessage,
        double allocatedBytesPerMessage,
        boolean isPreciseSleep,
        Latencies latencies) {
    /** What the tables show; the curves in the pictures have more. */
    static final double[] TABLE_PERCENTILES = {50, 90, 99, 99.9, 99.99, 100};

    private static final double[] CURVE_PERCENTILES = {
        50, 60, 70, 75, 80, 85, 90, 92.5, 95, 96, 97, 98, 99, 99.25, 99.5, 99.75, 99.9, 99.925, 99.95, 99.975, 99.99
    };

    private static final int LEAST_BEYOND = 10;
    private static final double LEAST_SHARE = 0.95;

    static LatencySummary of(List<LatencyResult> rounds) {
        Latencies sum = Latencies.empty();
        rounds.forEach(round -> sum.add(round.latencies()));
        return new LatencySummary(
                rounds.get(0).contestant(),
                Spread.of(rounds, LatencyResult::wantedPerSecond).median(),
                Spread.of(rounds, LatencyResult::publishedPerSecond).median(),
                Spread.of(rounds, LatencyResult::confirmedPerSecond).median(),
                Spread.of(rounds, LatencyResult::cpuUsPerMessage).median(),
                Spread.of(rounds, LatencyResult::allocatedBytesPerMessage).median(),
                rounds.stream().allMatch(LatencyResult::isPreciseSleep),
                sum);
    }

    /**
     * Whether the contestant kept the rate, and the broker with it: a window in flight lets calls go on for a while that
     * confirms do not follow. Latencies of one that did not grow as long as it runs, and say little.
     */
    boolean isRateKept() {
        return Math.min(publishedPerSecond, confirmedPerSecond) >= LEAST_SHARE * wantedPerSecond;
    }

    /** The percentiles of a curve. */
    static double[] curvePercentiles() {
        return CURVE_PERCENTILES.clone();
    }

    /** Microseconds at {@link #curvePercentiles}. */
    static double[] curveUs(Histogram latencyNs) {
        double[] curve = new double[CURVE_PERCENTILES.length];
        for (int i = 0; i < curve.length; i++) {
            curve[i] = us(latencyNs, CURVE_PERCENTILES[i]);
        }
        return curve;
    }

    /** Whether enough values lie beyond a percentile for it to say more than the worst of them does. */
    static boolean isBacked(Histogram latencyNs, double percentile) {
        return percentile == 100 || latencyNs.getTotalCount() * (1 - percentile / 100) >= LEAST_BEYOND;
    }

    static double us(Histogram latencyNs, double percentile) {
        return latencyNs.getValueAtPercentile(percentile) / 1e3;
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("contestant", contestant);
        json.put("wanted_per_second", wantedPerSecond);
        json.put("published_per_second", publishedPerSecond);
        json.put("confirmed_per_second", confirmedPerSecond);
        json.put("rate_kept", isRateKept());
        json.put("cpu_us_per_message", cpuUsPerMessage);
        json.put("allocated_bytes_per_message", allocatedBytesPerMessage);
        json.put("precise_sleep", isPreciseSleep);
        json.put("call", Quantity.of(latencies.callNs()));
        json.put("call_from_due", Quantity.of(latencies.callFromDueNs()));
        json.put("confirm_from_due", Quantity.of(latencies.confirmFromDueNs()));
        return json;
    }

    /** One histogram in the JSON report, for people and, compressed, for programs. */
    private record Quantity(
            @JsonProperty("messages") long messages,
            @JsonProperty("us") Map<String, Double> us,
            @JsonProperty("histogram_ns_compressed_base64") String encoded) {
        static Quantity of(Histogram latencyNs) {
            Map<String, Double> us = new LinkedHashMap<>();
            for (double percentile : TABLE_PERCENTILES) {
                us.put(label(percentile), LatencySummary.us(latencyNs, percentile));
            }
            return new Quantity(latencyNs.getTotalCount(), us, Latencies.encode(latencyNs));
        }
    }

    /** For example {@code p99.9}, and {@code max} for 100. */
    static String label(double percentile) {
        if (percentile == 100) {
            return "max";
        }
        return "p"
                + (percentile == Math.rint(percentile)
                        ? String.format(Locale.ROOT, "%.0f", percentile)
                        : String.valueOf(percentile));
    }
}
