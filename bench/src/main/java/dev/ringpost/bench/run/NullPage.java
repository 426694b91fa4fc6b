package dev.ringpost.bench.run;

import dev.ringpost.bench.contestant.ContestantResult;
import dev.ringpost.bench.report.BarChart;
import dev.ringpost.bench.report.BarChart.Bar;
import dev.ringpost.bench.report.BarChart.Limit;
import dev.ringpost.bench.report.HtmlReport;
import dev.ringpost.bench.run.ContestantSpec.Role;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** A {@link Report} as a page. */
final class NullPage {
    private NullPage() {}

    static HtmlReport of(Report report) {
        Map<String, Object> json = report.json();
        Map<String, Object> facts = new LinkedHashMap<>();
        for (String fact : List.of("machine", "jdk", "settings", "versions")) {
            facts.put(fact, json.get(fact));
        }
        Map<String, String> commands = new LinkedHashMap<>();
        report.measured()
                .forEach(spec ->
                        commands.put(spec.name(), report.rounds(spec).get(0).command()));
        facts.put("commands", commands);
        return new HtmlReport(
                        "Publishers against a broker that costs nothing",
                        "How fast one publisher hands messages to a broker that only parses and confirms them, all on this "
                                + "machine, each contestant in a process of its own, in turns. Bars are medians of the "
                                + "rounds, whiskers the slowest and the fastest round.")
                .section("Throughput", "Confirmed messages a second.")
                .bars(throughput(report))
                .section("CPU", "Of the publisher's process, all its threads.")
                .bars(chart(report, "CPU per message", "µs/message", ContestantResult::cpuUsPerMessage))
                .section("All numbers", String.join(". ", report.notes()) + ".")
                .table(Report.COLUMNS, report.rows())
                .section(
                        "Where and how",
                        "Machine, Java, settings, versions and commands of this run; the port is another one each time.")
                .facts(facts)
                .json(json);
    }

    /** The headline: the pre-encoded limit as a line, everyone else as a bar. */
    static BarChart throughput(Report report) {
        BarChart all = chart(
                report,
                "Null broker: messages a second, confirmed",
                "messages/s",
                ContestantResult::confirmedPerSecond);
        List<String> limits = report.measured().stream()
                .filter(spec -> spec.role() == Role.LIMIT)
                .map(ContestantSpec::name)
                .toList();
        List<Bar> others =
                all.bars().stream().filter(bar -> !limits.contains(bar.label())).toList();
        Limit limit = all.bars().stream()
                .filter(bar -> limits.contains(bar.label()))
                .findFirst()
                .map(bar -> new Limit(bar.label(), bar.value()))
                .orElse(null);
        return new BarChart(all.title(), all.unit(), others, limit);
    }

    private static BarChart chart(
            Report report, String title, String unit, ToDoubleFunction<ContestantResult> quantity) {
        List<Bar> bars = report.measured().stream()
                .map(spec -> {
                    Spread spread = Spread.of(report.rounds(spec), round -> quantity.applyAsDouble(round.contestant()));
                    boolean isOurs = spec.name().startsWith(Contestants.OURS);
                    return new Bar(spec.name(), spread.median(), spread.least(), spread.most(), isOurs);
                })
                .toList();
        return new BarChart(title, unit, bars, null);
    }
}
