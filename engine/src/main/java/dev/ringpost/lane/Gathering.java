package dev.ringpost.lane;

import dev.ringpost.ring.NanoClock;

/**
 * For how long a lane puts its next step off, for more messages to come: a write costs as much for one as for a hundred.
 *
 * <p>Where messages come several at a time, the shortest sleep brings many. Where they come one by one it takes a longer
 * one, which is no loss as long as it is a small share of the time to an answer: by Little's law, the interval between
 * messages times those that are unanswered. Nagle had a like thought about TCP, and its trap is known: who sends nothing more
 * before it is answered only loses time. So either kind stops for a while when a row of sleeps brought too little, and of what
 * long ones bring, as many do not count as were answered before and may have been brought forth by that.
 *
 * <p><b>Threads:</b> the lane only.
 */
final class Gathering {

    /** The shortest sleep there is. Linux makes some 60 to 70 µs of it: its timers are late, by default some 50 µs. */
    static final long SHORTEST_NS = 10_000;

    /** A step that took so many was worth its write, and as many in the ring are worth the next. */
    static final int WORTH_A_WRITE = 256;

    /** A step that took fewer messages had them one by one. */
    private static final int SEVERAL = 8;

    /** What part of the time to an answer a long sleep may take: 1/16. It holds up messages and answers alike. */
    private static final int SHARE_DIVISOR = 16;

    /** By so much a sleep is usually too long. */
    private static final long LATENESS_NS = 60_000;

    private static final long LONGEST_NS = 250_000;

    /** The interval between messages is that of so many. */
    private static final int INTERVAL_MESSAGES = 16;

    private final NanoClock clock;
    private final boolean mayBeLong;
    private final Worth ofShort = new Worth(SEVERAL);
    private final Worth ofLong = new Worth(1);
    private long intervalNs;
    private long countedSinceNs;
    private long countedCount;
    private boolean slept;
    private boolean wasLong;
    private long answeredBefore;

    /** With whether it may be for longer than the shortest time. */
    Gathering(NanoClock clock, boolean mayBeLong) {
        this.clock = clock;
        this.countedSinceNs = clock.nanoTime();
        this.mayBeLong = mayBeLong;
    }

    /** A step is over, whether it was put off or not. */
    void afterStep(long takenCount, long answeredCount) {
        if (slept) {
            slept = false;
            if (wasLong) {
                ofLong.judge(Math.max(0, takenCount - answeredBefore));
            } else {
                ofShort.judge(takenCount);
            }
        }
        answeredBefore = Math.max(0, answeredCount); // less, where messages are sent again
        countedCount += takenCount;
        if (countedCount >= INTERVAL_MESSAGES) {
            long nowNs = clock.nanoTime();
            intervalNs = (nowNs - countedSinceNs) / countedCount;
            countedSinceNs = nowNs;
            countedCount = 0;
        }
    }

    /**
     * How long to put the next step off.
     *
     * @param takenCount how many messages the last one took
     * @param writeCount in how many writes
     * @param unansweredCount how many are unanswered
     * @return 0 for not at all
     */
    long sleepNs(long takenCount, long writeCount, long unansweredCount) {
        // With one write a step had all that there was.
        if (takenCount == 0 || takenCount >= WORTH_A_WRITE || writeCount != 1) {
            return 0;
        }
        long longNs = longNs(unansweredCount);
        if (longNs > SHORTEST_NS && ofLong.isWorthIt()) {
            return longNs;
        }
        return takenCount >= SEVERAL && ofShort.isWorthIt() ? SHORTEST_NS : 0;
    }

    private long longNs(long unansweredCount) {
        if (!mayBeLong || intervalNs > LONGEST_NS) {
            return 0; // not wanted, or the next message would come too late
        }
        long answerNs = intervalNs * unansweredCount;
        return Math.min(answerNs / SHARE_DIVISOR - LATENESS_NS, LONGEST_NS);
    }

    /** The next step is put off for that long. */
    void onSleep(long sleepNs) {
        slept = true;
        wasLong = sleepNs > SHORTEST_NS;
    }

    /** Whether a kind of sleep brings enough; judged by some in a row, as one alone may bring anything. */
    private static final class Worth {

        private static final int ROW = 8;

        /** After a row in vain, as many that might be are left out. */
        private static final int LEFT_OUT = 512;

        private final long enoughCount;
        private int sleepCount;
        private long broughtCount;
        private int toLeaveOutCount;

        /** With how many messages a sleep is to bring. */
        Worth(long enoughCount) {
            this.enoughCount = ROW * enoughCount;
        }

        /** Counts down those that are left out. */
        boolean isWorthIt() {
            if (toLeaveOutCount == 0) {
                return true;
            }
            toLeaveOutCount--;
            return false;
        }

        void judge(long count) {
            broughtCount += count;
            if (++sleepCount == ROW) {
                toLeaveOutCount = broughtCount < enoughCount ? LEFT_OUT : 0;
                sleepCount = 0;
                broughtCount = 0;
            }
        }
    }
}
