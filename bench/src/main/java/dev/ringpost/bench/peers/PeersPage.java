package dev.ringpost.bench.peers;

import dev.ringpost.bench.peers.PeerSpec.Kind;
import dev.ringpost.bench.report.BarChart;
import dev.ringpost.bench.report.HtmlReport;
import dev.ringpost.bench.run.Spread;
import dev.ringpost.bench.run.Summary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The report as a page, and its headline as a chart. */
final class PeersPage {
    private static final String TITLE = "Ringpost beside what one would otherwise use";

    private PeersPage() {}

    static HtmlReport of(PeersReport report) {
        HtmlReport page = new HtmlReport(
                TITLE,
                "One thread publishes the same persistent message of 100 bytes through one connection and waits for every "
                        + "confirm. Each publisher runs in a process of its own, one at a time, and where there are "
                        + "several rounds these are medians, with the slowest and the fastest. In every run shown the "
                        + "broker's count agreed with the confirmed messages.");
        for (SectionReport section : report.sections()) {
            page.section(section.title(), String.join(" ", section.troubles()));
            page.bars(throughput(section));
            page.bars(cpu(section));
            section.limit().ifPresent(limit -> page.bars(roofline(section, limit)));
            page.table(SectionReport.COLUMNS, section.rows());
        }
        page.section("How to read it", String.join(". ", PeersReport.NOTES) + ".");
        page.section("Circumstances", "What was run, where, and with which versions.");
        page.facts(facts(report));
        return page.json(report.json());
    }

    private static Map<String, Object> facts(PeersReport report) {
        Map<String, Object> facts = new LinkedHashMap<>(report.json());
        facts.remove("sections");
        return facts;
    }

    /** Rates, with the wire limit if that was measured. */
    static BarChart throughput(SectionReport section) {
        List<BarChart.Bar> bars = new ArrayList<>();
        for (PeerSpec spec : publishers(section)) {
            Spread rates = section.rates(spec);
            boolean isOne = section.roundCount(spec) < 2;
            bars.add(new BarChart.Bar(
                    spec.name(),
                    rates.median(),
                    isOne ? Double.NaN : rates.least(),
                    isOne ? Double.NaN : rates.most(),
                    spec.kind() == Kind.OURS));
        }
        return new BarChart(
                "Confirmed messages per second: " + section.title(),
                "messages/s",
                bars,
                section.limit()
                        .map(limit -> new BarChart.Limit("wire limit", limit.confirmedPerSecond()))
                        .orElse(null));
    }

    private static BarChart cpu(SectionReport section) {
        return chart(section, "Client CPU per message: ", "µs", Summary::cpuUsPerMessage);
    }

    private static BarChart roofline(SectionReport section, Summary limit) {
        return chart(
                section,
                "Share of the wire limit: ",
                "%",
                summary -> 100 * summary.confirmedPerSecond() / limit.confirmedPerSecond());
    }

    private static BarChart chart(SectionReport section, String title, String unit, Function<Summary, Double> value) {
        List<BarChart.Bar> bars = new ArrayList<>();
        for (PeerSpec spec : publishers(section)) {
            bars.add(new BarChart.Bar(
                    spec.name(), value.apply(section.summary(spec)), Double.NaN, Double.NaN, spec.kind() == Kind.OURS));
        }
        return new BarChart(title + section.title(), unit, bars, null);
    }

    private static List<PeerSpec> publishers(SectionReport section) {
        return section.measured().stream()
                .filter(spec -> spec.kind() != Kind.LIMIT)
                .toList();
    }
}
