package dev.ringpost.lane;

import dev.ringpost.ring.NanoClock;
import org.jspecify.annotations.Nullable;

/**
 * For how long a lane puts its next step off, for more messages to come: a write costs as much for one as for a hundred.
 *
 * <p>Where messages come several at a time, the shortest sleep brings many. Where they come one by one it takes a longer
 * one, which is a small loss as long as it is a small share of the time to an answer: by Little's law, the interval between
 * messages times those that are unanswered. Nagle had a like thought about TCP, and its trap is known: who sends nothing more
 * before it is answered only loses time. So either kind stops for a while when a row of sleeps brought too little.
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
    static final long LATENESS_NS = 60_000;

    /** Also the interval beyond which the next message would come too late. */
    private static final long LONGEST_NS = 250_000;

    /** The interval between messages is that of so many. */
    private static final int INTERVAL_MESSAGES = 16;

    /** What eight short ones are to bring: several each. */
    private static final int ENOUGH_OF_SHORT = 64;

    /** What eight long ones are to bring: a third of the writes saved. */
    private static final int ENOUGH_OF_LONG = 12;

    private final NanoClock clock;
    private final boolean mayBeLong;
    private final Worth ofShort = new Worth(ENOUGH_OF_SHORT);
    private final Worth ofLong = new Worth(ENOUGH_OF_LONG);
    private long intervalNs;
    private long windowSinceNs;
    private long windowCount;

    /** The kind of sleep that the step to come is put off by; {@code null} for none. */
    private @Nullable Worth lastSleep;

    /**
     * None yet.
     *
     * @param mayBeLong whether for longer than the shortest time
     */
    Gathering(NanoClock clock, boolean mayBeLong) {
        this.clock = clock;
        this.windowSinceNs = clock.nanoTime();
        this.mayBeLong = mayBeLong;
    }

    /** A step is over, whether it was put off or not. */
    void afterStep(long takenCount) {
        if (lastSleep != null) {
            lastSleep.judge(takenCount);
            lastSleep = null;
        }
        windowCount += takenCount;
        if (windowCount >= INTERVAL_MESSAGES) {
            long nowNs = clock.nanoTime();
            intervalNs = (nowNs - windowSinceNs) / windowCount;
            windowSinceNs = nowNs;
            windowCount = 0;
        }
    }

    /** Whether a step had all that there was, as it wrote once, and not enough for that. */
    static boolean isEarly(long takenCount, long writeCount) {
        return takenCount > 0 && takenCount < WORTH_A_WRITE && writeCount == 1;
    }

    /**
     * How long to put the next step off after one that {@linkplain #isEarly was early}; counts those that are left out.
     *
     * @param takenCount how many messages it took
     * @param unansweredCount how many are unanswered
     * @return 0 for not at all
     */
    long nextSleepNs(long takenCount, long unansweredCount) {
        long longNs = longNs(unansweredCount);
        if (longNs > SHORTEST_NS && ofLong.isTurn()) {
            return longNs;
        }
        return takenCount >= SEVERAL && ofShort.isTurn() ? SHORTEST_NS : 0;
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
        lastSleep = sleepNs > SHORTEST_NS ? ofLong : ofShort;
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

        /**
         * None yet.
         *
         * @param enoughCount how many messages a row is to bring
         */
        Worth(long enoughCount) {
            this.enoughCount = enoughCount;
        }

        /** Counts down those that are left out. */
        boolean isTurn() {
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
