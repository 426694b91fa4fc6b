package dev.ringpost.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The command run in this process, and what came of it.
 *
 * @param exitCode its exit code
 * @param out the lines on standard output
 * @param err the lines on standard error
 */
record CommandRun(int exitCode, List<String> out, List<String> err) {

    /** The repository's sample; tests run in the module's directory. */
    static final Path SAMPLE = Path.of("..", "config", "samples", "ticks.ndjson");

    /** Nothing in the environment. */
    static final ConfigSources UNCONFIGURED = new ConfigSources(Map.of(), Map.of());

    static final int SAMPLE_LINES = 1_000;

    static CommandRun of(String... arguments) {
        return of(new ByteArrayInputStream(new byte[0]), new StopRequest(), arguments);
    }

    static CommandRun of(InputStream in, StopRequest stop, String... arguments) {
        return of(UNCONFIGURED, in, stop, arguments);
    }

    /** With these overrides of a configuration. */
    static CommandRun with(ConfigSources sources, String... arguments) {
        return of(sources, InputStream.nullInputStream(), new StopRequest(), arguments);
    }

    private static CommandRun of(ConfigSources sources, InputStream in, StopRequest stop, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = new Console(in, print(out), print(err), false, false, false);
        int exitCode = RingpostCommand.commandLine(console, sources, stop).execute(arguments);
        return new CommandRun(exitCode, lines(out), lines(err));
    }

    static JsonNode report(Path file) throws IOException {
        return new ObjectMapper().readTree(file.toFile());
    }

    /** The sum of the six outcomes. */
    static long outcomes(JsonNode report) {
        return Stream.of("confirmed", "returned", "rejected", "timed_out", "failed", "aborted")
                .mapToLong(name -> report.get(name).asLong())
                .sum();
    }

    private static PrintStream print(ByteArrayOutputStream target) {
        return new PrintStream(target, true, StandardCharsets.UTF_8);
    }

    private static List<String> lines(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
