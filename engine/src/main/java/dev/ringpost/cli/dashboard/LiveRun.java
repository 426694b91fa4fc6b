package dev.ringpost.cli.dashboard;

import dev.ringpost.EngineHealth;
import dev.ringpost.EngineMeters;
import dev.ringpost.Explanation;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * The run that is shown. Everything in it may be read by any thread, and goes on to be readable after the engine's close.
 *
 * @param engine the engine's name
 * @param facts what does not change
 * @param meters the engine's
 * @param health the engine's, now
 * @param explainer the engine's
 * @param progress how far the reading is, now
 */
public record LiveRun(
        String engine,
        Facts facts,
        EngineMeters meters,
        Supplier<EngineHealth> health,
        Explainer explainer,
        Supplier<Progress> progress) {

    /** Says where an engine's time goes, as {@link dev.ringpost.PublisherEngine#explain(Duration)}. */
    @FunctionalInterface
    public interface Explainer {

        /** Looks for that long, on the calling thread. */
        Explanation explain(Duration window) throws InterruptedException;
    }

    /**
     * What does not change.
     *
     * @param source what is read, for people
     * @param destination where it goes, for people
     * @param broker URIs without passwords
     * @param totalBytes bytes to read, or -1 if only reading can tell
     */
    public record Facts(String source, String destination, String broker, long totalBytes) {}

    /**
     * How far the reading is.
     *
     * @param lines lines accepted or rejected
     * @param rejectedLines lines rejected
     * @param bytesRead bytes of input
     */
    public record Progress(long lines, long rejectedLines, long bytesRead) {}
}
