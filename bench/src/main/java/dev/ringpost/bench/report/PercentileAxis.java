package dev.ringpost.bench.report;

import dev.ringpost.bench.report.PercentileChart.Curve;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.stream.DoubleStream;

/** The x axis of percentile curves: 1/(1 - percentile), so 2 for p50, 10 for p90, 100 for p99. */
final class PercentileAxis {
    /** Those with a name at the axis and a row in the table. */
    static final List<Double> NAMED = List.of(50.0, 90.0, 99.0, 99.9, 99.99, 99.999, 99.9999);

    private static final double MEDIAN_X = 2;
    private static final double LEAST_HIGH_X = 1_000;
    private static final double HEADROOM = 1.2;
    private static final int MOST_DECIMALS = 5;

    private PercentileAxis() {}

    /** The same curves on this axis; points at 100 % are at no finite place of it. */
    static LineChart lineChart(PercentileChart chart) {
        List<LineChart.Line> lines =
                chart.curves().stream().map(PercentileAxis::line).toList();
        return new LineChart(chart.title(), "percentile", chart.unit(), true, true, lines);
    }

    private static LineChart.Line line(Curve curve) {
        double[] xs =
                DoubleStream.of(curve.percentiles()).map(PercentileAxis::x).toArray();
        return new LineChart.Line(curve.label(), xs, curve.values(), curve.emphasised());
    }

    /** From the median, or from 0 % if there are points below the median, to the last point. */
    static AxisScale scale(double[] xs) {
        double least = DoubleStream.of(xs).min().orElse(MEDIAN_X);
        double most = DoubleStream.of(xs).max().orElse(LEAST_HIGH_X);
        double low = least < MEDIAN_X ? 1 : MEDIAN_X / HEADROOM;
        double high = Math.max(LEAST_HIGH_X, most) * HEADROOM;
        return new AxisScale(
                low,
                high,
                true,
                NAMED.stream().map(PercentileAxis::x).filter(x -> x <= high).toList());
    }

    /** Such as {@code p99.9}. */
    static String label(double x) {
        BigDecimal percentile = BigDecimal.valueOf(100 - 100 / x).setScale(MOST_DECIMALS, RoundingMode.HALF_EVEN);
        return "p" + percentile.stripTrailingZeros().toPlainString();
    }

    static double x(double percentile) {
        return 100 / (100 - percentile);
    }
}
