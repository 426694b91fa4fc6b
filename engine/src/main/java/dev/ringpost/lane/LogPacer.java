package dev.ringpost.lane;

/** Lets one line through in so long a time, and counts the others, so that a storm of one event does not fill the log. */
final class LogPacer {

    private static final long SECOND_NS = 1_000_000_000;

    private final long pauseNs;
    private long lastNs;
    private boolean loggedBefore;
    private long suppressedCount;

    /** One line a second. */
    LogPacer() {
        this(SECOND_NS);
    }

    /** One line in that time. */
    LogPacer(long pauseNs) {
        this.pauseNs = pauseNs;
    }

    /** Whether to log now. One thread only. */
    boolean mayLog(long nowNs) {
        if (loggedBefore && nowNs - lastNs < pauseNs) {
            suppressedCount++;
            return false;
        }
        loggedBefore = true;
        lastNs = nowNs;
        return true;
    }

    /** What to add to the line: how many like it were left out. */
    String suppressed() {
        String text = suppressedCount == 0 ? "" : " (and " + suppressedCount + " more like it before)";
        suppressedCount = 0;
        return text;
    }
}
