package dev.ringpost.bench.run;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A JVM like this one (same java, same class path) as a child process. Every wait has a limit, and {@link #close} ends
 * it by its own handle whatever state it is in.
 *
 * <p>Threads: used by one thread; a daemon reads its stdout into a queue.
 */
public final class ChildJvm implements AutoCloseable {
    private static final int STDERR_TAIL_LINES = 30;
    private static final long KILL_WAIT_S = 10;

    private final Process process;
    private final Path stderr;
    private final BlockingQueue<Optional<String>> stdoutLines = new LinkedBlockingQueue<>();

    private ChildJvm(Process process, Path stderr) {
        this.process = process;
        this.stderr = stderr;
    }

    /** Starts {@code java <jvmArgs> -cp <ours> <mainAndArgs>}. */
    public static ChildJvm start(List<String> jvmArgs, List<String> mainAndArgs) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmArgs);
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.addAll(mainAndArgs);
        Path stderr = Files.createTempFile("ringpost-bench-", ".stderr");
        stderr.toFile().deleteOnExit(); // if a signal ends this JVM
        Process process =
                new ProcessBuilder(command).redirectError(stderr.toFile()).start();
        ChildJvm child = new ChildJvm(process, stderr);
        Thread reader = new Thread(child::readStdout, "stdout of " + process.pid());
        reader.setDaemon(true);
        reader.start();
        return child;
    }

    private void readStdout() {
        try (BufferedReader stdout =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line = stdout.readLine();
            while (line != null) {
                stdoutLines.add(Optional.of(line));
                line = stdout.readLine();
            }
        } catch (IOException e) {
            // The pipe of a killed child: its end is the end of its output.
        }
        stdoutLines.add(Optional.empty());
    }

    /** Waits for the first line that starts with {@code prefix}; lines before it are dropped. */
    public String awaitLine(String prefix, long timeoutS) throws IOException, InterruptedException {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(timeoutS);
        while (true) {
            Optional<String> line = stdoutLines.poll(deadlineNs - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (line == null) {
                throw new IOException("no line '" + prefix + "...' within " + timeoutS + " s; stderr: " + stderrTail());
            }
            if (line.isEmpty()) {
                throw new IOException("ended without a line '" + prefix + "...'; stderr: " + stderrTail());
            }
            if (line.get().startsWith(prefix)) {
                return line.get();
            }
        }
    }

    /** Ends its stdin, which ends a child that waits for that. */
    public void closeStdin() throws IOException {
        process.getOutputStream().close();
    }

    public void awaitExit(long timeoutS) throws IOException, InterruptedException {
        if (!process.waitFor(timeoutS, TimeUnit.SECONDS)) {
            throw new IOException("still running after " + timeoutS + " s");
        }
        if (process.exitValue() != 0) {
            throw new IOException("exit status " + process.exitValue() + "; stderr: " + stderrTail());
        }
    }

    private String stderrTail() throws IOException {
        List<String> lines = Files.readAllLines(stderr, StandardCharsets.UTF_8);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - STDERR_TAIL_LINES), lines.size()));
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        try {
            process.waitFor(KILL_WAIT_S, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Files.deleteIfExists(stderr);
    }
}
