package dev.ringpost.bench.run;

import dev.ringpost.bench.machine.MachineState;
import dev.ringpost.bench.run.ContestantSpec.Role;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** All rounds of all contestants, as a table for people and as JSON. One thread. */
final class Report {
    static final List<String> COLUMNS = List.of(
            "name",
            "msg/s median",
            "spread",
            "CPU us/msg",
            "alloc B/msg",
            "of it I/O",
            "wire B/msg",
            "x PerfTest",
            "of limit");

    private final Map<ContestantSpec, List<RoundRunner.Round>> roundsBySpec = new LinkedHashMap<>();
    private final Map<String, Object> settings;

    /** An empty report; {@code settings} say what the run was asked for and are copied into the JSON. */
    Report(List<ContestantSpec> specs, Map<String, Object> settings) {
        specs.forEach(spec -> roundsBySpec.put(spec, new ArrayList<>()));
        this.settings = settings;
    }

    void add(ContestantSpec spec, RoundRunner.Round round) {
        roundsBySpec.computeIfAbsent(spec, unknown -> new ArrayList<>()).add(round);
    }

    String table() {
        StringBuilder table = new StringBuilder(line(COLUMNS.toArray()));
        rows().forEach(row -> table.append(line(row.toArray())));
        notes().forEach(note -> table.append(note).append('\n'));
        return table.append(MachineState.rangeLine(machineStates())).toString();
    }

    /** A row of texts for each contestant that was measured. */
    List<List<String>> rows() {
        Optional<Summary> limit = best(Role.LIMIT);
        Optional<Summary> perfTest = best(Role.PERF_TEST);
        List<List<String>> rows = new ArrayList<>();
        for (ContestantSpec spec : measured()) {
            Summary row = summary(spec);
            rows.add(List.of(
                    row.name(),
                    String.format(Locale.ROOT, "%,.0f", row.confirmedPerSecond()),
                    String.format(Locale.ROOT, "%.1f %%", row.spreadPercent()),
                    String.format(Locale.ROOT, "%.3f", row.cpuUsPerMessage()),
                    String.format(Locale.ROOT, "%.1f", row.allocatedBytesPerMessage()),
                    String.format(Locale.ROOT, "%.1f", row.clientIoAllocatedBytesPerMessage()),
                    String.format(Locale.ROOT, "%.1f", row.wireBytesPerMessage()),
                    perfTest.map(best -> ratio(row, best, 1, "%.2f")).orElse("-"),
                    limit.map(best -> ratio(row, best, 100, "%.1f %%")).orElse("-")));
        }
        return rows;
    }

    /** What the columns mean. */
    List<String> notes() {
        List<String> notes = new ArrayList<>();
        notes.add("of it I/O: allocated by amqp-client's reading thread, some hundred bytes for each ack frame");
        best(Role.PERF_TEST).ifPresent(best -> notes.add("x PerfTest: against " + best.name() + ", its better one"));
        return notes;
    }

    /** Everything, as values for JSON. */
    Map<String, Object> json() {
        Map<String, Object> json = Environment.facts(settings, machineStates());
        json.put("perf_test_reference", best(Role.PERF_TEST).map(Summary::name).orElse("none"));
        json.put("summaries", measured().stream().map(this::summary).toList());
        Map<String, Object> rounds = new LinkedHashMap<>();
        measured().forEach(spec -> rounds.put(spec.name(), rounds(spec)));
        json.put("rounds", rounds);
        return json;
    }

    List<ContestantSpec> measured() {
        return roundsBySpec.keySet().stream()
                .filter(spec -> !rounds(spec).isEmpty())
                .toList();
    }

    List<RoundRunner.Round> rounds(ContestantSpec spec) {
        return roundsBySpec.getOrDefault(spec, List.of());
    }

    private List<MachineState> machineStates() {
        return roundsBySpec.values().stream()
                .flatMap(rounds -> rounds.stream().map(RoundRunner.Round::machine))
                .toList();
    }

    private Summary summary(ContestantSpec spec) {
        return Summary.of(spec, rounds(spec));
    }

    private Optional<Summary> best(Role role) {
        return measured().stream()
                .filter(spec -> spec.role() == role)
                .map(this::summary)
                .max(Comparator.comparingDouble(Summary::confirmedPerSecond));
    }

    private static String ratio(Summary row, Summary reference, double scale, String format) {
        return String.format(Locale.ROOT, format, scale * row.confirmedPerSecond() / reference.confirmedPerSecond());
    }

    private static String line(Object... columns) {
        return String.format(Locale.ROOT, "%-24s %14s %8s %11s %12s %10s %11s %11s %9s%n", columns);
    }
}
