package dev.ringpost.lane;

/**
 * For how long a lane puts its next step off, for more messages to come: a write costs as much for one as for a hundred.
 *
 * <p>Where messages come several at a time, the shortest sleep brings many. Where they come one by one, it takes longer, and
 * how long is no loss depends on how long they are on their way anyway. By Little's law that is the time from one message to
 * the next, times those that are unanswered; a small share of it may be spent on waiting here. Nagle had a like thought about
 * TCP, and its trap is known: who sends nothing more before it is answered only loses time. So this stops for a while when a
 * sleep brought nothing.
 *
 * <p><b>Threads:</b> the lane only.
 */
final class Gathering {

    /** A step that took so many was worth its write, and as many in the ring are worth the next. */
    static final int WORTH_A_WRITE = 256;

    /** A step that took fewer messages had them one by one. */
    private static final int SEVERAL = 8;

    /** Of messages that come one by one, so many in a step are more than would have been without. */
    private static final int MORE_THAN_ONE = 2;

    /** What share of the time to an answer may be spent: 1/16. */
    private static final int SHARE = 16;

    /** A sleep takes about as much longer than asked for; for less than that it is not worth its own calls. */
    private static final long MIN_SHARE_NS = 50_000;

    /** Also the time between two messages beyond which it is in vain. */
    private static final long MAX_SHARE_NS = 250_000;

    /** After one that brought nothing, as many steps are not put off that might have been. */
    private static final int NOT_AGAIN = 64;

    private long lastTakenNs;
    private long expectedCount;
    private int leftOutCount;

    Gathering(long nowNs) {
        this.lastTakenNs = nowNs;
    }

    /** What the step after a sleep took. */
    void learn(long takenCount) {
        if (takenCount < expectedCount) {
            leftOutCount = NOT_AGAIN;
        }
        expectedCount = 0;
    }

    /**
     * After a step that took messages.
     *
     * @return for how long a sleep is no loss, or 0 for none
     */
    long allowedNs(long nowNs, long takenCount, long writeCount, long unansweredCount) {
        long perMessageNs = (nowNs - lastTakenNs) / takenCount;
        lastTakenNs = nowNs;
        // With one write a step had all that there was.
        if (writeCount != 1 || takenCount >= WORTH_A_WRITE) {
            return 0;
        }
        if (takenCount >= SEVERAL) {
            return LaneIdle.SLEEP_NS;
        }
        if (perMessageNs > MAX_SHARE_NS) {
            return 0;
        }
        long shareNs = perMessageNs * unansweredCount / SHARE;
        return shareNs < MIN_SHARE_NS ? 0 : Math.min(shareNs, MAX_SHARE_NS);
    }

    /** Whether to do what is allowed; counts those that are left out. */
    boolean isTurn() {
        if (leftOutCount == 0) {
            return true;
        }
        leftOutCount--;
        return false;
    }

    /** The next step is put off, after one that took so many. */
    void begin(long takenCount) {
        expectedCount = takenCount >= SEVERAL ? SEVERAL : MORE_THAN_ONE;
    }
}
