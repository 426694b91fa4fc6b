package dev.ringpost.bench.records;

import dev.ringpost.Batching;
import dev.ringpost.PublishOptions;
import dev.ringpost.RecordFormat;
import dev.ringpost.bench.contestant.ContestantOptions;
import dev.ringpost.bench.wire.BenchMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What {@link EngineRecords} takes besides the options of every contestant. Filled once by picocli, then only read. */
final class EngineOptions extends ContestantOptions {
    @Option(names = "--batching", description = "Let records share AMQP messages")
    private boolean isBatching;

    @Option(names = "--max-records", description = "Of one AMQP message (default: ${DEFAULT-VALUE})")
    private int maxRecords = 4_000;

    @Option(names = "--max-bytes", description = "Of one AMQP message's body (default: ${DEFAULT-VALUE})")
    private int maxBytes = 512 * 1024;

    @Option(names = "--format", description = "Record format (default: ${DEFAULT-VALUE})")
    private String format = RecordFormat.LENGTH_PREFIXED.formatName();

    @Option(names = "--compression", description = "A compressor by name; default none")
    private String compression = "";

    @Option(names = "--records-file", description = "Lines to publish, again and again, instead of bodies of one size")
    private @Nullable Path recordsFile;

    /** The records to publish in turn. */
    byte[][] records() throws IOException {
        if (recordsFile == null) {
            return new byte[][] {BenchMessage.body(bodyBytes())};
        }
        List<String> lines = Files.readAllLines(recordsFile, StandardCharsets.UTF_8);
        return lines.stream().map(line -> line.getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new);
    }

    /** The producer's options; {@code recordCount} records are published in turn. */
    PublishOptions publishOptions(int recordCount) {
        PublishOptions.Builder options = PublishOptions.builder().routingKey(BenchMessage.ROUTING_KEY);
        batching(recordCount).ifPresent(options::batching);
        if (!compression.isEmpty()) {
            options.compression(compression);
        }
        return options.build();
    }

    /**
     * How records share AMQP messages, if they do. A message never has more of them than the file has lines: a repeated
     * line would compress to nearly nothing, which no real load does.
     */
    Optional<Batching> batching(int recordCount) {
        if (!isBatching) {
            return Optional.empty();
        }
        int most = recordsFile == null ? maxRecords : Math.min(maxRecords, recordCount);
        return Optional.of(Batching.of(most, maxBytes).format(format));
    }
}
