package dev.ringpost.lane;

import dev.ringpost.ring.NanoClock;

/** Waits for threads to end, to the end: an interrupt is kept for afterwards, since a half-closed engine helps nobody. */
final class Joiner {

    private static final long NS_PER_MS = 1_000_000;

    private final NanoClock clock;
    private boolean interrupted;

    Joiner(NanoClock clock) {
        this.clock = clock;
    }

    void join(Thread thread, long deadlineNs) {
        long leftNs = deadlineNs - clock.nanoTime();
        while (leftNs > 0 && thread.isAlive()) {
            try {
                thread.join(leftNs / NS_PER_MS + 1);
            } catch (InterruptedException e) {
                interrupted = true;
            }
            leftNs = deadlineNs - clock.nanoTime();
        }
    }

    void restoreInterrupt() {
        if (interrupted) {
            interrupted = false;
            Thread.currentThread().interrupt();
        }
    }
}
