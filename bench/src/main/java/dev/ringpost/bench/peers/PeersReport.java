package dev.ringpost.bench.peers;

import dev.ringpost.bench.machine.MachineState;
import dev.ringpost.bench.run.Environment;
import java.util.List;
import java.util.Map;

/** All sections, as tables for people and as JSON. Immutable but for its sections. */
record PeersReport(List<SectionReport> sections, Map<String, Object> settings) {
    static final List<String> NOTES = List.of(
            "CPU, allocation, system calls: of the client's process, all threads; RSS: the most it had since its start, with "
                    + "a heap of 512 MiB where it is a JVM",
            "writes/msg: write and writev, to the socket and to wake selectors; Python's are counted by strace in another run",
            "of limit: share of the wire limit, a block of encoded messages that is written again and again",
            "engine x, CPU x: how many times as fast the engine is as this, and how many times its CPU per message this takes; "
                    + "by TLS for those that come by TLS",
            "Spring batching template: its confirms are for messages of 100 records, and it has none for records");

    PeersReport {
        sections = List.copyOf(sections);
    }

    boolean isFailed() {
        return sections.stream().anyMatch(SectionReport::isFailed);
    }

    String table() {
        StringBuilder table = new StringBuilder();
        for (SectionReport section : sections) {
            table.append(section.title()).append('\n').append(line(SectionReport.COLUMNS));
            section.rows().forEach(row -> table.append(line(row)));
            section.troubles().forEach(trouble -> table.append(trouble).append('\n'));
            table.append('\n');
        }
        NOTES.forEach(note -> table.append(note).append('\n'));
        return table.append(MachineState.rangeLine(machineStates())).toString();
    }

    private List<MachineState> machineStates() {
        return sections.stream()
                .flatMap(section -> section.machineStates().stream())
                .toList();
    }

    private static String line(List<String> columns) {
        return String.format("%-34s %14s %8s %11s %12s %11s %8s %9s %9s %8s%n", columns.toArray());
    }

    /** Everything, with the circumstances. */
    Map<String, Object> json() {
        Map<String, Object> json = Environment.facts(settings, machineStates());
        json.put("sections", sections.stream().map(SectionReport::json).toList());
        return json;
    }
}
