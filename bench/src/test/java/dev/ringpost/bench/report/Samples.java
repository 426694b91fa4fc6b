package dev.ringpost.bench.report;

import dev.ringpost.bench.report.BarChart.Bar;
import dev.ringpost.bench.report.BarChart.Limit;
import dev.ringpost.bench.report.LineChart.Line;
import dev.ringpost.bench.report.PercentileChart.Curve;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Charts and pages like those of a real run. */
final class Samples {
    private Samples() {}

    /** Twenty bars with long names, over three decades. */
    static BarChart manyBars() {
        List<Bar> bars = new ArrayList<>();
        double value = 6_310_000;
        for (int i = 0; i < 20; i++) {
            String label = (i < 4 ? "engine with a long name, variant " : "someone else, with a window of 1000, ") + i;
            bars.add(new Bar(label, value, value * 0.9, value * 1.06, i < 4));
            value *= 0.72;
        }
        return new BarChart("Messages a second, confirmed", "messages/s", bars, new Limit("wire limit", 12_100_000));
    }

    /** Three bars on an axis from 0. */
    static BarChart fewBars() {
        return new BarChart(
                "CPU per message",
                "µs/message",
                List.of(
                        new Bar("engine bytes", 0.153, 0.149, 0.162, true),
                        new Bar("amqp-client", 2.41, Double.NaN, Double.NaN, false),
                        new Bar("not measured", Double.NaN, Double.NaN, Double.NaN, false)),
                null);
    }

    static PercentileChart percentiles() {
        return new PercentileChart(
                "Publish to confirm at 10,000/s",
                "µs",
                List.of(curve("engine", 40, true), curve("amqp-client", 310, false), dense("PerfTest", 350)));
    }

    private static Curve curve(String label, double scale, boolean isEmphasised) {
        double[] percentiles = {50, 75, 90, 99, 99.9, 99.99, 100};
        double[] values = new double[percentiles.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = scale * Math.pow(2.1, i);
        }
        return new Curve(label, percentiles, values, isEmphasised);
    }

    private static Curve dense(String label, double scale) {
        double[] percentiles = new double[400];
        double[] values = new double[percentiles.length];
        for (int i = 0; i < values.length; i++) {
            percentiles[i] = 100 - 50 * Math.pow(0.975, i);
            values[i] = scale * (1 + Math.pow(i / 60.0, 3));
        }
        return new Curve(label, percentiles, values, false);
    }

    static LineChart lines() {
        double[] sizes = {64, 256, 1_024, 4_096, 16_384, 65_536};
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            double[] rates = new double[sizes.length];
            for (int j = 0; j < rates.length; j++) {
                rates[j] = 4e6 / (1 + i) / (1 + Math.abs(j - 3) * 0.2);
            }
            lines.add(new Line((i < 2 ? "engine " : "other ") + i, sizes, rates, i < 2));
        }
        return new LineChart("Rate by window", "messages in flight", "messages/s", true, false, lines);
    }

    static HtmlReport page() {
        return page("sample");
    }

    /** A page of everything, in which every text has this one in it. */
    static HtmlReport page(String text) {
        return filled(new HtmlReport("Title " + text, "Summary " + text), text);
    }

    static HtmlReport filled(HtmlReport page, String text) {
        Map<String, @Nullable Object> machine = new LinkedHashMap<>();
        machine.put("cpu " + text, "a processor " + text);
        machine.put("memory_bytes", 25_000_000_000L);
        machine.put("arguments", List.of("-Xms512m", text));
        machine.put("unknown", null);
        return page.section("Throughput " + text, "Explanation " + text)
                .bars(manyBars())
                .bars(new BarChart("t " + text, "u " + text, List.of(new Bar(text, 1, 1, 1, true)), new Limit(text, 2)))
                .section("CPU", "")
                .bars(fewBars())
                .section("Latency", "Of every message.")
                .percentiles(percentiles())
                .percentiles(new PercentileChart(
                        "t " + text, "u " + text, List.of(new Curve(text, new double[] {50}, new double[] {7}, true))))
                .section("Scaling", "")
                .lines(lines())
                .lines(new LineChart(
                        text,
                        text,
                        text,
                        false,
                        true,
                        List.of(new Line(text, new double[] {1, 2, 4, 8}, new double[] {0, 200, 390, 800}, false))))
                .section("All numbers", "")
                .table(
                        List.of(
                                "name " + text,
                                "messages/s",
                                "CPU µs",
                                "of it",
                                "spread",
                                "ratio",
                                "allocated B/message"),
                        List.of(
                                List.of("engine " + text, "6,310,000", "0.153", "0.1", "1.2 %", "41.0", "0.0"),
                                List.of("amqp-client", "150,000", "5.41", "–", "3.0 %", "1.0", text)))
                .facts(Map.of("machine " + text, machine))
                .json(Map.of("name", text, "rates", List.of(1, 2.5)));
    }
}
