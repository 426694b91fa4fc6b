package dev.ringpost.retry;

/**
 * How many messages may go back from the store into the ring: while the ring is in demand, one for every eight slots that
 * became free, so that a storm of retries cannot crowd out new messages; as many as there are, while more than half of the
 * ring is free.
 *
 * <p><b>Threads:</b> the lane only.
 */
public final class ReenqueueQuota {

    /** One re-enqueue for that many freed slots. */
    static final int SHARE = 8;

    private final long windowSlots;
    private long seenCompleted;
    private long unspentSlots;

    /**
     * For a ring.
     *
     * @param windowSlots slots that callers can have in flight
     * @param completedUpTo the ring's completed sequence now
     */
    public ReenqueueQuota(long windowSlots, long completedUpTo) {
        this.windowSlots = windowSlots;
        this.seenCompleted = completedUpTo;
    }

    /**
     * How many may go back now.
     *
     * @param completedUpTo the ring's completed sequence: how far slots were freed
     * @param freeSlots slots that callers could claim
     */
    public long allowedCount(long completedUpTo, long freeSlots) {
        // No more is saved up than one window's worth, or a quiet hour would allow a storm.
        unspentSlots = Math.min(windowSlots, unspentSlots + completedUpTo - seenCompleted);
        seenCompleted = completedUpTo;
        return Math.max(unspentSlots / SHARE, freeSlots - windowSlots / 2);
    }

    /** One went back. */
    public void onReenqueued() {
        unspentSlots = Math.max(0, unspentSlots - SHARE);
    }
}
