package dev.ringpost.bench.latency;

import dev.ringpost.bench.latency.LatencyReport.What;
import dev.ringpost.bench.report.HtmlReport;
import dev.ringpost.bench.report.PercentileChart;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The report as a page: for each rate the curves of calls and confirms, and the tables. */
final class LatencyPage {
    private LatencyPage() {}

    /** {@code all} is the JSON report, {@code facts} what of it explains the numbers. */
    static void write(Path file, LatencyReport report, Map<String, ?> facts, Object all) throws IOException {
        HtmlReport page = new HtmlReport(
                "Latency",
                "How long a publish call takes, and how long a message takes from the time it was due at to its confirm, at "
                        + "fixed rates that wait for nobody. Bodies of 100 bytes, persistent, one publishing thread, "
                        + "each contestant in a JVM of its own.");
        page.section(
                "Against basicPublish",
                "This engine's latencies divided by those of amqp-client's basicPublish at the same "
                        + "rate, or each at the same share of its own peak: below 1 is better.");
        page.table(LatencyReport.comparisonColumns(), report.comparison());
        for (RatePoint rate : report.rates()) {
            List<LatencySummary> summaries = report.summaries(rate);
            page.section(rate.label(), LatencyReport.NOTES.strip().replace("\n", ". "));
            for (What what : List.of(What.CONFIRM, What.CALL)) {
                page.percentiles(chart(rate, what, summaries));
            }
            for (What what : What.values()) {
                page.section(rate.label() + ", " + what.title(), "In microseconds.");
                page.table(LatencyReport.columns(), report.rows(rate, what));
            }
        }
        page.section("Facts", "What a reader needs to judge the numbers, and to measure again.");
        page.facts(facts);
        page.json(all);
        page.write(file);
    }

    private static PercentileChart chart(RatePoint rate, What what, List<LatencySummary> summaries) {
        List<PercentileChart.Curve> curves = summaries.stream()
                .map(summary -> new PercentileChart.Curve(
                        summary.contestant(),
                        LatencySummary.curvePercentiles(),
                        LatencySummary.curveUs(what.of(summary)),
                        summary.contestant().startsWith(LatencyContestants.ENGINE)))
                .toList();
        return new PercentileChart(rate.label() + ": " + what.title(), "µs", curves);
    }
}
