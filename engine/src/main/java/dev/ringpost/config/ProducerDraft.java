package dev.ringpost.config;

import dev.ringpost.Batching;
import dev.ringpost.PublishOptions;
import dev.ringpost.RecordFormat;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Collects the values of one of the {@code producers}. Not thread-safe. */
final class ProducerDraft {

    /** As the command's {@code --batch-records} and {@code --batch-bytes}. */
    static final int USUAL_RECORDS = 1_000;

    static final int USUAL_BYTES = 128 * 1024;

    private final PublishOptions.Builder options = PublishOptions.builder();
    private @Nullable Integer maxRecords;
    private @Nullable Integer maxBytes;
    private @Nullable Duration linger;
    private @Nullable RecordFormat format;

    PublishOptions.Builder options() {
        return options;
    }

    void maxRecords(int count) {
        maxRecords = count;
    }

    void maxBytes(int bytes) {
        maxBytes = bytes;
    }

    void linger(Duration longest) {
        linger = longest;
    }

    void format(RecordFormat of) {
        format = of;
    }

    /** What they make. One value for batching switches it on. */
    PublishOptions finish() {
        if (maxRecords != null || maxBytes != null || linger != null || format != null) {
            Batching batching = Batching.of(
                    maxRecords == null ? USUAL_RECORDS : maxRecords, maxBytes == null ? USUAL_BYTES : maxBytes);
            if (linger != null) {
                batching = batching.linger(linger);
            }
            if (format != null) {
                batching = batching.format(format);
            }
            options.batching(batching);
        }
        return options.build();
    }
}
