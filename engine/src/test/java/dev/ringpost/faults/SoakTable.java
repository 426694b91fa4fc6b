package dev.ringpost.faults;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a soak came to so far: a line for each fault. Used by one thread. */
final class SoakTable {

    private static final int MIB = 1 << 20;

    private final SoakOptions options;
    private final Map<FaultKind, Row> rows = new EnumMap<>(FaultKind.class);
    private final List<String> violations = new ArrayList<>();

    /** Of one fault, all its rounds. */
    private static final class Row {
        int times;
        int batched;
        long messages;
        long lost;
        long duplicates;
        long inversions;
        long excusedInversions;
        Duration stallAmid = Duration.ZERO;
        Duration stallApart = Duration.ZERO;
        Duration recovery = Duration.ZERO;
        long maxHeapBytes;

        void add(Row other) {
            times += other.times;
            batched += other.batched;
            messages += other.messages;
            lost += other.lost;
            duplicates += other.duplicates;
            inversions += other.inversions;
            excusedInversions += other.excusedInversions;
            stallAmid = longer(stallAmid, other.stallAmid);
            stallApart = longer(stallApart, other.stallApart);
            recovery = longer(recovery, other.recovery);
            maxHeapBytes = Math.max(maxHeapBytes, other.maxHeapBytes);
        }

        private static Duration longer(Duration one, Duration other) {
            return one.compareTo(other) >= 0 ? one : other;
        }
    }

    SoakTable(SoakOptions options) {
        this.options = options;
    }

    /** Adds a round that was judged. */
    void add(RoundResult result) {
        Row row = new Row();
        row.times = 1;
        row.batched = result.name().batched() ? 1 : 0;
        row.messages = result.verdict().accepted();
        row.lost = result.verdict().lost();
        row.duplicates = result.verdict().duplicates();
        row.inversions = result.verdict().inversions();
        row.excusedInversions = result.verdict().excusedInversions();
        row.stallAmid = result.stallAmid();
        row.stallApart = result.stallApart();
        row.recovery = result.recovery();
        row.maxHeapBytes = result.maxHeapBytes();
        rows.computeIfAbsent(result.name().kind(), kind -> new Row()).add(row);
        result.violations().forEach(violation -> violation(result.name(), violation));
    }

    /** Adds something that may not be. */
    void violation(RoundName name, String what) {
        violations.add(name + ": " + what);
    }

    boolean hasViolations() {
        return !violations.isEmpty();
    }

    private Row sum() {
        Row sum = new Row();
        rows.values().forEach(sum::add);
        return sum;
    }

    /** The table, and what is wrong below it. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%-42s %5s %7s %10s %5s %10s %10s %9s %9s %9s %8s%n",
                "fault",
                "times",
                "batched",
                "messages",
                "lost",
                "duplicates",
                "inversions",
                "stall",
                "elsewhere",
                "recovery",
                "heap"));
        rows.forEach((kind, row) -> text.append(line(kind.description(), row)));
        text.append(line(rows.size() + " kinds of fault", sum()));
        text.append(String.format(
                "%nseed %d. Batched: of them, with record batching. Inversions: after a + those that may be, of messages tried again for example. Longest times "
                        + "without a confirm:%nstall, touched by the fault; elsewhere, the others; recovery, from its end on. "
                        + "Heap: the most in use.%n",
                options.seed()));
        List<FaultKind> missing = new ArrayList<>(options.kinds());
        missing.removeAll(rows.keySet());
        if (!missing.isEmpty()) {
            text.append("not reached: ").append(missing).append(System.lineSeparator());
        }
        text.append(violations.isEmpty() ? "no violations" : violations.size() + " VIOLATIONS");
        violations.forEach(
                violation -> text.append(System.lineSeparator()).append("- ").append(violation));
        return text.toString();
    }

    private static String line(String what, Row row) {
        return String.format(
                Locale.ROOT,
                "%-42s %5d %7d %10d %5d %10d %10s %7.1f s %7.1f s %7.1f s %4d MiB%n",
                what,
                row.times,
                row.batched,
                row.messages,
                row.lost,
                row.duplicates,
                row.inversions + (row.excusedInversions == 0 ? "" : "+" + row.excusedInversions),
                row.stallAmid.toMillis() / 1e3,
                row.stallApart.toMillis() / 1e3,
                row.recovery.toMillis() / 1e3,
                row.maxHeapBytes / MIB);
    }

    /**
     * Saves it as text and as JSON.
     *
     * @return the text's path
     */
    Path save() throws IOException {
        Files.createDirectories(options.directory());
        Path text = options.directory().resolve("soak.txt");
        Files.writeString(text, this + System.lineSeparator(), StandardCharsets.UTF_8);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("seed", options.seed());
        json.put("minutes", options.duration().toMillis() / 60_000.0);
        json.put("messagesPerSecond", options.messagesPerSecond());
        List<Map<String, Object>> faults = new ArrayList<>();
        rows.forEach((kind, row) -> faults.add(asMap(kind.name(), row)));
        json.put("faults", faults);
        json.put("sum", asMap("ALL", sum()));
        json.put("violations", violations);
        new ObjectMapper()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .writeValue(options.directory().resolve("soak.json").toFile(), json);
        return text;
    }

    private static Map<String, Object> asMap(String name, Row row) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("fault", name);
        map.put("times", row.times);
        map.put("batched", row.batched);
        map.put("messages", row.messages);
        map.put("lost", row.lost);
        map.put("duplicates", row.duplicates);
        map.put("inversions", row.inversions);
        map.put("excusedInversions", row.excusedInversions);
        map.put("stallMs", row.stallAmid.toMillis());
        map.put("stallElsewhereMs", row.stallApart.toMillis());
        map.put("recoveryMs", row.recovery.toMillis());
        map.put("maxHeapBytes", row.maxHeapBytes);
        return map;
    }
}
