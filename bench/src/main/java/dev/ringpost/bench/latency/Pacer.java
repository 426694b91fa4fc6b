package dev.ringpost.bench.latency;

/**
 * Waits for the times that messages are due at: asleep until shortly before, then looking at the clock. Spinning all the time
 * would be more exact, and would take a core from those who are measured; sleeping to the end would add to every latency what
 * the machine oversleeps. One thread.
 */
final class Pacer {
    /** About what a thread oversleeps once its {@link TimerSlack} is lowered. */
    static final long SPIN_NS = 10_000;

    private final PacingClock clock;

    Pacer(PacingClock clock) {
        this.clock = clock;
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
            if (leftNs > SPIN_NS) {
                clock.parkNanos(leftNs - SPIN_NS);
            } else {
                Thread.onSpinWait();
            }
            nowNs = clock.nanoTime();
            leftNs = dueNs - nowNs;
        }
        return nowNs;
    }
}
