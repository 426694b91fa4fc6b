package dev.ringpost.bench.peers;

import dev.ringpost.bench.machine.MachineState;
import dev.ringpost.bench.peers.PeerSpec.Kind;
import dev.ringpost.bench.run.Protocol;
import dev.ringpost.bench.run.RoundRunner;
import dev.ringpost.bench.run.Spread;
import dev.ringpost.bench.run.Summary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All rounds on one broker, as rows of text and as values for JSON. One thread. */
final class SectionReport {
    static final List<String> COLUMNS = List.of(
            "name",
            "msg/s median",
            "spread",
            "CPU us/msg",
            "alloc B/msg",
            "writes/msg",
            "RSS MiB",
            "of limit",
            "engine x",
            "CPU x");

    private static final String NONE = "–";
    private static final double BYTES_PER_MIB = 1024.0 * 1024;

    private final String title;
    private final String key;
    private final List<PeerSpec> specs;
    private final List<Skipped> skipped;
    private final Map<PeerSpec, List<RoundRunner.Round>> rounds = new LinkedHashMap<>();
    private final Map<PeerSpec, List<String>> failures = new LinkedHashMap<>();
    private final Map<PeerSpec, Double> tracedWrites = new LinkedHashMap<>();

    /**
     * An empty one.
     *
     * @param title for people
     * @param key for JSON
     */
    SectionReport(String title, String key, List<PeerSpec> specs, List<Skipped> skipped) {
        this.title = title;
        this.key = key;
        this.specs = List.copyOf(specs);
        this.skipped = List.copyOf(skipped);
    }

    void add(PeerSpec spec, RoundRunner.Round round) {
        rounds.computeIfAbsent(spec, unknown -> new ArrayList<>()).add(round);
    }

    void addFailure(PeerSpec spec, String reason) {
        failures.computeIfAbsent(spec, unknown -> new ArrayList<>()).add(reason);
    }

    /** Takes the place of what the contestant could not count itself. */
    void setWriteSyscalls(PeerSpec spec, double writesPerMessage) {
        tracedWrites.put(spec, writesPerMessage);
    }

    String title() {
        return title;
    }

    List<PeerSpec> specs() {
        return specs;
    }

    List<Skipped> skipped() {
        return skipped;
    }

    boolean isFailed() {
        return !failures.isEmpty();
    }

    /** Those with at least one round, in order. */
    List<PeerSpec> measured() {
        return specs.stream().filter(rounds::containsKey).toList();
    }

    Summary summary(PeerSpec spec) {
        return Summary.of(spec.contestant(), rounds.getOrDefault(spec, List.of()));
    }

    Spread rates(PeerSpec spec) {
        return Spread.of(
                rounds.getOrDefault(spec, List.of()),
                round -> round.contestant().confirmedPerSecond());
    }

    int roundCount(PeerSpec spec) {
        return rounds.getOrDefault(spec, List.of()).size();
    }

    /** Of all rounds. */
    List<MachineState> machineStates() {
        return rounds.values().stream()
                .flatMap(ofSpec -> ofSpec.stream().map(RoundRunner.Round::machine))
                .toList();
    }

    /** The rate that everyone's share is taken of. */
    Optional<Summary> limit() {
        return measured().stream()
                .filter(spec -> spec.kind() == Kind.LIMIT)
                .map(this::summary)
                .findFirst();
    }

    /** A row of texts for each contestant, also for one that failed. */
    List<List<String>> rows() {
        List<List<String>> rows = new ArrayList<>();
        for (PeerSpec spec : specs) {
            if (rounds.containsKey(spec)) {
                rows.add(row(spec));
            } else if (failures.containsKey(spec)) {
                List<String> row = new ArrayList<>(List.of(spec.name(), "failed"));
                while (row.size() < COLUMNS.size()) {
                    row.add(NONE);
                }
                rows.add(row);
            }
        }
        return rows;
    }

    private List<String> row(PeerSpec spec) {
        Summary row = summary(spec);
        Summary engine = engineLike(spec).orElse(null);
        return List.of(
                row.name(),
                text("%,.0f", row.confirmedPerSecond()),
                row.rounds() < 2 ? NONE : text("%.1f %%", row.spreadPercent()),
                text("%.3f", row.cpuUsPerMessage()),
                known("%.1f", row.allocatedBytesPerMessage()),
                known("%.4f", writeSyscalls(spec)),
                known("%.0f", row.peakRssBytes() / BYTES_PER_MIB),
                limit().map(limit -> text("%.1f %%", 100 * row.confirmedPerSecond() / limit.confirmedPerSecond()))
                        .orElse(NONE),
                ratio(engine == null ? null : engine.confirmedPerSecond() / row.confirmedPerSecond()),
                ratio(engine == null ? null : row.cpuUsPerMessage() / engine.cpuUsPerMessage()));
    }

    /** The engine with defaults, by TLS for whoever comes by TLS. */
    private Optional<Summary> engineLike(PeerSpec spec) {
        String name =
                spec.contestant().protocol() == Protocol.AMQPS ? PeerContestants.ENGINE_TLS : PeerContestants.ENGINE;
        return measured().stream()
                .filter(other -> other.name().equals(name))
                .map(this::summary)
                .findFirst();
    }

    private double writeSyscalls(PeerSpec spec) {
        return tracedWrites.getOrDefault(spec, summary(spec).writeSyscallsPerMessage());
    }

    private static String ratio(@Nullable Double value) {
        return value == null ? NONE : text(value < 10 ? "%.2f" : "%.1f", value);
    }

    private static String known(String format, double value) {
        return value < 0 ? NONE : text(format, value);
    }

    private static String text(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }

    /** The medians, and every round. */
    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("section", key);
        json.put("summaries", measured().stream().map(this::summary).toList());
        json.put("write_syscalls_per_message_traced", byName(tracedWrites));
        json.put("failures", byName(failures));
        json.put("skipped", skipped);
        json.put("rounds", byName(rounds));
        return json;
    }

    private static Map<String, Object> byName(Map<PeerSpec, ?> values) {
        Map<String, Object> named = new LinkedHashMap<>();
        values.forEach((spec, value) -> named.put(spec.name(), value));
        return named;
    }

    /** What did not go well, a line each. */
    List<String> troubles() {
        List<String> lines = new ArrayList<>();
        failures.values()
                .forEach(reasons -> reasons.forEach(reason ->
                        lines.add("failed: " + reason.lines().findFirst().orElse(""))));
        skipped.forEach(each -> lines.add("skipped: " + each.name() + ": " + each.reason()));
        return lines;
    }
}
