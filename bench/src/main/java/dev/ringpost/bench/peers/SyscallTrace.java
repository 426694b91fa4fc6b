package dev.ringpost.bench.peers;

import dev.ringpost.bench.run.Program;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

/** A run under {@code strace}, which counts the calls that write. Where that is not installed, the run fails to start. */
final class SyscallTrace implements AutoCloseable {
    private static final Set<String> WRITES = Set.of("write", "writev", "sendto", "sendmsg", "sendmmsg");
    private static final int CALLS_COLUMN = 3;
    private static final int LEAST_COLUMNS = 5;

    private final Program program;
    private final Path output;

    private SyscallTrace(Program program, Path output) {
        this.program = program;
        this.output = output;
    }

    /** Of a program that is yet to be started. */
    static SyscallTrace of(Program traced) throws IOException {
        Path output = Files.createTempFile("ringpost-bench-", ".strace");
        List<String> prefix =
                List.of("strace", "-f", "-c", "-o", output.toString(), "-e", "trace=" + String.join(",", sorted()));
        List<String> command = new ArrayList<>(prefix);
        command.addAll(traced.command());
        List<String> shown = new ArrayList<>(List.of("strace", "-f", "-c"));
        shown.addAll(traced.shown());
        return new SyscallTrace(new Program(command, shown), output);
    }

    private static List<String> sorted() {
        return WRITES.stream().sorted().toList();
    }

    Program program() {
        return program;
    }

    /** What it counted, those of the start included; empty if the tracer wrote no summary. */
    OptionalDouble writesPer(long messages) throws IOException {
        long calls = writeCalls(Files.readString(output, StandardCharsets.ISO_8859_1));
        return calls < 0 ? OptionalDouble.empty() : OptionalDouble.of((double) calls / messages);
    }

    /** The calls in a summary; negative if there are none of these. */
    static long writeCalls(String summary) {
        return summary.lines()
                .map(line -> line.strip().split("\\s+", -1))
                .filter(columns -> columns.length >= LEAST_COLUMNS && WRITES.contains(columns[columns.length - 1]))
                .mapToLong(columns -> Long.parseLong(columns[CALLS_COLUMN]))
                .reduce(Long::sum)
                .orElse(-1);
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(output);
    }
}
