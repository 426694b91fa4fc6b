package dev.ringpost.bench.contestant;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One way to publish. A contestant is a class with this shape and a main of one line:
 *
 * <pre>{@code
 * public static void main(String[] args) {
 *     ContestantMain.run(MyContestant::new, args);
 * }
 * }</pre>
 *
 * <p>{@link ContestantMain} calls {@link #open}, {@link #publish} for the warm-up, {@link #publish} again for the
 * measured part and {@link #close}, all on the main thread.
 */
public interface Contestant extends AutoCloseable {
    /** The name in the JSON line and the report, for example {@code engine bytes}. */
    String name();

    /** Connects and opens a channel in confirm mode; nothing is published here. */
    void open(ContestantOptions options) throws Exception;

    /**
     * Publishes {@code messageCount} messages ({@link dev.ringpost.bench.wire.BenchMessage}) and returns when the last
     * of them is confirmed, with never more than the options' window unconfirmed. Throws if any of them was not.
     */
    void publish(long messageCount) throws Exception;

    /** Messages confirmed since {@link #open}, as the contestant itself counted them from acks. */
    long confirmedCount();

    /** How what was confirmed was put together; {@code null} if each message went by itself. */
    default @Nullable Packing packing() {
        return null;
    }

    /** In words, what the contestant itself made sure of. */
    String verified();

    @Override
    void close() throws IOException;
}
