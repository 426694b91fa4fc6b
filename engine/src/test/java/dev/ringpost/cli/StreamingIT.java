package dev.ringpost.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ringpost.testing.RabbitNode;
import dev.ringpost.testing.RabbitTest;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Standard input without end: what was read leaves nothing behind. */
@RabbitTest
@Tag("slow")
class StreamingIT {

    private static final int HEAP_MB = 48;
    private static final int GROUPS = 102;
    private static final int LINES_A_GROUP = 1_000;

    @TempDir
    private Path directory = Path.of("");

    /** Each line is JSON with a name and a key that no other has, so that whatever is kept of a line would add up. */
    @Test
    void moreThanTheHeapGoesThrough(RabbitNode node) throws Exception {
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + HEAP_MB + "m",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        RingpostCommand.class.getName(),
                        "publish",
                        "--uri",
                        node.uri(),
                        "--exchange",
                        "amq.topic", // no queue: the broker confirms and drops
                        "--format",
                        "ndjson",
                        "--key-from",
                        "/key",
                        "--ring-size", // the usual one fills most of so small a heap
                        "2048",
                        "--json",
                        "-"))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        long bytes = 0;
        try (OutputStream in = process.getOutputStream()) {
            for (int group = 0; group < GROUPS; group++) {
                StringBuilder lines = new StringBuilder();
                for (int i = 0; i < LINES_A_GROUP; i++) {
                    int number = group * LINES_A_GROUP + i;
                    lines.append("{\"key\":\"k")
                            .append(number)
                            .append("\",\"n")
                            .append(number)
                            .append("x".repeat(70))
                            .append("\":\"");
                    lines.append("x".repeat(400)).append("\"}\n");
                }
                byte[] text = lines.toString().getBytes(StandardCharsets.UTF_8);
                bytes += text.length;
                in.write(text);
            }
        }
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as("%s", Files.readString(err)).isZero();
        JsonNode report = new ObjectMapper().readTree(out.toFile());
        assertThat(report.get("confirmed").asLong()).isEqualTo((long) GROUPS * LINES_A_GROUP);
        assertThat(bytes).isGreaterThan((long) HEAP_MB * 1024 * 1024);
    }
}
