package dev.ringpost.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringpost.Batching;
import dev.ringpost.RecordFormat;
import java.io.InputStream;
import java.io.PrintStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** What the options for batching and compression make, and what is assumed where one is not given. */
class BatchOptionsTest {

    private static PublishPlan plan(String options) {
        PrintStream out = new PrintStream(PrintStream.nullOutputStream(), true);
        PublishCommand command = new PublishCommand(
                new Console(InputStream.nullInputStream(), out, out, false, false, false),
                CommandRun.UNCONFIGURED,
                new StopRequest());
        new CommandLine(command).parseArgs(options.split(" ", -1));
        return command.plan();
    }

    private static @Nullable Batching batching(String options) {
        return plan(options).options().batching();
    }

    @Test
    void withoutThemEachLineIsAMessage() {
        assertThat(batching("--format lines")).isNull();
        assertThat(plan("--format lines").options().compressionName()).isNull();
        assertThat(plan("--format lines").packing().isAny()).isFalse();
    }

    @Test
    void compressionNeedsNoBatching() {
        PublishPlan plan = plan("--compression zstd");
        assertThat(plan.options().compressionName()).isEqualTo("zstd");
        assertThat(plan.options().batching()).isNull();
        assertThat(plan.packing().isAny()).isTrue();
        assertThat(plan.packing().unit()).isEqualTo("message");
    }

    @ParameterizedTest
    @CsvSource({
        "--batch-records 50, 50, 131072",
        "--batch-bytes 4096, 1000, 4096",
        "--batch-records 50 --batch-bytes 4096, 50, 4096",
        "--batch-bytes 4096 --ring-size 256, 256, 4096",
        "--batch-records 50 --max-message-bytes 1000, 50, 1000",
        // What is given is not corrected, but for the engine to refuse.
        "--batch-records 500 --ring-size 256, 500, 131072",
        "--batch-bytes 4096 --max-message-bytes 1000, 1000, 4096"
    })
    void oneOfTheTwoLimitsIsEnough(String options, int maxRecords, int maxBytes) {
        assertThat(batching(options))
                .isEqualTo(Batching.of(maxRecords, maxBytes).format(RecordFormat.LENGTH_PREFIXED));
    }

    @ParameterizedTest
    @CsvSource({
        "--format ndjson, ndjson",
        "--format lines, length-prefixed",
        "--format ndjson --batch-format length-prefixed, length-prefixed",
        "--format lines --batch-format json-array, json-array",
        "--batch-format spring, spring"
    })
    void theFormatFollowsTheLines(String options, String format) {
        Batching batching = batching("--batch-records 5 " + options);
        assertThat(batching).isNotNull();
        assertThat(batching.format().formatName()).isEqualTo(format);
    }

    @Test
    void lingerIsADuration() {
        assertThat(batching("--batch-records 5 --batch-bytes 100 --linger 5ms"))
                .isEqualTo(Batching.of(5, 100).linger(Duration.ofMillis(5)));
    }
}
