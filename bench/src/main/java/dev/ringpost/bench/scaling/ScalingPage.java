package dev.ringpost.bench.scaling;

import dev.ringpost.bench.report.HtmlReport;
import dev.ringpost.bench.report.LineChart;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The report as a page: for each dimension lines of the costs, and the table. */
final class ScalingPage {
    private ScalingPage() {}

    /** {@code all} is the JSON report, {@code facts} what of it explains the numbers. */
    static void write(Path file, ScalingReport report, Map<String, ?> facts, Object all) throws IOException {
        HtmlReport page = new HtmlReport(
                "Scaling",
                "Whether a message costs the same when there are more of something, one thing at a time, against a broker that "
                        + "costs nothing. Costs up to 25 % above the base case's count as the same.");
        for (Dimension dimension : Dimension.values()) {
            List<ScalingRow> rows = report.rows(dimension);
            if (!rows.isEmpty()) {
                page.section(
                        "By " + dimension.unit(), ScalingReport.NOTES.strip().replace("\n", ". "));
                page.lines(costs(dimension, rows));
                if (dimension == Dimension.BODY) {
                    page.lines(chart(
                            dimension,
                            "body MB/s",
                            List.of(line("body MB/s", rows, ScalingRow::bodyMegabytesPerSecond, true))));
                }
                page.table(
                        ScalingRow.columns(),
                        rows.stream().map(ScalingRow::cells).toList());
            }
        }
        report.longRun().ifPresent(longRun -> {
            page.section("Flat cost over a long run", ScalingReport.driftText(longRun));
            page.lines(drift(longRun));
            page.table(ScalingReport.driftColumns(), ScalingReport.driftRows(longRun));
        });
        page.section("Facts", "What a reader needs to judge the numbers, and to measure again.");
        page.facts(facts);
        page.json(all);
        page.write(file);
    }

    private static LineChart costs(Dimension dimension, List<ScalingRow> rows) {
        return chart(
                dimension,
                "µs a message",
                List.of(
                        line("time", rows, ScalingRow::timeUsPerMessage, true),
                        line("CPU", rows, ScalingRow::cpuUsPerMessage, false),
                        line("time of the base", rows, ScalingRow::baseTimeUsPerMessage, false)));
    }

    private static LineChart chart(Dimension dimension, String yLabel, List<LineChart.Line> lines) {
        return new LineChart(
                "By " + dimension.unit(), dimension.unit(), yLabel, true, dimension == Dimension.BODY, lines);
    }

    private static LineChart.Line line(
            String label, List<ScalingRow> rows, ToDoubleFunction<ScalingRow> value, boolean isEmphasised) {
        return new LineChart.Line(
                label,
                rows.stream().mapToDouble(row -> row.point().value()).toArray(),
                rows.stream().mapToDouble(value).toArray(),
                isEmphasised);
    }

    private static LineChart drift(ScalingResult longRun) {
        int count = longRun.intervals().size();
        double[] messages = new double[count];
        double[] timeUs = new double[count];
        double sum = 0;
        for (int i = 0; i < count; i++) {
            ScalingResult.Interval interval = longRun.intervals().get(i);
            sum += interval.messages();
            messages[i] = sum;
            timeUs[i] = interval.timeUsPerMessage();
        }
        return new LineChart(
                "Cost over time",
                "messages so far",
                "µs a message",
                false,
                false,
                List.of(new LineChart.Line("time", messages, timeUs, true)));
    }
}
