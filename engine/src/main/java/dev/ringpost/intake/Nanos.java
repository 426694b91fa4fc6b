package dev.ringpost.intake;

import java.time.Duration;

/** Durations as nanoseconds, without overflow. */
final class Nanos {

    /** Longer than anybody waits, and far from overflow when added to a time. */
    private static final long MAX_NS = Long.MAX_VALUE / 4;

    private Nanos() {}

    static long of(Duration duration) {
        if (duration.toSeconds() > MAX_NS / 1_000_000_000) {
            return MAX_NS;
        }
        return Math.max(0, duration.toNanos());
    }
}
