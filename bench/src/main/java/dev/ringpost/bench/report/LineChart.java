package dev.ringpost.bench.report;

import java.util.List;

/**
 * Lines through points. On a logarithmic axis points without a positive value are left out, and so are those that are not
 * finite. Immutable.
 */
public record LineChart(String title, String xLabel, String yLabel, boolean logX, boolean logY, List<Line> lines) {
    /** Keeps a copy of the list. */
    public LineChart {
        lines = List.copyOf(lines);
    }

    /**
     * One line; the arrays are of one length, in order of x, and are copied.
     *
     * @param emphasised drawn in an accent colour, and thicker
     */
    @SuppressWarnings("ArrayRecordComponent") // lines are drawn, not compared
    public record Line(String label, double[] xs, double[] ys, boolean emphasised) {
        /** Throws IllegalArgumentException if there are not as many xs as ys. */
        public Line {
            if (xs.length != ys.length) {
                throw new IllegalArgumentException(
                        "line " + label + " has " + xs.length + " x values and " + ys.length + " y values");
            }
            xs = xs.clone();
            ys = ys.clone();
        }
    }
}
