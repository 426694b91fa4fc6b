package dev.ringpost.bench.jmh;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every benchmark runs: each once, cold, in this JVM. The times mean nothing. */
@Timeout(90)
class BenchmarksTest {
    private static final String IGNORE_LOCK = "jmh.ignoreLock";
    private static final String[] ONCE = {"-f", "0", "-bm", "ss", "-wi", "0", "-i", "1", "-foe", "true", "-v", "SILENT"
    };

    @TempDir
    private Path folder;

    /** Without it, a JMH run elsewhere on the machine would fail the test. */
    @BeforeAll
    static void ignoreLock() {
        System.setProperty(IGNORE_LOCK, "true");
    }

    @AfterAll
    static void respectLock() {
        System.clearProperty(IGNORE_LOCK);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Compress",
                "ConfirmSweep",
                "FrameEncode",
                "PublishFreeRing.TwoThreads",
                "PublishFullRing.TwoThreads",
                "RecordToJson",
                "RetryQueue",
                "RingHandOff.TwoProducers",
                "Serialize"
            })
    void runsAndIsCompared(String benchmarks) throws Exception {
        Path json = folder.resolve("result.json");
        List<String> arguments = new ArrayList<>(List.of(ONCE));
        arguments.addAll(List.of("--json", json.toString(), "\\." + benchmarks.replace(".", "\\.") + "\\."));

        assertThat(JmhMain.execute(arguments.toArray(String[]::new))).isZero();

        JsonNode entries = new ObjectMapper().readTree(json.toFile());
        assertThat(entries).isNotEmpty();
        for (JsonNode entry : entries) {
            JsonNode comparison = entry.path("comparison");
            assertThat(entry.path("primaryMetric").path("score").asDouble()).isPositive();
            assertThat(comparison.path("allocatedBytesPerOp").isNumber()).isTrue();
            assertThat(comparison.path("timesAsFastAs").isEmpty())
                    .as("baselines of %s %s", entry.path("benchmark"), entry.path("params"))
                    .isEqualTo(comparison.path("isBaseline").asBoolean());
        }
        assertThat(ProcessHandle.current().descendants()).isEmpty();
    }

    @Test
    void saysWhatIsWrongWithTheOptions() throws Exception {
        assertThat(JmhMain.execute("--json")).isEqualTo(2);
        assertThat(JmhMain.execute("-f", "some")).isEqualTo(2);
        assertThat(JmhMain.execute("NoSuchBenchmark")).isEqualTo(2);
    }
}
