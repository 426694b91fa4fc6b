package dev.ringpost.bench.report;

import dev.ringpost.bench.report.BarChart.Bar;
import dev.ringpost.bench.report.BarChart.Limit;
import dev.ringpost.bench.report.LineChart.Line;
import dev.ringpost.bench.report.PercentileChart.Curve;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** What a chart shows as a table, for those who do not see it or want the digits. */
final class NumbersTable {
    private static final String KIND = "numbers";
    private static final double WHOLE_FROM = 1_000;

    private NumbersTable() {}

    static String of(BarChart chart) {
        List<List<String>> rows = new ArrayList<>();
        for (Bar bar : chart.bars()) {
            rows.add(List.of(bar.label(), number(bar.value()), number(bar.low()), number(bar.high())));
        }
        Limit limit = chart.limit();
        if (limit != null) {
            rows.add(List.of(limit.label(), number(limit.value()), Quantity.NONE, Quantity.NONE));
        }
        return Html.table(KIND, List.of("", chart.unit(), "least", "most"), rows);
    }

    static String of(LineChart chart) {
        double[] xs = chart.lines().stream()
                .flatMapToDouble(line -> DoubleStream.of(line.xs()))
                .distinct()
                .sorted()
                .toArray();
        List<List<String>> rows = new ArrayList<>();
        for (double x : xs) {
            rows.add(row(Quantity.tick(x), chart.lines(), line -> yAt(line, x)));
        }
        return Html.table(KIND, columns(chart.xLabel(), chart.lines().stream().map(Line::label)), rows);
    }

    static String of(PercentileChart chart) {
        List<List<String>> rows = new ArrayList<>();
        for (double percentile : PercentileAxis.NAMED) {
            if (chart.curves().stream().anyMatch(curve -> Double.isFinite(valueAt(curve, percentile)))) {
                String label = PercentileAxis.label(PercentileAxis.x(percentile));
                rows.add(row(label, chart.curves(), curve -> valueAt(curve, percentile)));
            }
        }
        return Html.table(KIND, columns(chart.unit(), chart.curves().stream().map(Curve::label)), rows);
    }

    private static List<String> columns(String first, Stream<String> others) {
        return Stream.concat(Stream.of(first), others).toList();
    }

    private static <T> List<String> row(String label, List<T> lines, ToDoubleFunction<T> value) {
        return columns(label, lines.stream().map(line -> number(value.applyAsDouble(line))));
    }

    private static double yAt(Line line, double x) {
        for (int i = 0; i < line.xs().length; i++) {
            if (line.xs()[i] == x) {
                return line.ys()[i];
            }
        }
        return Double.NaN;
    }

    /** Of the first point at or above the percentile, as a histogram means it. */
    private static double valueAt(Curve curve, double percentile) {
        for (int i = 0; i < curve.percentiles().length; i++) {
            if (curve.percentiles()[i] >= percentile) {
                return curve.values()[i];
            }
        }
        return Double.NaN;
    }

    private static String number(double value) {
        boolean isLarge = Double.isFinite(value) && Math.abs(value) >= WHOLE_FROM;
        return isLarge ? String.format(Locale.ROOT, "%,.0f", value) : Quantity.of(value);
    }
}
