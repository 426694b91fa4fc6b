package dev.ringpost.micrometer;

import dev.ringpost.EngineMeters;
import dev.ringpost.Timing;
import java.util.concurrent.locks.ReentrantLock;
import org.HdrHistogram.Histogram;

/**
 * The times of a lane in the last one to two minutes, as far as somebody looks that often: what was timed since the engine's
 * start less what had been at the beginning. Looked at more than once a second, it answers the same again. Any thread.
 */
final class RecentTimes {

    private static final long WINDOW_NS = 60_000_000_000L;
    private static final long SAME_NS = 1_000_000_000;
    private static final long HIGHEST_NS = 3_600_000_000_000L;

    /** Two, as a gauge needs no more, and three copies with three would take half a megabyte. */
    private static final int DIGITS = 2;

    private static final double PERCENT = 100;

    private final Timing timing;
    private final int lane;
    private final ReentrantLock lock = new ReentrantLock();
    private Histogram olderStart;
    private Histogram newerStart;
    private long newerStartNs;
    private Histogram recent;
    private long recentNs;

    /** What was timed before this moment does not count. */
    RecentTimes(EngineMeters meters, Timing timing, int lane, long nowNs) {
        this.timing = timing;
        this.lane = lane;
        olderStart = all(meters);
        newerStart = olderStart;
        newerStartNs = nowNs;
        recent = empty();
        recentNs = nowNs - SAME_NS;
    }

    private static Histogram empty() {
        return new Histogram(1, HIGHEST_NS, DIGITS);
    }

    private Histogram all(EngineMeters meters) {
        Histogram all = empty();
        all.add(meters.timesNs(timing, lane));
        return all;
    }

    /** The time that this share of all took no longer than; not a number if there was none. */
    double quantileNs(EngineMeters meters, double share, long nowNs) {
        lock.lock();
        try {
            Histogram times = recent(meters, nowNs);
            return times.getTotalCount() == 0 ? Double.NaN : times.getValueAtPercentile(share * PERCENT);
        } finally {
            lock.unlock();
        }
    }

    private Histogram recent(EngineMeters meters, long nowNs) {
        if (nowNs - recentNs < SAME_NS) {
            return recent;
        }
        Histogram all = all(meters);
        if (nowNs - newerStartNs >= WINDOW_NS) {
            olderStart = newerStart;
            newerStart = all;
            newerStartNs = nowNs;
        }
        recent = all.copy();
        recent.subtract(olderStart);
        recentNs = nowNs;
        return recent;
    }
}
