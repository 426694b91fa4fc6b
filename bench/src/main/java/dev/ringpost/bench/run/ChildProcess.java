package dev.ringpost.bench.run;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A child process that talks by lines on its standard output. Every wait has a limit, and {@link #close} ends it, and what
 * it started, by their own handles whatever state they are in.
 *
 * <p>Threads: used by one thread; a daemon reads its stdout into a queue.
 */
public class ChildProcess implements AutoCloseable {
    private static final int STDERR_TAIL_LINES = 30;
    private static final long KILL_WAIT_S = 10;

    private final Process process;
    private final boolean endsDescendants;
    private final Path stderr;
    private final BlockingQueue<Optional<String>> stdoutLines = new LinkedBlockingQueue<>();

    /**
     * Starts a program with its arguments.
     *
     * @param endsDescendants whether {@link #close} ends what it has started, too; else that is its own affair, and what
     *     outlives it on purpose does
     */
    ChildProcess(List<String> command, boolean endsDescendants) throws IOException {
        this.endsDescendants = endsDescendants;
        stderr = Files.createTempFile("ringpost-bench-", ".stderr");
        stderr.toFile().deleteOnExit(); // if a signal ends this JVM
        process = new ProcessBuilder(command).redirectError(stderr.toFile()).start();
        Thread reader = new Thread(this::readStdout, "stdout of " + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts a program with its arguments; {@link #close} ends what it has started, too. */
    public static ChildProcess ofCommand(List<String> command) throws IOException {
        return new ChildProcess(command, true);
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

    /** Waits for its end; throws if that does not come, or not with exit status 0. */
    public void awaitExit(long timeoutS) throws IOException, InterruptedException {
        if (!process.waitFor(timeoutS, TimeUnit.SECONDS)) {
            throw new IOException("still running after " + timeoutS + " s");
        }
        if (process.exitValue() != 0) {
            throw new IOException("exit status " + process.exitValue() + "; stderr: " + stderrTail());
        }
    }

    /** CPU that it has used since its start, user and system time; 0 where the system does not tell. */
    public long cpuNs() {
        return process.toHandle()
                .info()
                .totalCpuDuration()
                .orElse(Duration.ZERO)
                .toNanos();
    }

    private String stderrTail() throws IOException {
        // Not every child writes UTF-8.
        List<String> lines = Files.readAllLines(stderr, StandardCharsets.ISO_8859_1);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - STDERR_TAIL_LINES), lines.size()));
    }

    @Override
    public void close() throws IOException {
        if (endsDescendants) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
        }
        process.destroyForcibly();
        try {
            process.waitFor(KILL_WAIT_S, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Files.deleteIfExists(stderr);
    }
}
