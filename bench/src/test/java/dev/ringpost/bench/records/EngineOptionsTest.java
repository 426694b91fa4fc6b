package dev.ringpost.bench.records;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringpost.Batching;
import dev.ringpost.RecordFormat;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class EngineOptionsTest {
    @TempDir
    private Path directory;

    @Test
    void publishesBodiesOfOneSizeByThemselves() throws Exception {
        EngineOptions options = options("--body-bytes", "7");
        assertThat(options.records()).hasDimensions(1, 7);
        assertThat(options.batching(1)).isEmpty();
    }

    @Test
    void publishesLinesWithoutTheirBreaks() throws Exception {
        Path file = Files.writeString(directory.resolve("lines"), "{\"a\":1}\n{\"ü\":2}\n");
        assertThat(options("--records-file", file.toString()).records())
                .isDeepEqualTo(new byte[][] {bytes("{\"a\":1}"), bytes("{\"ü\":2}")});
    }

    @Test
    void repeatsNoLineWithinAMessage() {
        EngineOptions options = options(
                "--batching", "--format=ndjson", "--records-file=lines", "--max-records=500", "--max-bytes=9000");
        assertThat(options.batching(300)).contains(Batching.of(300, 9_000).format(RecordFormat.NDJSON));
        assertThat(options.batching(700)).contains(Batching.of(500, 9_000).format(RecordFormat.NDJSON));
    }

    @Test
    void packsBodiesOfOneSizeWhateverTheirNumber() {
        assertThat(options("--batching", "--max-records=5", "--max-bytes=900").batching(1))
                .contains(Batching.of(5, 900));
    }

    private static EngineOptions options(String... arguments) {
        return CommandLine.populateCommand(new EngineOptions(), arguments);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
