package dev.ringpost.metrics;

import java.util.concurrent.locks.ReentrantLock;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.IntervalHistogramProvider;
import org.HdrHistogram.Recorder;
import org.HdrHistogram.SingleWriterRecorder;
import org.HdrHistogram.ValueRecorder;
import org.jspecify.annotations.Nullable;

/**
 * Times of one kind, in nanoseconds: recorded without a lock and without garbage, and added up when somebody looks.
 *
 * <p><b>Writers:</b> one thread, or any number, as it was made. <b>Readers:</b> any thread.
 */
public final class TimeRecorder {

    private static final long HIGHEST_NS = 3_600_000_000_000L;
    private static final long MICROSECOND_NS = 1_000;

    /** For what lasts microseconds at least. */
    private static final int FINE_DIGITS = 3;

    /** For what may last some nanoseconds: of many orders of magnitude, so with fewer digits for each. */
    private static final int COARSE_DIGITS = 2;

    private final ValueRecorder recorder;
    private final IntervalHistogramProvider<Histogram> intervals;
    private final ReentrantLock totalLock = new ReentrantLock();
    private final Histogram total;
    private @Nullable Histogram interval; // under the lock, to be used again

    private <R extends ValueRecorder & IntervalHistogramProvider<Histogram>> TimeRecorder(R recorder, Histogram total) {
        this.recorder = recorder;
        this.intervals = recorder;
        this.total = total;
    }

    /** Written by one thread, from a microsecond to an hour, with three digits. */
    static TimeRecorder ofOneThread() {
        return new TimeRecorder(
                new SingleWriterRecorder(MICROSECOND_NS, HIGHEST_NS, FINE_DIGITS),
                new Histogram(MICROSECOND_NS, HIGHEST_NS, FINE_DIGITS));
    }

    /** Written by any thread, from a nanosecond to an hour, with two digits. */
    public static TimeRecorder ofAnyThread() {
        return new TimeRecorder(
                new Recorder(1, HIGHEST_NS, COARSE_DIGITS), new Histogram(1, HIGHEST_NS, COARSE_DIGITS));
    }

    /** Records one; what is out of range as the nearest that is not. Writers. */
    public void record(long ns) {
        recorder.recordValue(Math.max(0, Math.min(ns, HIGHEST_NS)));
    }

    /** All times so far, as the caller's own. Any thread. */
    public Histogram copy() {
        totalLock.lock();
        try {
            takeInterval();
            return total.copy();
        } finally {
            totalLock.unlock();
        }
    }

    /** Adds all times so far to a histogram. Any thread. */
    public void addTo(Histogram sum) {
        totalLock.lock();
        try {
            takeInterval();
            sum.add(total);
        } finally {
            totalLock.unlock();
        }
    }

    private void takeInterval() {
        Histogram taken = intervals.getIntervalHistogram(interval);
        interval = taken;
        total.add(taken);
    }
}
