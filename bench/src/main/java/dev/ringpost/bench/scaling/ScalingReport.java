package dev.ringpost.bench.scaling;

import dev.ringpost.bench.run.Spread;
import dev.ringpost.bench.scaling.Dimension.Point;
import dev.ringpost.bench.scaling.ScalingResult.Interval;
import dev.ringpost.bench.scaling.ScalingRow.Compared;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All points and all measurings of the base case, in the order of time, as tables and as JSON. One thread. */
final class ScalingReport {
    /** What the table needs explained. */
    static final String NOTES = String.format(Locale.ROOT, """
            base: bodies of 100 bytes, a ring of 16,384, one lane, one caller, one route; measured again between dimensions
            x base: time and CPU of a message by those of the base measured nearest; !: one of them is over %.2f
            of it I/O: allocated by amqp-client's reading thread, some hundred bytes for each ack frame
            lanes publish to 64 routes, as messages of one route share a lane; in flight is each lane's
            small windows wait for answers, and a thousand messages are over before the threads are awake
            """, ScalingRow.MOST_TIMES_BASE);

    private static final int QUARTERS = 4;

    private static final String FORMAT = "%-10s %12s %12s %10s %9s %11s %12s %10s %8s %11s %2s%n";
    private static final String DRIFT_FORMAT = "%16s %12s %9s %9s%n";

    private final List<Measured> inOrder = new ArrayList<>();

    /** {@code point} is {@code null} for the base case. */
    private record Measured(@Nullable Point point, ScalingResult result) {}

    void addBase(ScalingResult result) {
        inOrder.add(new Measured(null, result));
    }

    void add(Point point, ScalingResult result) {
        inOrder.add(new Measured(point, result));
    }

    /** All points of a dimension that were measured, each with its bases; none if there is no base. */
    List<ScalingRow> rows(Dimension dimension) {
        Map<Point, List<Compared>> rounds = new LinkedHashMap<>();
        for (int i = 0; i < inOrder.size(); i++) {
            Point point = inOrder.get(i).point();
            if (point != null && point.dimension() == dimension) {
                ScalingResult result = inOrder.get(i).result();
                nearestBase(i)
                        .ifPresent(base -> rounds.computeIfAbsent(point, none -> new ArrayList<>())
                                .add(new Compared(result, base)));
            }
        }
        return rounds.entrySet().stream()
                .map(entry -> new ScalingRow(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** Of two that are equally near, the earlier one. */
    private Optional<ScalingResult> nearestBase(int place) {
        for (int distance = 1; distance < inOrder.size(); distance++) {
            for (int other : new int[] {place - distance, place + distance}) {
                if (other >= 0 && other < inOrder.size() && inOrder.get(other).point() == null) {
                    return Optional.of(inOrder.get(other).result());
                }
            }
        }
        return Optional.empty();
    }

    /** The first run of the most messages; none if it failed: the points before it have one part, and no quarters. */
    Optional<ScalingResult> longRun() {
        List<ScalingRow> rows = rows(Dimension.MESSAGES);
        return rows.stream()
                .skip(Math.max(0, rows.size() - 1))
                .map(row -> row.rounds().get(0).result())
                .filter(result -> result.intervals().size() >= QUARTERS)
                .findFirst();
    }

    private List<ScalingResult> bases() {
        return inOrder.stream()
                .filter(measured -> measured.point() == null)
                .map(Measured::result)
                .toList();
    }

    String tables() {
        StringBuilder tables = new StringBuilder(
                String.format(Locale.ROOT, FORMAT, ScalingRow.columns().toArray()));
        for (Dimension dimension : Dimension.values()) {
            rows(dimension)
                    .forEach(row -> tables.append(
                            String.format(Locale.ROOT, FORMAT, row.cells().toArray())));
        }
        if (!bases().isEmpty()) {
            Spread spread = Spread.of(bases(), ScalingResult::confirmedPerSecond);
            tables.append(String.format(
                    Locale.ROOT,
                    "base, %d times: %,.0f msg/s, from %,.0f to %,.0f%n",
                    bases().size(),
                    spread.median(),
                    spread.least(),
                    spread.most()));
        }
        longRun().ifPresent(longRun -> {
            tables.append("\nflat cost: ")
                    .append(String.format(Locale.ROOT, "%,d", longRun.messages()))
                    .append(" messages, part by part\n");
            tables.append(
                    String.format(Locale.ROOT, DRIFT_FORMAT, driftColumns().toArray()));
            driftRows(longRun)
                    .forEach(cells -> tables.append(String.format(Locale.ROOT, DRIFT_FORMAT, cells.toArray())));
            tables.append(driftText(longRun)).append('\n');
        });
        return tables.append(NOTES).toString();
    }

    static List<String> driftColumns() {
        return List.of("messages so far", "msg/s", "us/msg", "x median");
    }

    static List<List<String>> driftRows(ScalingResult longRun) {
        List<List<String>> rows = new ArrayList<>();
        long messages = 0;
        for (Interval interval : longRun.intervals()) {
            messages += interval.messages();
            rows.add(List.of(
                    String.format(Locale.ROOT, "%,d", messages),
                    String.format(Locale.ROOT, "%,.0f", interval.confirmedPerSecond()),
                    String.format(Locale.ROOT, "%.3f", interval.timeUsPerMessage()),
                    String.format(Locale.ROOT, "%.2f", interval.timeUsPerMessage() / longRun.timeUsPerMessage())));
        }
        return rows;
    }

    /** The drift in words. */
    static String driftText(ScalingResult longRun) {
        double cpu = cpuDrift(longRun);
        return String.format(Locale.ROOT, "drift, last quarter to first: time x %.2f", timeDrift(longRun))
                + (Double.isNaN(cpu) ? "" : String.format(Locale.ROOT, ", CPU x %.2f", cpu));
    }

    /** The median of the last quarter of the parts by that of the first: 1 is flat. */
    static double timeDrift(ScalingResult longRun) {
        return Spread.of(lastQuarter(longRun), Interval::timeUsPerMessage).median()
                / Spread.of(firstQuarter(longRun), Interval::timeUsPerMessage).median();
    }

    /** The CPU of the last quarter by that of the first; NaN if one of them is too short to tell. */
    static double cpuDrift(ScalingResult longRun) {
        return ScalingResult.cpuUsPerMessage(lastQuarter(longRun))
                / ScalingResult.cpuUsPerMessage(firstQuarter(longRun));
    }

    private static List<Interval> firstQuarter(ScalingResult longRun) {
        return longRun.intervals().subList(0, quarter(longRun));
    }

    private static List<Interval> lastQuarter(ScalingResult longRun) {
        int count = longRun.intervals().size();
        return longRun.intervals().subList(count - quarter(longRun), count);
    }

    private static int quarter(ScalingResult longRun) {
        return Math.max(1, longRun.intervals().size() / QUARTERS);
    }

    Map<String, @Nullable Object> json() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("bases", bases());
        Map<String, Object> dimensions = new LinkedHashMap<>();
        for (Dimension dimension : Dimension.values()) {
            List<ScalingRow> rows = rows(dimension);
            if (!rows.isEmpty()) {
                dimensions.put(
                        dimension.id(), rows.stream().map(ScalingRow::json).toList());
            }
        }
        json.put("dimensions", dimensions);
        longRun().ifPresent(longRun -> {
            json.put("long_run_time_drift", timeDrift(longRun));
            json.put("long_run_cpu_drift", ScalingRow.numberOrNothing(cpuDrift(longRun)));
        });
        return json;
    }
}
