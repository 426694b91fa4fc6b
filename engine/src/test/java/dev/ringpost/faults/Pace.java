package dev.ringpost.faults;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** One thread's rate: an event each interval, and after a delay no more than a few at once. */
final class Pace {

    private static final long MAX_BEHIND_NS = TimeUnit.MILLISECONDS.toNanos(20);

    private final long intervalNs;
    private long nextNs = System.nanoTime();

    /** With an interval of 0 it never waits. */
    Pace(long intervalNs) {
        this.intervalNs = intervalNs;
    }

    void await() {
        if (intervalNs == 0) {
            return;
        }
        long nowNs = System.nanoTime();
        nextNs = Math.max(nextNs + intervalNs, nowNs - MAX_BEHIND_NS);
        if (nextNs > nowNs) {
            LockSupport.parkNanos(nextNs - nowNs);
        }
    }
}
