package dev.ringpost.lane;

/**
 * The time that confirms are waited for by: stands still while the broker blocks publishers, as it may leave everything
 * unanswered then, and that is nobody's failure; and while the lane is held up in a write, for the broker may do so before
 * it says that it blocks.
 *
 * <p><b>Threads:</b> the lane only.
 */
final class ConfirmClock {

    /** A lane that took longer was held up, in a write say, and heard no answers meanwhile. */
    private static final long LONGEST_STEP_NS = 1_000_000_000;

    private long lastNs;
    private long pausedNs;
    private boolean isPaused;

    ConfirmClock(long nowNs) {
        lastNs = nowNs;
    }

    /**
     * Moves on, at each step of the lane.
     *
     * @param nowNs the lane's time
     * @param paused whether it stands still from now until the next call
     * @return the time on this clock
     */
    long tick(long nowNs, boolean paused) {
        long elapsedNs = nowNs - lastNs;
        pausedNs += isPaused ? elapsedNs : Math.max(0, elapsedNs - LONGEST_STEP_NS);
        isPaused = paused;
        lastNs = nowNs;
        return nowNs - pausedNs;
    }

    /** The same time that the last {@link #tick} answered. */
    long nowNs() {
        return lastNs - pausedNs;
    }
}
