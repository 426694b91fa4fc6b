package dev.ringpost.bench.latency;

import java.util.Locale;

/**
 * A rate to measure at: the same for all, or a share of each contestant's own peak. Immutable.
 *
 * @param messagesPerSecond 0 for the share of the peak
 */
record RatePoint(long messagesPerSecond) {
    static final double SHARE_OF_PEAK = 0.8;

    /** Each contestant at that share of its own. */
    static final RatePoint OF_PEAK = new RatePoint(0);

    String label() {
        return messagesPerSecond == 0
                ? String.format(Locale.ROOT, "%.0f %% of peak", 100 * SHARE_OF_PEAK)
                : String.format(Locale.ROOT, "%,d/s", messagesPerSecond);
    }

    /** Messages a second for a contestant with that peak. */
    long messagesPerSecond(double peakPerSecond) {
        return messagesPerSecond == 0 ? Math.max(1, (long) (SHARE_OF_PEAK * peakPerSecond)) : messagesPerSecond;
    }
}
