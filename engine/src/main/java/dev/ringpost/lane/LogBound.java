package dev.ringpost.lane;

/**
 * Lets one line a second through, of whoever shares it: what an engine's lanes say of their connections, so that not even a storm
 * over many lanes fills the log.
 *
 * <p><b>Threads:</b> any.
 */
public final class LogBound {

    private static final long PAUSE_NS = 1_000_000_000;

    private boolean usedBefore;
    private long lastNs;

    /** Whether there may be a line now, which it then is. */
    synchronized boolean take(long nowNs) {
        if (usedBefore && nowNs - lastNs < PAUSE_NS) {
            return false;
        }
        usedBefore = true;
        lastNs = nowNs;
        return true;
    }
}
