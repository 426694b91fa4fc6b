package dev.ringpost.bench.records;

import dev.ringpost.QueueType;
import dev.ringpost.bench.machine.MachineState;
import dev.ringpost.bench.records.RecordsSpec.Role;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** All runs of all contestants, as a table for people and as values for JSON. One thread. */
final class RecordsReport {
    static final List<String> COLUMNS = List.of(
            "name",
            "records/s",
            "spread",
            "x PerfTest",
            "x stream-cl.",
            "CPU us/rec",
            "broker us/rec",
            "messages/s",
            "rec/msg",
            "wire B/rec",
            "ratio");

    static final String NOTES = """
            records/s: confirmed records a second, from the end of the warm-up to the last confirm; spread: fastest to slowest round
            x PerfTest: against the better one on the same queue; it sends one record of 100 bytes a message, lines are longer
            x stream-cl.: against the better one of com.rabbitmq:stream-client, on the stream port
            CPU: of the client's process; broker: of RabbitMQ's, warm-up included
            messages/s: AMQP messages, or the stream client's entries; wire: bytes with frames, as the engine counts them
            ratio: how many times smaller compression made the AMQP messages' bodies
            checked at the end of each run: the queue has taken in as many messages as were confirmed
            """;

    private final Map<RecordsSpec, List<RecordsRunner.Run>> runsBySpec = new LinkedHashMap<>();

    RecordsReport(List<RecordsSpec> specs) {
        specs.forEach(spec -> runsBySpec.put(spec, new ArrayList<>()));
    }

    void add(RecordsSpec spec, RecordsRunner.Run run) {
        runs(spec).add(run);
    }

    String table() {
        StringBuilder table = new StringBuilder(line(COLUMNS.toArray()));
        rows().forEach(row -> table.append(line(row.toArray())));
        table.append(NOTES);
        return table.append(MachineState.rangeLine(machineStates())).toString();
    }

    /** A row of texts for each contestant that was measured. */
    List<List<String>> rows() {
        List<List<String>> rows = new ArrayList<>();
        for (RecordsSpec spec : measured()) {
            RecordsSummary row = summary(spec);
            rows.add(List.of(
                    row.name(),
                    String.format(Locale.ROOT, "%,.0f", row.confirmedRecordsPerSecond()),
                    String.format(Locale.ROOT, "%.1f %%", row.spreadPercent()),
                    timesTheBest(row, Role.PERF_TEST, spec.queue()),
                    timesTheBest(row, Role.STREAM_CLIENT, spec.queue()),
                    String.format(Locale.ROOT, "%.3f", row.cpuUsPerRecord()),
                    String.format(Locale.ROOT, "%.3f", row.brokerCpuUsPerRecord()),
                    String.format(Locale.ROOT, "%,.0f", row.messagesPerSecond()),
                    String.format(Locale.ROOT, "%.1f", row.recordsPerMessage()),
                    row.wireBytesPerRecord() == 0 ? "-" : String.format(Locale.ROOT, "%.1f", row.wireBytesPerRecord()),
                    String.format(Locale.ROOT, "%.2f", row.compressionRatio())));
        }
        return rows;
    }

    /** The medians, what each is compared with, and every run. */
    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("summaries", measured().stream().map(this::summary).toList());
        json.put("perf_test_reference", references(Role.PERF_TEST));
        json.put("stream_client_reference", references(Role.STREAM_CLIENT));
        Map<String, Object> runs = new LinkedHashMap<>();
        measured().forEach(spec -> runs.put(spec.title(), runs(spec)));
        json.put("runs", runs);
        return json;
    }

    private Map<String, String> references(Role role) {
        Map<String, String> names = new LinkedHashMap<>();
        for (QueueType queue : QueueType.values()) {
            best(role, queue).ifPresent(best -> names.put(queue.argument(), best.name()));
        }
        return names;
    }

    private String timesTheBest(RecordsSummary row, Role role, QueueType queue) {
        return best(role, queue)
                .map(best -> String.format(
                        Locale.ROOT, "%.2f", row.confirmedRecordsPerSecond() / best.confirmedRecordsPerSecond()))
                .orElse("-");
    }

    private Optional<RecordsSummary> best(Role role, QueueType queue) {
        return measured().stream()
                .filter(spec -> spec.role() == role && spec.queue() == queue)
                .map(this::summary)
                .max(Comparator.comparingDouble(RecordsSummary::confirmedRecordsPerSecond));
    }

    List<RecordsSpec> measured() {
        return runsBySpec.keySet().stream()
                .filter(spec -> !runs(spec).isEmpty())
                .toList();
    }

    List<RecordsRunner.Run> runs(RecordsSpec spec) {
        return runsBySpec.computeIfAbsent(spec, unknown -> new ArrayList<>());
    }

    /** Of all runs. */
    List<MachineState> machineStates() {
        return runsBySpec.values().stream()
                .flatMap(runs -> runs.stream().map(RecordsRunner.Run::machine))
                .toList();
    }

    private RecordsSummary summary(RecordsSpec spec) {
        return RecordsSummary.of(spec, runs(spec));
    }

    private static String line(Object... columns) {
        return String.format(Locale.ROOT, "%-33s %12s %8s %10s %12s %10s %13s %11s %8s %10s %6s%n", columns);
    }
}
