package dev.ringpost.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ringpost.EngineStats;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunReportTest {

    @Test
    void addsUpAndSpeaksSnakeCase() throws Exception {
        JsonNode json = new ObjectMapper().valueToTree(report());
        assertThat(json.get("lines").asLong())
                .isEqualTo(json.get("accepted").asLong()
                        + json.get("rejected_lines").asLong());
        long outcomes = Stream.of("confirmed", "returned", "rejected", "timed_out", "failed", "aborted")
                .mapToLong(name -> json.get(name).asLong())
                .sum();
        assertThat(outcomes).isEqualTo(json.get("accepted").asLong()).isEqualTo(28);
        assertThat(json.get("seconds").asDouble()).isEqualTo(2);
        assertThat(json.get("messages_per_second").asDouble()).isEqualTo(4);
        assertThat(json.get("cpu_us_per_message").asDouble()).isEqualTo(1.0);
        assertThat(json.get("amqp_messages").asLong()).isEqualTo(16);
        assertThat(json.get("records_per_message").asDouble()).isEqualTo(2.5);
        assertThat(json.get("wire_bytes").asLong()).isEqualTo(1_999);
        assertThat(json.get("compression_ratio").asDouble()).isEqualTo(3.333);
        assertThat(json.get("queue_depth").isNull()).isTrue();
        assertThat(json.get("confirm_latency_us").fieldNames())
                .toIterable()
                .containsExactly("p50", "p90", "p99", "p999", "max");
        assertThat(json.has("all_well")).isFalse();
    }

    @Test
    void replacesTheFileWholeAndLeavesNothingElse(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("report.json");
        Files.writeString(file, "old ".repeat(10_000));
        try (ReportFile reportFile = ReportFile.open(file.toString())) {
            assertThat(file).content().startsWith("old ");
            reportFile.write(report());
        }
        assertThat(new ObjectMapper().readTree(file.toFile()).get("lines").asLong())
                .isEqualTo(30);
        assertThat(names(directory)).containsExactly("report.json");
    }

    @Test
    void anUnwrittenReportLeavesTheOldOne(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("report.json");
        Files.writeString(file, "old");
        ReportFile.open(file.toString()).close();
        assertThat(file).hasContent("old");
        assertThat(names(directory)).containsExactly("report.json");
    }

    private static List<String> names(Path directory) throws Exception {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> String.valueOf(file.getFileName())).toList();
        }
    }

    private static RunReport report() {
        EngineStats stats = new EngineStats(
                28, 8, 7, 6, 4, 2, 1, 0, 40, 12, 5, 999, 16, 1999, 1000, 300, 3, 1, 0, new Histogram(3));
        return RunReport.of(
                new RunReport.Reading(30, 2, 1, 500),
                stats,
                new RunReport.Cost(2_000_000_000L, 28_000),
                new RunReport.Setting(
                        "amqp://guest:**@localhost:5672/", new Destination("", "q", "q", false), null, "why"));
    }
}
