package dev.ringpost.lane;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the log says of a lane's connection: that it was lost, that there is none to be had, that there is one again, and that
 * the broker blocks publishers or no longer does. Of losses and attempts all lanes of an engine
 * together say about one line a second in the long run, of alarms one in one and a half, whatever happens how often, though the
 * first line of each lane may come at once; what ended is only mentioned if its beginning was.
 *
 * <p><b>Threads:</b> the supervisor only.
 */
final class LinkLog {

    private static final Logger LOG = LoggerFactory.getLogger(LinkLog.class);

    /** A loss and its end, and an attempt between them: three lines in that time. */
    private static final long PAUSE_NS = 3_000_000_000L;

    private static final double NS_PER_SECOND = 1e9;
    private static final long NS_PER_MS = 1_000_000;

    private final String lane;
    private final LogPacer losses;
    private final LogPacer attempts;
    private final LogPacer blocks;
    private long lostAtNs;
    private boolean toldLost;
    private long blockedAtNs;
    private boolean isBlocked;
    private boolean toldBlocked;

    /** Of the lane of this name, one of so many. */
    LinkLog(String lane, int laneCount) {
        this.lane = lane;
        losses = new LogPacer(laneCount * PAUSE_NS);
        attempts = new LogPacer(laneCount * PAUSE_NS);
        blocks = new LogPacer(laneCount * PAUSE_NS);
    }

    /** A connection ended; another will be tried for. */
    void onLost(String address, String why, long nowNs) {
        isBlocked = false;
        toldBlocked = false;
        lostAtNs = nowNs;
        toldLost = losses.mayLog(nowNs);
        if (toldLost) {
            LOG.warn("{}: connection to {} ended: {}; reconnecting{}", lane, address, why, losses.suppressed());
        }
    }

    /** No broker took us. */
    void onNoConnection(String why, long pauseNs, long nowNs) {
        if (attempts.mayLog(nowNs)) {
            LOG.warn("{}: {}; next try in about {}{}", lane, why, text(pauseNs), attempts.suppressed());
        }
    }

    /** There is a connection again, or for the first time. */
    void onConnected(String address, long nowNs) {
        if (toldLost) {
            LOG.info("{}: connected to {} again, after {}", lane, address, text(nowNs - lostAtNs));
        }
        toldLost = false;
    }

    /**
     * A look at the connection of now.
     *
     * @param address of its broker
     * @param blockedReason why the broker blocks publishers, in its words, or {@code null} if it does not
     */
    void onWatch(String address, @Nullable String blockedReason, long nowNs) {
        if (blockedReason != null && !isBlocked) {
            isBlocked = true;
            blockedAtNs = nowNs;
            toldBlocked = blocks.mayLog(nowNs);
            if (toldBlocked) {
                LOG.warn(
                        "{}: {} blocks publishers ({}): nothing is sent until that ends{}",
                        lane,
                        address,
                        blockedReason,
                        blocks.suppressed());
            }
        } else if (blockedReason == null && isBlocked) {
            isBlocked = false;
            if (toldBlocked) {
                LOG.info("{}: {} no longer blocks publishers, after {}", lane, address, text(nowNs - blockedAtNs));
            }
            toldBlocked = false;
        }
    }

    private static String text(long durationNs) {
        return durationNs < NS_PER_SECOND
                ? durationNs / NS_PER_MS + " ms"
                : String.format(Locale.ROOT, "%.1f s", durationNs / NS_PER_SECOND);
    }
}
