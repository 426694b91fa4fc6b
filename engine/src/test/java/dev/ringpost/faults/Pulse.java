package dev.ringpost.faults;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Watches one round: the longest times without a confirm, amid the fault and apart from it, the heap, and the rate.
 *
 * <p><b>Threads.</b> Its own thread takes samples; the methods are called by one other.
 */
final class Pulse implements AutoCloseable {

    private static final long SAMPLE_NS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final int SAMPLES_PER_RATE = 10;
    private static final int MAX_RATES = 36_000;

    private final History history;
    private final Thread thread = new Thread(this::run, "fault-pulse");
    private final MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    private final long startNs = System.nanoTime();
    /** Confirms so far, each {@link #SAMPLES_PER_RATE}th sample, and when that was. */
    private final long[] counts = new long[MAX_RATES];

    private final long[] timesNs = new long[MAX_RATES];
    private volatile int rateSamples;
    private volatile boolean faulty;
    private volatile boolean ended;
    private volatile long maxHeapBytes;
    private volatile long stallAmidNs;
    private volatile long stallApartNs;

    /** Watches a history from now on. */
    Pulse(History history) {
        this.history = history;
        thread.setDaemon(true);
        thread.start();
    }

    /** From here to {@link #calm} stalls are the fault's. */
    void fault() {
        faulty = true;
    }

    void calm() {
        faulty = false;
    }

    private void run() {
        long seen = 0;
        long seenNs = startNs;
        boolean gapIsFaulty = false;
        for (int sample = 0; !ended; sample++) {
            long nowNs = System.nanoTime();
            long confirmed = history.confirmedCount();
            boolean nowFaulty = faulty;
            gapIsFaulty |= nowFaulty;
            // Before the first confirm the load has not begun.
            if (seen > 0 || confirmed > 0) {
                long gapNs = seen == 0 ? 0 : nowNs - seenNs;
                if (gapIsFaulty) {
                    stallAmidNs = Math.max(stallAmidNs, gapNs);
                } else {
                    stallApartNs = Math.max(stallApartNs, gapNs);
                }
            }
            if (confirmed > seen) {
                seen = confirmed;
                seenNs = nowNs;
                gapIsFaulty = nowFaulty;
            }
            maxHeapBytes = Math.max(maxHeapBytes, memory.getHeapMemoryUsage().getUsed());
            if (sample % SAMPLES_PER_RATE == 0 && rateSamples < MAX_RATES) {
                int index = rateSamples;
                counts[index] = confirmed;
                timesNs[index] = nowNs;
                rateSamples = index + 1;
            }
            LockSupport.parkNanos(SAMPLE_NS);
        }
    }

    /** Confirms per second between two instants of {@link System#nanoTime}. */
    double ratePerSecond(long fromNs, long toNs) {
        int from = sampleAt(fromNs);
        int to = sampleAt(toNs);
        return to <= from ? 0 : (counts[to] - counts[from]) * 1e9 / (timesNs[to] - timesNs[from]);
    }

    private int sampleAt(long timeNs) {
        int last = rateSamples - 1;
        for (int i = last; i >= 0; i--) {
            if (timesNs[i] - timeNs <= 0) {
                return i;
            }
        }
        return 0;
    }

    /** The longest time without a confirm that touched the fault. */
    Duration stallAmid() {
        return Duration.ofNanos(stallAmidNs);
    }

    /** The longest other time without a confirm. */
    Duration stallApart() {
        return Duration.ofNanos(stallApartNs);
    }

    long maxHeapBytes() {
        return maxHeapBytes;
    }

    @Override
    public void close() {
        ended = true; // the thread sees it with its next sample
    }
}
