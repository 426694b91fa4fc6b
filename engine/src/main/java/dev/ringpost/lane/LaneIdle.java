package dev.ringpost.lane;

import dev.ringpost.retry.RetryStore;
import dev.ringpost.ring.NanoClock;
import dev.ringpost.ring.Signal;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * What the lane's thread does between its steps: takes the next at once, sleeps by the clock, or parks until it is woken.
 *
 * <p>To be woken is dear: a system call, which the thread that publishes pays for. So while many answers are on their way,
 * whose messages are late by the broker's time anyway, the lane <em>rests</em> a moment before it parks; no call ends that,
 * an answer does. And when messages come faster than one by one, but too few for a full write, it <em>gathers</em>: it puts
 * the next step off for more of them to come, as a write costs as much for one as for a hundred. Nagle had the same thought
 * about TCP, and its trap is known: who sends nothing more before it is answered only loses time. So this stops when it
 * gathers nothing, and neither is done for threads that wait. With {@link dev.ringpost.WaitStrategy#SLEEP} it rests where it
 * would park, until there was no message for a while.
 *
 * <p><b>Threads:</b> the lane only.
 */
final class LaneIdle {

    private static final long MAX_PARK_NS = 50_000_000;
    private static final long MIN_PARK_NS = 100_000;

    /** Linux makes some 60 to 70 µs of it: its timers are as late as they may be, by default 50 µs. */
    private static final long SLEEP_NS = 10_000;

    /** Longer than the machine should take. */
    private static final long LONG_SLEEP_NS = 1_000_000;

    /** So many long sleeps in a row are no accident: the system's timer is a coarse one, or its cores are taken. */
    private static final int MAX_LONG_SLEEPS = 8;

    /** How long there is no sleep after those. */
    private static final long AWAKE_NS = 1_000_000_000;

    /** With fewer unanswered messages, one more may be what somebody waits for. */
    private static final int MANY_UNANSWERED = 16;

    /** Rests in a row with nothing to do after them; then the next message is not likely to come soon. */
    private static final int MAX_RESTS = 4;

    /** The same for a lane that is to sleep and not to be woken: about a second of sleeps. */
    private static final int MAX_SLEEPER_RESTS = 16_000;

    /** A step that took fewer messages had them one by one. */
    private static final int GATHER_FROM = 8;

    /** A step that took so many was worth its write, and as many in the ring are worth the next. */
    static final int GATHER_BELOW = 256;

    /** After one that gathered nothing, as many steps are not put off that might have been. */
    private static final int GATHER_NOT_AGAIN = 64;

    private final Signal signal;
    private final NanoClock clock;
    private final View lane;
    private final BooleanSupplier hasWork; // made once, as parking is to allocate nothing
    private int restCount;
    private int restsAllowed = MAX_RESTS;
    private boolean rested;
    private boolean gathered;
    private int gatherNotCount;
    private int longSleepCount;
    private long awakeUntilNs;

    /** What it has to know of its lane. */
    interface View {
        /** Whether a step would do anything. */
        boolean hasWork();

        /** When there will be something to do by the clock, or {@link RetryStore#NEVER}. */
        long nextDueNs();

        /** Whether nobody waits for the next step, and messages may come that it would take. */
        boolean mayGather();

        /** The next step is put off. */
        void gathers();
    }

    LaneIdle(Signal signal, NanoClock clock, View lane) {
        this.signal = signal;
        this.clock = clock;
        this.lane = lane;
        this.hasWork = lane::hasWork;
        this.awakeUntilNs = clock.nanoTime();
    }

    /**
     * A step is over; returns when there should be another.
     *
     * @param work how much it did
     * @param takenCount how many messages it took from the ring
     * @param writeCount how often it wrote
     * @param unansweredCount how many messages wait for the broker's answer now
     */
    void afterStep(int work, long takenCount, long writeCount, long unansweredCount) {
        learn(work, takenCount);
        boolean maySleep = unansweredCount >= MANY_UNANSWERED && signal.isFrugal();
        if (work > 0) {
            // With one write a step had all that there was, and it was not much.
            boolean few = takenCount >= GATHER_FROM && takenCount < GATHER_BELOW && writeCount == 1;
            if (maySleep && few && mayGatherAgain() && lane.mayGather() && mayBeInTime()) {
                lane.gathers();
                gathered = true;
                sleep(false);
            }
        } else if (mayRest(maySleep) && mayBeInTime()) {
            rested = true;
            sleep(true);
        } else {
            park(parkNs());
        }
    }

    private boolean mayRest(boolean maySleep) {
        return signal.isSleeper()
                ? restCount < MAX_SLEEPER_RESTS
                : maySleep && restCount < restsAllowed && lane.mayGather();
    }

    /** What the last sleep was good for. */
    private void learn(int work, long takenCount) {
        if (takenCount > 0) {
            restCount = 0;
            if (rested) {
                restsAllowed = MAX_RESTS;
            }
        } else if (rested && work == 0 && ++restCount == MAX_RESTS) {
            restsAllowed = 1; // so rare are they: one rest more than none, to notice when that changes
        }
        if (gathered && takenCount < GATHER_FROM) {
            gatherNotCount = GATHER_NOT_AGAIN;
        }
        rested = false;
        gathered = false;
    }

    private boolean mayGatherAgain() {
        return gatherNotCount == 0 || --gatherNotCount == 0;
    }

    private boolean mayBeInTime() {
        return clock.nanoTime() - awakeUntilNs >= 0;
    }

    /** With an end for answers, or without: where many messages are gathered, there are many answers too. */
    private void sleep(boolean untilWoken) {
        clearInterrupt();
        long startNs = clock.nanoTime();
        if (untilWoken) {
            signal.rest(hasWork, SLEEP_NS);
        } else {
            LockSupport.parkNanos(this, SLEEP_NS);
        }
        long endNs = clock.nanoTime();
        longSleepCount = endNs - startNs > LONG_SLEEP_NS ? longSleepCount + 1 : 0;
        if (longSleepCount == MAX_LONG_SLEEPS) {
            longSleepCount = 0;
            awakeUntilNs = endNs + AWAKE_NS;
        }
    }

    /** Waits for work, for a while. */
    void park() {
        park(MAX_PARK_NS);
    }

    private void park(long maxNs) {
        clearInterrupt();
        signal.await(hasWork, maxNs);
    }

    /** With the flag set, no park would last. */
    private static void clearInterrupt() {
        Thread.interrupted();
    }

    private long parkNs() {
        long dueNs = lane.nextDueNs();
        return dueNs == RetryStore.NEVER
                ? MAX_PARK_NS
                : Math.max(MIN_PARK_NS, Math.min(MAX_PARK_NS, dueNs - clock.nanoTime()));
    }
}
