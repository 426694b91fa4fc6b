package dev.ringpost;

/** What the engine's threads do when there is nothing to do. */
public enum WaitStrategy {
    /**
     * Park, woken by the next event: an idle engine costs next to nothing. The default. The call to publish that wakes the
     * lane pays for it with some microseconds, so while many messages (16 or more) are unanswered, the lane does not park at
     * once but sleeps by the clock a few times, and lets some more messages come together before its next write. On Linux
     * such a sleep holds up messages, and answers as well, by 60 to 70 µs, or where those take milliseconds on the average,
     * by a sixteenth of that, up to some 310 µs. None is begun while a thread waits for room, or for an outcome in
     * {@link Receipt#await} or a receipt's future or one derived from it by its own methods; other ways of waiting, such as
     * {@code CompletableFuture.allOf}, are not seen.
     */
    PARK(0),

    /**
     * The lane's thread sleeps by the clock, again and again, and parks only after about a second without a message: no call
     * to publish has to wake it, at any rate of more than one a second, and none makes a system call for it. On Linux a
     * message waits up to 70 µs for the lane to look, and where many come together its answer as well, never longer as with
     * {@link #PARK}; looking so often takes some 15 % of a core; an idle engine costs next to nothing. Where sleeps take
     * over a millisecond several times in a row, as the system's timers are coarse or its cores are taken, it does as
     * {@link #PARK} for a second. What Disruptor's {@code SleepingWaitStrategy} is for: callers whose time is dear, on a
     * machine that has no core to spare. The completion thread does as with {@link #PARK}.
     */
    SLEEP(0),

    /**
     * Look again some thousand times (tens of microseconds) before parking, and never sleep: saves the wake-up when events
     * follow each other closely, at the price of CPU time. For machines with a core to spare for each lane.
     */
    LOW_LATENCY(2_000),

    /**
     * The lane thread never parks, so no call to publish ever has to wake it: a whole core for each lane, busy or idle. The
     * completion thread does as with {@link #LOW_LATENCY}. For machines that have kept a core free for it.
     */
    BUSY_SPIN(2_000);

    private final int spinCount;

    WaitStrategy(int spinCount) {
        this.spinCount = spinCount;
    }

    /** How many times a thread looks again before it parks, or if it never does, before it looks at everything anew. */
    public int spinCount() {
        return spinCount;
    }
}
