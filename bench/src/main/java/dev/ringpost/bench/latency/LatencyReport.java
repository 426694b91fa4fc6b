package dev.ringpost.bench.latency;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/** All rounds of all contestants at all rates, as tables and as JSON. One thread. */
final class LatencyReport {
    /** What the tables need explained. */
    static final String NOTES = """
            call: the publish call alone, two readings of the clock included
            call from due, confirm: from the time that the message was due at, so a pause is in all messages that fell into it
            pacing alone publishes nothing: the clock's cost, and how late the pacing thread wakes up, which is in all rows
            !: the rate was not kept, by calls or by confirms, so these grow as long as the run is
            -: fewer than ten messages lie beyond that percentile, or the rate was not kept
            """;

    private final Map<String, Double> peaksPerSecond = new LinkedHashMap<>();
    private final Map<RatePoint, Map<String, List<LatencyResult>>> results = new LinkedHashMap<>();

    /** One of the three things that are measured. */
    enum What {
        CALL("publish call"),
        CALL_FROM_DUE("publish call from due"),
        CONFIRM("publish to confirm");

        private final String title;

        What(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }

        Histogram of(LatencySummary summary) {
            return switch (this) {
                case CALL -> summary.latencies().callNs();
                case CALL_FROM_DUE -> summary.latencies().callFromDueNs();
                case CONFIRM -> summary.latencies().confirmFromDueNs();
            };
        }
    }

    void addPeak(String contestant, double messagesPerSecond) {
        peaksPerSecond.put(contestant, messagesPerSecond);
    }

    void add(RatePoint rate, String contestant, LatencyResult result) {
        results.computeIfAbsent(rate, none -> new LinkedHashMap<>())
                .computeIfAbsent(contestant, none -> new ArrayList<>())
                .add(result);
    }

    /** As measured, in order. */
    List<RatePoint> rates() {
        return List.copyOf(results.keySet());
    }

    /** The contestants at a rate, in the order of {@link LatencyContestants#names}. */
    List<LatencySummary> summaries(RatePoint rate) {
        Map<String, List<LatencyResult>> ofRate = results.getOrDefault(rate, Map.of());
        return LatencyContestants.names().stream()
                .map(name -> ofRate.getOrDefault(name, List.of()))
                .filter(rounds -> !rounds.isEmpty())
                .map(LatencySummary::of)
                .toList();
    }

    /** All tables for the console. */
    String tables() {
        StringBuilder tables = new StringBuilder();
        for (What what : What.values()) {
            tables.append(what.title()).append(", us\n");
            append(
                    tables,
                    columns(),
                    rates().stream().flatMap(rate -> rows(rate, what).stream()).toList());
            tables.append('\n');
        }
        tables.append("against ")
                .append(LatencyContestants.BASIC_PUBLISH)
                .append(" at the same rate, or share of its own peak\n");
        append(tables, comparisonColumns(), comparison());
        return tables.append(NOTES).toString();
    }

    private static void append(StringBuilder tables, List<String> columns, List<List<String>> rows) {
        appendRow(tables, columns);
        rows.forEach(row -> appendRow(tables, row));
    }

    private static void appendRow(StringBuilder tables, List<String> row) {
        tables.append(String.format(Locale.ROOT, "%-13s %-20s %12s", row.get(0), row.get(1), row.get(2)));
        row.subList(3, row.size()).forEach(cell -> tables.append(String.format(Locale.ROOT, " %11s", cell)));
        tables.append('\n');
    }

    static List<String> columns() {
        List<String> columns = new ArrayList<>(List.of("rate", "contestant", "reached/s"));
        for (double percentile : LatencySummary.TABLE_PERCENTILES) {
            columns.add(LatencySummary.label(percentile));
        }
        columns.addAll(List.of("CPU us/msg", "alloc B/msg"));
        return columns;
    }

    List<List<String>> rows(RatePoint rate, What what) {
        List<List<String>> rows = new ArrayList<>();
        for (LatencySummary summary : summaries(rate)) {
            List<String> row = new ArrayList<>(List.of(rate.label(), summary.contestant(), reached(summary)));
            for (double percentile : LatencySummary.TABLE_PERCENTILES) {
                boolean isBacked = LatencySummary.isBacked(what.of(summary), percentile);
                row.add(isBacked ? us(LatencySummary.us(what.of(summary), percentile)) : "-");
            }
            row.add(String.format(Locale.ROOT, "%.2f", summary.cpuUsPerMessage()));
            row.add(String.format(Locale.ROOT, "%.1f", summary.allocatedBytesPerMessage()));
            rows.add(row);
        }
        return rows;
    }

    private static String reached(LatencySummary summary) {
        return (summary.isRateKept() ? "" : "! ") + String.format(Locale.ROOT, "%,.0f", summary.publishedPerSecond());
    }

    private static String us(double us) {
        return String.format(Locale.ROOT, us < 10 ? "%.3f" : "%,.1f", us);
    }

    static List<String> comparisonColumns() {
        return List.of(
                "rate",
                "contestant",
                "call p50 ns",
                "x call p50",
                "x call p99.9",
                "x due p99.9",
                "x conf. p50",
                "x conf. p99");
    }

    /** Each of the engine's by {@code basicPublish}: below 1 is better. */
    List<List<String>> comparison() {
        List<List<String>> rows = new ArrayList<>();
        for (RatePoint rate : rates()) {
            Optional<LatencySummary> peer = summaries(rate).stream()
                    .filter(summary -> summary.contestant().equals(LatencyContestants.BASIC_PUBLISH))
                    .findFirst();
            if (peer.isPresent()) {
                summaries(rate).stream()
                        .filter(summary -> summary.contestant().startsWith(LatencyContestants.ENGINE))
                        .map(engine -> comparison(rate, engine, peer.get()))
                        .forEach(rows::add);
            }
        }
        return rows;
    }

    private static List<String> comparison(RatePoint rate, LatencySummary engine, LatencySummary peer) {
        return List.of(
                rate.label(),
                engine.contestant(),
                String.format(Locale.ROOT, "%,d", What.CALL.of(engine).getValueAtPercentile(50)),
                ratio(What.CALL, 50, engine, peer),
                ratio(What.CALL, 99.9, engine, peer),
                ratio(What.CALL_FROM_DUE, 99.9, engine, peer),
                ratio(What.CONFIRM, 50, engine, peer),
                ratio(What.CONFIRM, 99, engine, peer));
    }

    private static String ratio(What what, double percentile, LatencySummary engine, LatencySummary peer) {
        if (what != What.CALL && !(engine.isRateKept() && peer.isRateKept())) {
            return "-"; // who falls behind is later with each message: a matter of how long the run is
        }
        if (!LatencySummary.isBacked(what.of(engine), percentile)
                || !LatencySummary.isBacked(what.of(peer), percentile)) {
            return "-";
        }
        double engineUs = LatencySummary.us(what.of(engine), percentile);
        return String.format(Locale.ROOT, "%.3f", engineUs / LatencySummary.us(what.of(peer), percentile));
    }

    /** Peaks, and of each contestant at each rate the summed histograms and the medians of the rest. */
    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("peaks_per_second", peaksPerSecond);
        Map<String, Object> byRate = new LinkedHashMap<>();
        rates().forEach(rate -> byRate.put(
                rate.label(), summaries(rate).stream().map(LatencySummary::json).toList()));
        json.put("rates", byRate);
        return json;
    }
}
