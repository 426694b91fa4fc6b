package dev.ringpost.serialization;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a Python that may or may not be there. */
record Python(String program) {

    private static final long LIMIT_S = 60;

    /** What it prints, errors included, without the last line end; why it cannot be started if so. */
    String run(String... arguments) throws IOException, InterruptedException {
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
                return "cannot be started: " + e.getMessage();
            }
            if (!process.waitFor(LIMIT_S, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(program + " takes longer than " + LIMIT_S + " s");
            }
            return Files.readString(output, StandardCharsets.UTF_8).stripTrailing();
        } finally {
            Files.delete(output);
        }
    }
}
