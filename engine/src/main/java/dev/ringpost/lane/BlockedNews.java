package dev.ringpost.lane;

import dev.ringpost.jfr.BlockedEvent;
import dev.ringpost.ring.Inlet;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Tells callers that the broker blocks publishers, as in a memory or disk alarm: at first only why there is no room, and
 * from a while on, if the application wants that, not to bring anything.
 *
 * <p><b>Threads:</b> the lane at each step; and the supervisor, since an alarm usually catches the lane in a write that
 * ends with the alarm only.
 */
final class BlockedNews {

    private final String lane;
    private final Inlet inlet;
    private final long refuseAfterNs;
    private final ReentrantLock lock = new ReentrantLock();

    /** The connection of now; written by the lane, under the lock. */
    private volatile @Nullable Epoch epoch;

    // Written under the lock; the lane looks without it, and at worst looks again.
    private volatile boolean toldBlocked;
    private volatile boolean toldRefusing;
    private @Nullable BlockedEvent event;
    private long blockedSinceNs;
    private long blockedBeforeNs;
    private long blockedShownNs;

    /** Refusing after that long; {@link Long#MAX_VALUE} for never. */
    BlockedNews(String lane, Inlet inlet, long refuseAfterNs) {
        this.lane = lane;
        this.inlet = inlet;
        this.refuseAfterNs = refuseAfterNs;
    }

    /** From now on this connection counts, or none. Lane. */
    void follow(@Nullable Epoch current, long nowNs) {
        lock.lock();
        try {
            epoch = current;
            tell(current != null && current.isBlocked(), nowNs);
        } finally {
            lock.unlock();
        }
    }

    /** What a connection says now; not heard if it is not the one that counts. */
    @SuppressWarnings("ReferenceEquality") // a connection is itself and no other
    void tell(Epoch from, long nowNs) {
        if (!from.isBlocked() && !toldBlocked) {
            return; // nearly always
        }
        lock.lock();
        try {
            if (epoch == from) {
                tell(from.isBlocked(), nowNs);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether the connection that counts is blocked, as far as known. Any thread. */
    boolean isBlocked() {
        return toldBlocked;
    }

    /** How long connections were blocked so far, that of now included; it never steps back. Any thread. */
    long blockedNs(long nowNs) {
        lock.lock();
        try {
            long totalNs = toldBlocked ? blockedBeforeNs + nowNs - blockedSinceNs : blockedBeforeNs;
            blockedShownNs = Math.max(blockedShownNs, totalNs); // the lane's time may be a little behind
            return blockedShownNs;
        } finally {
            lock.unlock();
        }
    }

    private void tell(boolean blocked, long nowNs) {
        if (blocked && !toldBlocked) {
            begin(nowNs);
        } else if (!blocked && toldBlocked) {
            end(nowNs);
        }
        boolean refusing = blocked && nowNs - blockedSinceNs >= refuseAfterNs;
        if (toldBlocked != blocked || toldRefusing != refusing) {
            toldBlocked = blocked;
            toldRefusing = refusing;
            inlet.setBlocked(blocked, refusing);
        }
    }

    private void begin(long nowNs) {
        blockedSinceNs = nowNs;
        Epoch current = epoch;
        String reason = current == null ? null : current.blockedReason();
        event = BlockedEvent.begun(lane, reason == null ? "" : reason);
    }

    private void end(long nowNs) {
        blockedBeforeNs += nowNs - blockedSinceNs;
        BlockedEvent begun = event;
        if (begun != null) {
            event = null;
            begun.ended();
        }
    }
}
