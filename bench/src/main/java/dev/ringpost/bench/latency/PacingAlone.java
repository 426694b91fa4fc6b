package dev.ringpost.bench.latency;

import java.util.function.LongConsumer;

/** Nothing is published, and confirmed at once: the clock's cost and the lateness of the waking up. One thread. */
final class PacingAlone implements LatencyContestant {
    private final LongConsumer onConfirmed;

    PacingAlone(LongConsumer onConfirmed) {
        this.onConfirmed = onConfirmed;
    }

    @Override
    public void publish(long number) {
        onConfirmed.accept(number);
    }

    @Override
    public void awaitAllConfirmed() {
        // All are.
    }

    @Override
    public long confirmedCount() {
        return 0;
    }

    @Override
    public void close() {
        // Nothing was opened.
    }
}
