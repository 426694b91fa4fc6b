package dev.ringpost.lane;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the log says of a lane's connection: that it was lost, that there is none to be had, that there is one again, and that
 * the broker blocks publishers or no longer does. All lanes of an engine together say at most one line a second. A line that
 * comes too early is kept and said when it may be, unless there is newer by then: so the log may miss what was between, which it
 * counts (but for attempts to connect), but soon it says how a connection is.
 *
 * <p><b>Threads:</b> the supervisor only.
 */
final class LinkLog {

    private static final Logger LOG = LoggerFactory.getLogger(LinkLog.class);

    /** Attempts of one outage are news less often than what else happens. */
    private static final long ATTEMPTS_PAUSE_NS = 3_000_000_000L;

    private static final double NS_PER_SECOND = 1e9;
    private static final long NS_PER_MS = 1_000_000;

    private final String lane;
    private final LogBound bound;
    private final LogPacer attempts;
    private @Nullable Event lost;
    private @Nullable Event blocked;
    private @Nullable Line kept;
    private long leftOutCount;

    /** What began at some time and goes on, and whether the log says so. */
    private static final class Event {
        final String text;
        final long beganNs;
        boolean told;

        Event(String text, long beganNs) {
            this.text = text;
            this.beganNs = beganNs;
        }

        String lasted(long nowNs) {
            return LinkLog.text(nowNs - beganNs);
        }
    }

    /** What waits to be said; of which event it is the beginning, if of any; whether it is about an attempt to connect. */
    private record Line(
            boolean isWarning, String text, @Nullable Event begins, boolean isAttempt) {

        /** Whether this says all that the earlier one does. */
        boolean repeats(Line earlier) {
            return earlier.begins != null && text.startsWith(earlier.begins.text);
        }
    }

    /**
     * @param lane its name
     * @param laneCount how many there are that share the bound
     */
    LinkLog(String lane, int laneCount, LogBound bound) {
        this.lane = lane;
        this.bound = bound;
        this.attempts = new LogPacer(laneCount * ATTEMPTS_PAUSE_NS);
    }

    /** A connection ended; another will be tried for. */
    void onLost(String address, String why, long nowNs) {
        blocked = null;
        Event loss = new Event("connection to " + address + " ended: " + why + "; reconnecting", nowNs);
        lost = loss;
        say(new Line(true, loss.text, loss, false), nowNs);
    }

    /** No broker took us. */
    void onNoConnection(String why, long pauseNs, long nowNs) {
        String text = why + "; next try in about " + text(pauseNs);
        Line early = kept;
        if (lost == null) {
            Event start = new Event(why + "; connecting", nowNs);
            lost = start;
            say(new Line(true, text, start, true), nowNs);
        } else if (early != null && early.isAttempt) { // the newest is what counts
            kept = new Line(true, text, early.begins, true);
            sayKept(nowNs);
        } else if (early != null || !attempts.mayLog(nowNs)) { // that it is lost comes first
            sayKept(nowNs);
        } else {
            say(new Line(true, text, null, true), nowNs);
        }
    }

    /** Time passes, while there is no connection. */
    void onWait(long nowNs) {
        sayKept(nowNs);
    }

    /** There is a connection again, or for the first time. */
    void onConnected(String address, long nowNs) {
        Event ended = lost;
        lost = null;
        if (ended != null && ended.told) {
            say(new Line(false, "connected to " + address + " after " + ended.lasted(nowNs), null, false), nowNs);
        } else if (ended != null) {
            String all = ended.text + " took " + ended.lasted(nowNs) + ", connected to " + address;
            say(new Line(true, all, null, false), nowNs);
        }
    }

    /**
     * A look at the connection of now.
     *
     * @param address of its broker
     * @param blockedReason why the broker blocks publishers, in its words, or {@code null} if it does not
     */
    void onWatch(String address, @Nullable String blockedReason, long nowNs) {
        Event ended = blocked;
        if (blockedReason != null && ended == null) {
            Event block = new Event(address + " blocked publishers (" + blockedReason + ")", nowNs);
            blocked = block;
            String text = address + " blocks publishers (" + blockedReason + "): nothing is sent until that ends";
            say(new Line(true, text, block, false), nowNs);
        } else if (blockedReason == null && ended != null) {
            blocked = null;
            String text = ended.told ? address + " no longer blocks publishers, after " : ended.text + " for ";
            say(new Line(!ended.told, text + ended.lasted(nowNs), null, false), nowNs);
        } else {
            sayKept(nowNs);
        }
    }

    private void say(Line line, long nowNs) {
        if (kept != null && !line.repeats(kept)) {
            leftOutCount++;
        }
        kept = line;
        sayKept(nowNs);
    }

    private void sayKept(long nowNs) {
        Line line = kept;
        if (line == null || !bound.take(nowNs)) {
            return;
        }
        kept = null;
        if (line.begins != null) {
            line.begins.told = true;
        }
        String leftOut = leftOutCount == 0 ? "" : " (lines left out before: " + leftOutCount + ")";
        leftOutCount = 0;
        if (line.isWarning) {
            LOG.warn("{}: {}{}", lane, line.text, leftOut);
        } else {
            LOG.info("{}: {}{}", lane, line.text, leftOut);
        }
    }

    private static String text(long durationNs) {
        return durationNs < NS_PER_SECOND
                ? durationNs / NS_PER_MS + " ms"
                : String.format(Locale.ROOT, "%.1f s", durationNs / NS_PER_SECOND);
    }
}
