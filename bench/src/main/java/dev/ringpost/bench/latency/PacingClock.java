package dev.ringpost.bench.latency;

import java.util.concurrent.locks.LockSupport;

/** Time and sleep of a pacing thread, so that a test can stand in for both. */
public interface PacingClock {
    /** The machine's. */
    PacingClock SYSTEM = new PacingClock() {
        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public void parkNanos(long timeNs) {
            LockSupport.parkNanos(timeNs);
        }
    };

    /** As {@link System#nanoTime()}. */
    long nanoTime();

    /** Sleeps about that long, rather longer. */
    void parkNanos(long timeNs);
}
