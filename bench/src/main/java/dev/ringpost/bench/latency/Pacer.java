package dev.ringpost.bench.latency;

/**
 * Waits for the times that messages are due at: asleep until shortly before, then looking at the clock, or looking all the time.
 * The latter is more exact, and takes a core from those who are measured; sleeping to the end would add to every latency what
 * the machine oversleeps. One thread.
 */
final class Pacer {
    /** About what a thread oversleeps once its {@link TimerSlack} is lowered. */
    static final long SPIN_NS = 10_000;

    private final PacingClock clock;
    private final long spinNs;

    Pacer(PacingClock clock, Pacing pacing) {
        this.clock = clock;
        this.spinNs = pacing.spinNs();
    }

    /**
     * Returns at that time, or at once if it has passed.
     *
     * @return the clock's time now
     */
    long awaitDue(long dueNs) {
        long nowNs = clock.nanoTime();
        long leftNs = dueNs - nowNs;
        while (leftNs > 0) {
            if (leftNs > spinNs) {
                clock.parkNanos(leftNs - spinNs);
            } else {
                Thread.onSpinWait();
            }
            nowNs = clock.nanoTime();
            leftNs = dueNs - nowNs;
        }
        return nowNs;
    }
}
