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
 * an answer does. And when messages come too few for a full write, it <em>gathers</em>: it puts the next step off for more of
 * them to come ({@link Gathering}). Neither is done for threads that wait. With {@link dev.ringpost.WaitStrategy#SLEEP} it
 * rests where it would park, until there was no message for a while.
 *
 * <p><b>Threads:</b> the lane only.
 */
final class LaneIdle {

    private static final long MAX_PARK_NS = 50_000_000;
    private static final long MIN_PARK_NS = 100_000;

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

    /** How long a lane that is not to be woken sleeps on without a message. */
    private static final long SLEEPER_PATIENCE_NS = 1_000_000_000;

    private final Signal signal;
    private final NanoClock clock;
    private final View lane;
    private final BooleanSupplier hasWork; // made once, as parking is to allocate nothing
    private final Gathering gathering;
    private long takenBefore;
    private long writtenBefore;
    private long lastMessageNs;
    private int restCount;
    private int restsAllowed = MAX_RESTS;
    private boolean rested;
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

        /** How many messages were taken from the ring so far, from whatever number on. */
        long takenCount();

        /** How often was written so far. */
        long writeCount();

        /** How many messages wait for the broker's answer now. */
        long unansweredCount();
    }

    LaneIdle(Signal signal, NanoClock clock, View lane) {
        this.signal = signal;
        this.clock = clock;
        this.lane = lane;
        this.hasWork = lane::hasWork;
        this.awakeUntilNs = clock.nanoTime();
        this.lastMessageNs = awakeUntilNs;
        this.gathering = new Gathering(clock, !signal.isSleeper());
        this.takenBefore = lane.takenCount();
        this.writtenBefore = lane.writeCount();
    }

    /**
     * A step is over; returns when there should be another.
     *
     * @param work how much it did
     */
    void afterStep(int work) {
        long takenCount = lane.takenCount() - takenBefore;
        long writeCount = lane.writeCount() - writtenBefore;
        takenBefore += takenCount;
        writtenBefore += writeCount;
        long unansweredCount = lane.unansweredCount();
        learn(work, takenCount);
        gathering.afterStep(takenCount);
        boolean maySleep = signal.isFrugal() && unansweredCount >= MANY_UNANSWERED;
        if (work > 0) {
            if (maySleep && Gathering.isEarly(takenCount, writeCount) && lane.mayGather() && mayBeInTime()) {
                gather(gathering.nextSleepNs(takenCount, unansweredCount));
            }
        } else if (mayRest(maySleep) && mayBeInTime()) {
            rested = true;
            rest();
        } else {
            park(parkNs());
        }
    }

    private boolean mayRest(boolean maySleep) {
        return signal.isSleeper()
                ? clock.nanoTime() - lastMessageNs < SLEEPER_PATIENCE_NS
                : maySleep && restCount < restsAllowed && lane.mayGather();
    }

    /** What the last sleep was good for. */
    private void learn(int work, long takenCount) {
        if (takenCount > 0) {
            restCount = 0;
            if (rested) {
                restsAllowed = MAX_RESTS;
            }
            if (signal.isSleeper()) {
                lastMessageNs = clock.nanoTime();
            }
        } else if (rested && work == 0 && ++restCount == MAX_RESTS) {
            restsAllowed = 1; // so rare are they: one rest more than none, to notice when that changes
        }
        rested = false;
    }

    private boolean mayBeInTime() {
        return clock.nanoTime() - awakeUntilNs >= 0;
    }

    private void rest() {
        clearInterrupt();
        long startNs = clock.nanoTime();
        if (signal.rest(hasWork, Gathering.SHORTEST_NS)) {
            noteSleep(startNs);
        }
    }

    /** Not ended by an answer: where many messages come together there are many answers too, and the first would end it. */
    private void gather(long sleepNs) {
        if (sleepNs == 0 || isDueWithin(sleepNs + Gathering.LATENESS_NS)) {
            return;
        }
        lane.gathers();
        gathering.onSleep(sleepNs);
        clearInterrupt();
        long startNs = clock.nanoTime();
        LockSupport.parkNanos(this, sleepNs);
        long leftNs = sleepNs - (clock.nanoTime() - startNs);
        if (leftNs > 0) {
            // An answer that came just as a rest ended by itself had left its permit.
            LockSupport.parkNanos(this, leftNs);
        }
        noteSleep(startNs);
    }

    private boolean isDueWithin(long waitNs) {
        long dueNs = lane.nextDueNs();
        return dueNs != RetryStore.NEVER && dueNs - clock.nanoTime() < waitNs;
    }

    /** One that nothing but the clock has ended. */
    private void noteSleep(long startNs) {
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
