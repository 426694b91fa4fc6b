package dev.ringpost.bench.records;

import dev.ringpost.bench.contestant.ContestantResult;
import dev.ringpost.bench.records.RecordsSpec.Role;
import dev.ringpost.bench.report.BarChart;
import dev.ringpost.bench.report.BarChart.Bar;
import dev.ringpost.bench.report.HtmlReport;
import dev.ringpost.bench.run.Spread;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** A {@link RecordsReport} as a page. */
final class RecordsPage {
    private RecordsPage() {}

    /** {@code measured} is the report's JSON with machine, versions and settings. */
    static HtmlReport of(RecordsReport report, Map<String, Object> measured) {
        Map<String, Object> facts = new LinkedHashMap<>(measured);
        facts.remove("throughput");
        Map<String, String> commands = new LinkedHashMap<>();
        report.measured()
                .forEach(spec ->
                        commands.put(spec.title(), report.runs(spec).get(0).command()));
        facts.put("commands", commands);
        return new HtmlReport(
                        "Records to a RabbitMQ",
                        "Confirmed records into a stream, a quorum and a classic queue of a RabbitMQ on this machine, each "
                                + "contestant in a process of its own, in turns. Bars are medians of the rounds, whiskers "
                                + "the slowest and the fastest round.")
                .section("Throughput", "Confirmed records a second.")
                .bars(throughput(report))
                .section("CPU", "Of the publisher's process, all its threads.")
                .bars(chart(report, "CPU per record", "µs/record", ContestantResult::cpuUsPerMessage))
                .section(
                        "All numbers",
                        String.join("; ", RecordsReport.NOTES.lines().toList()) + ".")
                .table(RecordsReport.COLUMNS, report.rows())
                .section(
                        "Where and how",
                        "Machine, Java, RabbitMQ, settings, versions and commands of this run; the port is another one each time.")
                .facts(facts)
                .json(measured);
    }

    static BarChart throughput(RecordsReport report) {
        return chart(
                report, "RabbitMQ: records a second, confirmed", "records/s", ContestantResult::confirmedPerSecond);
    }

    private static BarChart chart(
            RecordsReport report, String title, String unit, ToDoubleFunction<ContestantResult> quantity) {
        List<Bar> bars = report.measured().stream()
                .map(spec -> {
                    Spread spread = Spread.of(report.runs(spec), run -> quantity.applyAsDouble(run.contestant()));
                    boolean isOurs = spec.role() == Role.ENGINE;
                    return new Bar(spec.title(), spread.median(), spread.least(), spread.most(), isOurs);
                })
                .toList();
        return new BarChart(title, unit, bars, null);
    }
}
