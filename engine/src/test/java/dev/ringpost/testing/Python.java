package dev.ringpost.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs a Python that may or may not be there.
 *
 * @param program how it is called
 */
public record Python(String program) {

    private static final long LIMIT_S = 60;
    private static final int NOT_STARTED = -1;

    /**
     * What came of it.
     *
     * @param exitCode 0 if all was well; negative if it could not be started
     * @param output what it printed, errors included, without the last line end; or why it could not be started
     */
    public record Run(int exitCode, String output) {}

    /** Runs it to its end, for a minute at the most. */
    public Run run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile("ringpost-python-", ".out");
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
            Process process;
            try {
                process = builder.start();
            } catch (IOException e) {
                return new Run(NOT_STARTED, "cannot be started: " + e.getMessage());
            }
            if (!process.waitFor(LIMIT_S, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(program + " takes longer than " + LIMIT_S + " s");
            }
            return new Run(
                    process.exitValue(),
                    Files.readString(output, StandardCharsets.UTF_8).stripTrailing());
        } finally {
            Files.delete(output);
        }
    }
}
