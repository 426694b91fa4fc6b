package dev.ringpost.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringpost.testing.Await;
import dev.ringpost.testing.ChildJvm;
import dev.ringpost.testing.RabbitTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command behind {@code scripts/soak}, in a heap of 256 MiB. */
@Tag("slow")
@RabbitTest
@Timeout(300)
class SoakIT {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int TERMINATED = 143;

    @TempDir
    private Path directory;

    private ChildJvm soak(String... arguments) throws Exception {
        return ChildJvm.start(Soak.class, List.of("-Xmx256m"), arguments);
    }

    @Test
    void toldToEndItSavesTheTableAndLeavesNoProcess() throws Exception {
        try (ChildJvm soak = soak("--minutes", "10", "--only", "callbacks-throw", "--out", directory.toString())) {
            soak.awaitOutput("CALLBACKS_THROW seed", PATIENCE);
            List<ProcessHandle> processes = soak.descendants();
            assertThat(processes).isNotEmpty();
            soak.terminate();
            assertThat(soak.awaitEnd(Duration.ofSeconds(40))).as(soak.output()).isEqualTo(TERMINATED);
            assertThat(soak.output()).contains("1 kinds of fault", "no violations");
            assertThat(Files.readString(directory.resolve("soak.json"))).contains("CALLBACKS_THROW");
            Await.until(
                    "no process is left",
                    Duration.ofSeconds(10),
                    () -> processes.stream().noneMatch(ProcessHandle::isAlive));
        }
    }

    @Test
    void anUnknownFaultIsNamedWithThoseThereAre() throws Exception {
        try (ChildJvm soak = soak("--minutes", "1", "--only", "earthquake")) {
            assertThat(soak.awaitEnd(PATIENCE)).isEqualTo(2);
            assertThat(soak.output()).contains("EARTHQUAKE", "node-killed");
        }
    }
}
