package dev.ringpost.bench.report;

import java.util.List;

/**
 * Percentile curves. The x axis is logarithmic in 1/(1 - percentile), so that p90, p99 and p99.9 are equally far apart; the y
 * axis is logarithmic. Immutable.
 *
 * @param unit of the values, such as {@code µs}
 */
public record PercentileChart(String title, String unit, List<Curve> curves) {
    /** Keeps a copy of the list. */
    public PercentileChart {
        curves = List.copyOf(curves);
    }

    /**
     * One curve; the arrays are of one length and are copied.
     *
     * @param percentiles ascending, in percent: 50 for the median, 99.9 for p99.9. 100 has no place on the axis and is left out
     * @param emphasised drawn in an accent colour, and thicker
     */
    @SuppressWarnings("ArrayRecordComponent") // curves are drawn, not compared
    public record Curve(String label, double[] percentiles, double[] values, boolean emphasised) {
        /** Throws IllegalArgumentException if the arrays' lengths differ, or something is no percentile. */
        public Curve {
            if (percentiles.length != values.length) {
                throw new IllegalArgumentException("curve " + label + " has " + percentiles.length + " percentiles and "
                        + values.length + " values");
            }
            for (double percentile : percentiles) {
                if (!(percentile >= 0 && percentile <= 100)) {
                    throw new IllegalArgumentException("curve " + label + ": " + percentile + " is no percentile");
                }
            }
            percentiles = percentiles.clone();
            values = values.clone();
        }
    }
}
