package dev.ringpost;

/** A log of intervals that is being written, see {@link EngineMeters#logIntervals}. Thread-safe. */
public interface IntervalLog extends AutoCloseable {

    /**
     * Writes the interval that has begun and ends the log; waits for a slow disk for at most a second. Does nothing more the
     * second time, or after the engine's close, which does it too.
     */
    @Override
    void close();
}
