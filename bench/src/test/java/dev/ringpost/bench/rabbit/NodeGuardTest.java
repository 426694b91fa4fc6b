package dev.ringpost.bench.rabbit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringpost.bench.run.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class NodeGuardTest {
    @TempDir
    private Path parent;

    @Test
    void endsWhatAKilledJvmLeftBehind() throws Exception {
        Path directory = Files.createDirectory(parent.resolve("node"));
        Files.writeString(directory.resolve("data"), "x");
        ProcessHandle watched;
        try (ChildJvm jvm =
                ChildJvm.start(List.of("-Xmx64m"), List.of(Watching.class.getName(), directory.toString()))) {
            long pid = Long.parseLong(jvm.awaitLine("pid ", 30).substring("pid ".length()));
            watched = ProcessHandle.of(pid).orElseThrow();
            assertThat(watched.isAlive()).isTrue();
        } // killed outright: no shutdown hook runs
        for (int i = 0; i < 400 && (watched.isAlive() || Files.exists(directory)); i++) {
            Thread.sleep(Duration.ofMillis(50).toMillis());
        }
        assertThat(watched.isAlive()).isFalse();
        assertThat(directory).doesNotExist();
        assertThat(parent).exists();
    }

    @Test
    void touchesNothingOnceClosed() throws Exception {
        Path directory = Files.createDirectory(parent.resolve("node"));
        Process process = new ProcessBuilder("sleep", "60").start();
        try {
            try (NodeGuard guard = NodeGuard.start(directory)) {
                guard.watch(process);
            }
            Thread.sleep(Duration.ofSeconds(2).toMillis());
            assertThat(process.isAlive()).isTrue();
            assertThat(directory).exists();
        } finally {
            process.destroyForcibly();
        }
    }

    /** Has a process watched, says which, and waits to be killed. */
    static final class Watching {
        private Watching() {}

        public static void main(String[] args) throws IOException, InterruptedException {
            NodeGuard guard = NodeGuard.start(Path.of(args[0]));
            Process process = new ProcessBuilder("sleep", "120").start();
            guard.watch(process);
            System.out.println("pid " + process.pid());
            Thread.sleep(Long.MAX_VALUE);
        }
    }
}
