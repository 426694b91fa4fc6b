package dev.ringpost.bench.rabbit;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Ends a node that outlived this JVM: no shutdown hook runs when the JVM is killed outright. A shell waits for the end of
 * its standard input, which comes with the end of this JVM, kills the processes it was told of and removes the
 * directory. It ignores the signals that a terminal sends to all.
 */
final class NodeGuard implements AutoCloseable {
    private static final String SCRIPT =
            "trap '' HUP INT TERM; while read -r pid; do pids=\"$pids $pid\"; done; kill -9 $pids; sleep 1; rm -rf -- \"$1\"";

    private final Process shell;

    private NodeGuard(Process shell) {
        this.shell = shell;
    }

    static NodeGuard start(Path directory) throws IOException {
        return new NodeGuard(new ProcessBuilder("/bin/sh", "-c", SCRIPT, "sh", directory.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    void watch(Process process) throws IOException {
        OutputStream input = shell.getOutputStream();
        input.write((process.pid() + "\n").getBytes(StandardCharsets.US_ASCII));
        input.flush();
    }

    /** Ends the watch, and nothing else. */
    @Override
    public void close() {
        shell.destroyForcibly();
    }
}
