package dev.ringpost.cli;

import dev.ringpost.cli.base.Ticker;

/**
 * Spreads messages evenly over time. The schedule is kept to on average; after a standstill it begins anew rather than
 * send what was missed in one burst. Waits are parked, and so long that a high rate goes out in small groups, at most
 * {@value #GROUP_MS} ms apart, instead of spinning between two messages. Used by one thread.
 */
final class Pace {

    private static final double NS_PER_SECOND = 1e9;
    private static final long GROUP_MS = 1;
    private static final long GROUP_NS = GROUP_MS * 1_000_000;
    private static final long MAX_DEBT_NS = 100_000_000;

    private final double intervalNs;
    private final Ticker clock;
    private final Sleeper sleeper;
    private long baseNs;
    private long sinceBase;
    private boolean begun;

    /** What waits. */
    interface Sleeper {
        /** Waits about that long; true to give up pacing because the run stops. */
        boolean sleep(long timeoutNs) throws InterruptedException;
    }

    /** With messages a second, more than 0. */
    Pace(double perSecond, Ticker clock, Sleeper sleeper) {
        this.intervalNs = NS_PER_SECOND / perSecond;
        this.clock = clock;
        this.sleeper = sleeper;
    }

    /** Waits until the next message is due; false if the run stops instead. */
    boolean awaitNext() throws InterruptedException {
        long nowNs = clock.nanoTime();
        if (!begun) {
            begun = true;
            baseNs = nowNs;
        }
        long dueNs = baseNs + (long) (sinceBase * intervalNs);
        if (nowNs - dueNs > Math.max(MAX_DEBT_NS, intervalNs)) {
            baseNs = nowNs;
            sinceBase = 0;
            dueNs = nowNs;
        }
        while (dueNs - nowNs > 0) {
            if (sleeper.sleep(Math.max(dueNs - nowNs, GROUP_NS))) {
                return false;
            }
            nowNs = clock.nanoTime();
        }
        sinceBase++;
        return true;
    }
}
