package dev.ringpost.bench.report;

import java.util.List;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/**
 * Horizontal bars, the first on top. The axis begins at 0, or is logarithmic where the values differ more than 30-fold.
 * Immutable.
 *
 * @param unit of the values, such as {@code messages/s}
 * @param bars in the order to be shown
 * @param limit a line across all bars, if there is one
 */
public record BarChart(
        String title, String unit, List<Bar> bars, @Nullable Limit limit) {
    private static final double MOST_LINEAR_RATIO = 30;

    /** Keeps a copy of the list. */
    public BarChart {
        bars = List.copyOf(bars);
    }

    /**
     * One bar; a value that is not finite is shown as a dash.
     *
     * @param low the least of the values that {@code value} stands for; NaN if there was only one
     * @param high the greatest of them; NaN if there was only one
     * @param emphasised drawn in the accent colour
     */
    public record Bar(String label, double value, double low, double high, boolean emphasised) {
        boolean hasSpread() {
            return Double.isFinite(low) && Double.isFinite(high) && low < high;
        }

        /** Where the bar, or the whisker that shows its spread, ends. */
        double end() {
            return hasSpread() ? Math.max(value, high) : value;
        }
    }

    /** A value that no bar is expected to pass. */
    public record Limit(String label, double value) {}

    /** All finite values that the axis has to have room for. */
    DoubleStream shownValues() {
        DoubleStream ends = bars.stream().flatMapToDouble(bar -> DoubleStream.of(bar.value(), bar.end()));
        DoubleStream all = limit == null ? ends : DoubleStream.concat(ends, DoubleStream.of(limit.value()));
        return all.filter(Double::isFinite);
    }

    boolean isLogarithmic() {
        double least = shownValues().filter(value -> value > 0).min().orElse(1);
        double most = shownValues().max().orElse(1);
        return most > MOST_LINEAR_RATIO * least;
    }
}
