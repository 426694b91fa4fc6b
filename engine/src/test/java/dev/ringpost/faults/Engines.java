package dev.ringpost.faults;

import dev.ringpost.EngineBuilder;
import dev.ringpost.PublisherEngine;
import dev.ringpost.testing.Await;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The engine of a site: one at a time, which faults may close and open anew.
 *
 * <p><b>Threads.</b> {@link #current} may be called from any; the rest is used by one.
 */
final class Engines {

    private static final Duration THREADS_END_WITHIN = Duration.ofSeconds(1);

    private final Supplier<EngineBuilder> settings;
    private volatile @Nullable PublisherEngine current;
    private Totals closed = Totals.NONE;

    Engines(Supplier<EngineBuilder> settings) {
        this.settings = settings;
    }

    /** Starts one; the one before must be closed. */
    void open() {
        current = settings.get().start();
    }

    /** The engine, which may be closed by now; {@code null} before the first. */
    @Nullable
    PublisherEngine current() {
        return current;
    }

    /**
     * Closes the engine and makes sure that it is gone: in time, with an outcome for everything, without a thread left.
     *
     * @throws AssertionError if it is not
     */
    void close(Duration timeout) throws Exception {
        PublisherEngine engine = current;
        if (engine == null) {
            return;
        }
        long startNs = System.nanoTime();
        engine.close(timeout);
        Duration took = Duration.ofNanos(System.nanoTime() - startNs);
        current = null;
        closed = closed.plus(Totals.of(engine.stats()));
        if (took.compareTo(timeout.plusSeconds(1)) > 0) {
            throw new AssertionError("close(" + timeout + ") took " + took);
        }
        if (engine.stats().inFlight() != 0) {
            throw new AssertionError("after close " + engine.stats().inFlight() + " messages are without an outcome");
        }
        Await.until(
                "no engine thread is left after close: " + Await.engineThreads(),
                THREADS_END_WITHIN,
                () -> Await.engineThreads().isEmpty());
    }

    /** Waits until everything that was accepted is settled. */
    boolean flush(Duration timeout) throws InterruptedException {
        PublisherEngine engine = current;
        return engine == null || engine.flush(timeout);
    }

    /** Adds what an engine of another process counted. */
    void add(Totals ofAnother) {
        closed = closed.plus(ofAnother);
    }

    /** What all of them counted. */
    Totals totals() {
        PublisherEngine engine = current;
        return engine == null ? closed : closed.plus(Totals.of(engine.stats()));
    }
}
