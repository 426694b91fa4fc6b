package dev.ringpost.testing;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A main class of the tests in a JVM of its own, with its own heap and its own CPU clock. Killed at {@link #close}. */
public final class ChildJvm implements AutoCloseable {

    private final Process process;
    private final Path output;

    private ChildJvm(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** Starts it on this JVM's class path. */
    public static ChildJvm start(Class<?> main, List<String> jvmArguments, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmArguments);
        command.addAll(List.of("-ea", "-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile("ringpost-child-", ".out");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        return new ChildJvm(process, output);
    }

    /** What it printed so far. */
    public String output() throws IOException {
        return Files.readString(output, StandardCharsets.UTF_8);
    }

    /** Waits until it has printed a text. */
    public void awaitOutput(String text, Duration timeout) throws Exception {
        Await.until("the child prints " + text, timeout, () -> {
            if (!process.isAlive() && !output().contains(text)) {
                throw new AssertionError("the child ended with " + process.exitValue() + ":\n" + output());
            }
            return output().contains(text);
        });
    }

    /** Writes it a line. */
    public void tell(String line) throws IOException {
        BufferedWriter writer = process.outputWriter(StandardCharsets.UTF_8);
        writer.write(line);
        writer.newLine();
        writer.flush();
    }

    /** SIGTERM: its shutdown hooks run. */
    public void terminate() {
        process.destroy();
    }

    /** The processes that it has started, and those that they have. */
    public List<ProcessHandle> descendants() {
        return process.descendants().toList();
    }

    /** Waits for its end and returns its exit code. */
    public int awaitEnd(Duration timeout) throws Exception {
        if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("the child still runs after " + timeout + ":\n" + output());
        }
        return process.exitValue();
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        Files.deleteIfExists(output);
    }
}
