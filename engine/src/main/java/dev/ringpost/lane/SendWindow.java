package dev.ringpost.lane;

import dev.ringpost.confirm.DeliveryTags;

/**
 * How much may be unanswered on a connection. As much as the ring holds on the first one; after a loss little at first,
 * and twice as much each time that a window's worth was answered, so that a broker that was lost for being slow is not
 * buried in repeats of what it is still working on. Twice as much each second in any case: all of the window may be for a
 * queue that does not answer, and must not keep the others waiting.
 *
 * <p><b>Threads:</b> the lane only.
 */
final class SendWindow {

    /** After a loss. */
    static final long FIRST_LIMIT = 64;

    private static final long UNLIMITED = Long.MAX_VALUE;
    private static final long LONGEST_STEP_NS = 1_000_000_000;

    private final long ringSize;
    private long limit = UNLIMITED;
    private long doubleAtDoneCount;
    private long doubleAtNs;
    private boolean hadConnection;

    SendWindow(long ringSize) {
        this.ringSize = ringSize;
    }

    /** Another connection. */
    void onConnected(long nowNs) {
        doubleAtNs = nowNs + LONGEST_STEP_NS;
        limit = hadConnection && FIRST_LIMIT < ringSize ? FIRST_LIMIT : UNLIMITED;
        doubleAtDoneCount = limit;
        hadConnection = true;
    }

    /** Whether there is no limit. */
    boolean isOpen() {
        return limit == UNLIMITED;
    }

    /** How many more may be sent. */
    long room(DeliveryTags tags) {
        return Math.max(0, limit - tags.awaitingCount());
    }

    /** At each step: wider, if it is time. */
    void grow(DeliveryTags tags, long nowNs) {
        while (limit != UNLIMITED && (tags.doneCount() >= doubleAtDoneCount || nowNs - doubleAtNs >= 0)) {
            limit = 2 * limit >= ringSize ? UNLIMITED : 2 * limit;
            doubleAtDoneCount = tags.doneCount() + limit;
            doubleAtNs = nowNs + LONGEST_STEP_NS;
        }
    }
}
