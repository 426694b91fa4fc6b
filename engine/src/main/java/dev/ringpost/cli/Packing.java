package dev.ringpost.cli;

import dev.ringpost.Batching;
import dev.ringpost.InvalidMessageException;
import dev.ringpost.PublishOptions;
import dev.ringpost.config.Wording;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How lines become AMQP messages.
 *
 * @param batching several lines in one, or {@code null} for one each
 * @param compression the compressor's name, or {@code null}
 */
record Packing(@Nullable Batching batching, @Nullable String compression) {

    /** By what the limits of batches are called in a configuration; the engine's are options under their own names. */
    private static final Map<String, String> OPTIONS = Map.of(
            "max-records", "--batch-records",
            "max-bytes", "--batch-bytes",
            "ring-size", "--ring-size",
            "max-message-bytes", "--max-message-bytes",
            "delivery-timeout", "--delivery-timeout");

    /** The options with it. */
    PublishOptions over(PublishOptions options) {
        PublishOptions.Builder builder = options.toBuilder();
        if (batching != null) {
            builder.batching(batching);
        }
        if (compression != null) {
            builder.compression(compression);
        }
        return builder.build();
    }

    /** Whether an AMQP message is anything else than a line. */
    boolean isAny() {
        return batching != null || compression != null;
    }

    /** What one message of the engine is called. */
    String unit() {
        return batching == null ? "message" : "record";
    }

    /** What a queue's depth is in, where that is not what is published. */
    String depthUnit() {
        return batching == null ? "" : " AMQP messages";
    }

    /** Limits that contradict each other or the engine's: nothing was published. */
    static CommandFailure refused(InvalidMessageException error) {
        String said = Wording.of(String.valueOf(error.getMessage()), word -> OPTIONS.getOrDefault(word, word))
                .replaceFirst("^batching: (?=--)", "")
                .replaceFirst("^batching: linger", "--linger");
        return new CommandFailure(
                ExitCodes.USAGE, said + ": correct --batch-records, --batch-bytes or --linger", error);
    }
}
