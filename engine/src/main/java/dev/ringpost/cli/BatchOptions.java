package dev.ringpost.cli;

import dev.ringpost.Batching;
import dev.ringpost.EngineSettings;
import dev.ringpost.InvalidMessageException;
import dev.ringpost.RecordFormat;
import dev.ringpost.compression.CompressorRegistry;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The command's options for several lines in one AMQP message, and for compression. */
final class BatchOptions {

    private static final int DEFAULT_RECORDS = 1_000;
    private static final int DEFAULT_BYTES = 128 * 1024;

    @Option(
            names = "--batch-records",
            paramLabel = "N",
            description = "Put up to N lines into one AMQP message, as its records: many times the rate. Each is still "
                    + "confirmed, and counted, by itself. Default: " + DEFAULT_RECORDS
                    + " with --batch-bytes, else off.")
    private @Nullable Integer records;

    @Option(
            names = "--batch-bytes",
            paramLabel = "N",
            description =
                    "The same by size: up to N bytes before compression. A longer line is rejected, so is an empty "
                            + "one. Default: " + DEFAULT_BYTES + " with --batch-records, else off.")
    private @Nullable Integer bytes;

    @Option(
            names = "--linger",
            paramLabel = "TIME",
            converter = DurationOption.class,
            description =
                    "How long a line may wait for others to share its message with, as 5ms. Default: 0, only what "
                            + "waits anyway shares one.")
    private @Nullable Duration linger;

    @Option(
            names = "--batch-format",
            paramLabel = "F",
            description =
                    "What a consumer gets: ndjson; json-array, for which each line must be JSON; length-prefixed; or "
                            + "spring, for listeners of Spring AMQP. Default: ndjson if the lines are or come from csv, else length-prefixed.")
    private @Nullable String format;

    @Option(
            names = "--compression",
            paramLabel = "C",
            description =
                    "Compress each AMQP message, one line or with batching all its lines: zstd, lz4, zlib, gzip-rfc1952, "
                            + "brotli, xz or bzip2. The headers say so to Kombu and others. Default: none.")
    private @Nullable String compression;

    /**
     * What they make.
     *
     * @param lines what a line is
     * @param settings of the engine, whose limits the defaults respect; what is given is the engine's to refuse
     * @throws CommandFailure if one is wrong by itself
     */
    Packing packing(Format lines, EngineSettings settings) {
        checkCompression();
        if (records == null && bytes == null) {
            refuseAlone("--linger", linger);
            refuseAlone("--batch-format", format);
            return new Packing(null, compression);
        }
        try {
            Batching batching = Batching.of(
                            records == null ? Math.min(DEFAULT_RECORDS, settings.ringSize()) : records,
                            bytes == null ? Math.min(DEFAULT_BYTES, settings.maxMessageBytes()) : bytes)
                    .linger(linger == null ? Duration.ZERO : linger)
                    .format(recordFormat(lines));
            return new Packing(batching, compression);
        } catch (InvalidMessageException e) {
            throw Packing.refused(e);
        }
    }

    private static void refuseAlone(String option, @Nullable Object value) {
        if (value != null) {
            throw CommandFailure.usage(
                    option + " is for batching: add --batch-records or --batch-bytes, or leave it out");
        }
    }

    private RecordFormat recordFormat(Format lines) {
        if (format != null) {
            try {
                return RecordFormat.of(format);
            } catch (InvalidMessageException e) {
                throw CommandFailure.usage("--batch-format: " + e.getMessage());
            }
        }
        return lines.isJson() ? RecordFormat.NDJSON : RecordFormat.LENGTH_PREFIXED;
    }

    private void checkCompression() {
        if (compression == null) {
            return;
        }
        try {
            CompressorRegistry.standard().require(compression);
        } catch (InvalidMessageException e) {
            throw CommandFailure.usage("--compression: " + e.getMessage());
        }
    }
}
