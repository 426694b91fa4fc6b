package dev.ringpost.retry;

/**
 * When the message at the ring's head is a straggler, to be moved aside so that those behind it get free: slots are freed
 * in order, so one message that is never confirmed would hold up a ring of confirmed ones until it times out.
 *
 * <p>Three conditions. Few slots are free: before that no caller waits for one. Many messages behind the head are settled
 * already: what moving it would free; a broker that pauses, and confirms nothing, has no stragglers. And the head waits far
 * longer than the median confirm: by {@value #DEVIATIONS} times the usual distance from it, so that where confirm times
 * spread, as in a lane of fast and slow queues, "far" is farther. Moving a message for nothing costs a copy of its body and
 * its outcome's place in the order, no more, as it is not sent again by that; moving it too late costs rate.
 *
 * <p>Where slots are free, others wait for the outcomes that wait for the head's. There one settled message is enough, when
 * the head has waited for half a second, and longer than is usual too; but not while much is set aside, since callers are
 * refused for that.
 *
 * <p>The numbers come from a simulation, StragglerSimulationTest. With 1 % of the messages never confirmed, the others
 * keep their whole rate where the broker's speed is the limit, and over 80 % of it where the window is: all of the ring on
 * its way at any time, where waiting for twice the median would leave half. Without the rule, 9 % and less is left.
 */
public final class StragglerRule {

    private static final int FEW_FREE_SHARE = 8;
    private static final int MANY_SETTLED_SHARE = 8;
    private static final int DEVIATIONS = 3;
    private static final int MEDIAN_SHARE = 8;

    /** Outcomes come in the order of publishing where they can; not at any price. */
    private static final long HELD_UP_NS = 500_000_000;

    private final long fewFreeSlots;
    private final long manySettledSlots;

    /** For a ring of which callers can have that many slots in flight. */
    public StragglerRule(long windowSlots) {
        fewFreeSlots = windowSlots / FEW_FREE_SHARE;
        manySettledSlots = Math.max(1, windowSlots / MANY_SETTLED_SHARE);
    }

    /**
     * Whether to move the head. To be asked only about a head that was sent on the connection of now, which is not blocked.
     *
     * @param freeSlots slots that callers could claim
     * @param settledBehindCount messages behind the head that are settled
     * @param isStoreRoomy whether there is much room where stragglers go, see {@link RetryStore#isRoomy()}
     * @param headWaitNs how long ago the head was sent, or accepted
     * @param times how long confirms take here
     */
    public boolean isStraggler(
            long freeSlots, long settledBehindCount, boolean isStoreRoomy, long headWaitNs, ConfirmTimes times) {
        boolean isInTheWay = freeSlots <= fewFreeSlots
                ? settledBehindCount >= manySettledSlots
                : isStoreRoomy && settledBehindCount > 0 && headWaitNs >= HELD_UP_NS;
        return isInTheWay && headWaitNs > longNs(times);
    }

    /** What "far longer" is now; never, before the first confirm. */
    static long longNs(ConfirmTimes times) {
        long medianNs = times.medianNs();
        return medianNs == 0
                ? Long.MAX_VALUE
                : medianNs + Math.max(times.deviationNs() * DEVIATIONS, medianNs / MEDIAN_SHARE);
    }
}
