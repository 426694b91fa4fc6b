package dev.ringpost.bench.machine;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How long a cache line takes from one core to another: two threads hand a number to and fro. A hypervisor moves virtual cores
 * between physical ones that share a cache and ones that do not, within seconds, and everything that goes from thread to thread
 * takes several times as long then. One object is one measurement; used by the thread that measures.
 */
final class CoreDistance {
    private static final int HAND_OVERS = 500;
    private static final int WINDOWS = 8;

    /**
     * Loops that are not compiled show two to ten times the time; they are compiled in the first of these, and again in the
     * second, as the end of the first comes as a surprise to the compiler.
     */
    private static final int WARMUPS = 3;

    private static final int WARMUP_WINDOWS = 48;

    private static final long LIMIT_NS = TimeUnit.MILLISECONDS.toNanos(200);

    /** A line's worth on both sides, and that of the neighbour that some processors fetch with it. */
    private static final int PADDING_LONGS = 16;

    private static final int LOOKS_BETWEEN_CHECKS = 1_000;
    private static final long OVER = -1;

    private static volatile boolean isWarm;

    /** The count of hand-overs so far: even ones are the measuring thread's turn. */
    private final AtomicLongArray handedOver = new AtomicLongArray(2 * PADDING_LONGS + 1);

    private final long deadlineNs = System.nanoTime() + LIMIT_NS;

    private CoreDistance() {}

    /**
     * Measures for some milliseconds, and for 200 at most; the first time in a process four times, to have it compiled. The
     * best of several short windows counts, as a thread that was off its core spoils a window.
     *
     * @return ns one way, or {@link MachineState#UNKNOWN} if there is one core or both threads were on one
     * @throws InterruptedException after the other thread has ended too
     */
    static long measureNs() throws InterruptedException {
        if (Runtime.getRuntime().availableProcessors() < 2) {
            return MachineState.UNKNOWN;
        }
        for (int i = 0; i < WARMUPS && !isWarm; i++) {
            new CoreDistance().leastNs(WARMUP_WINDOWS);
        }
        isWarm = true;
        return new CoreDistance().leastNs(WINDOWS);
    }

    private long leastNs(int windows) throws InterruptedException {
        Thread partner = new Thread(this::answer, "ringpost-bench-core-distance");
        partner.setDaemon(true);
        partner.start();
        try {
            return leastOfWindowsNs(windows);
        } finally {
            handedOver.set(PADDING_LONGS, OVER);
            awaitEnd(partner);
        }
    }

    private long leastOfWindowsNs(int windows) {
        long leastNs = Long.MAX_VALUE;
        long count = 0;
        for (int window = 0; window < windows; window++) {
            long startNs = System.nanoTime();
            for (long end = count + HAND_OVERS; count < end; count += 2) {
                handedOver.setRelease(PADDING_LONGS, count + 1);
                if (!awaitCount(count + 2)) {
                    return leastNs == Long.MAX_VALUE ? MachineState.UNKNOWN : leastNs;
                }
            }
            leastNs = Math.min(leastNs, (System.nanoTime() - startNs) / HAND_OVERS);
        }
        return leastNs;
    }

    private void answer() {
        for (long count = 1; awaitCount(count); count += 2) {
            handedOver.setRelease(PADDING_LONGS, count + 1);
        }
    }

    /** Whether the number came: not after the deadline, an interrupt, or the end of the other thread. */
    private boolean awaitCount(long count) {
        while (true) {
            for (int look = 0; look < LOOKS_BETWEEN_CHECKS; look++) {
                if (handedOver.getAcquire(PADDING_LONGS) == count) {
                    return true;
                }
            }
            if (handedOver.getAcquire(PADDING_LONGS) == OVER
                    || System.nanoTime() - deadlineNs > 0
                    || Thread.currentThread().isInterrupted()) {
                return false;
            }
        }
    }

    /** Also when interrupted: it ends by itself, and soon. */
    private static void awaitEnd(Thread partner) throws InterruptedException {
        try {
            partner.join();
        } catch (InterruptedException e) {
            partner.join();
            throw e;
        }
    }
}
