package dev.ringpost.bench.latency;

import java.util.concurrent.TimeUnit;

/**
 * Publishes at a fixed rate, whatever the contestant does: each message has a time that it is due at. If one is held up, those
 * after it are published as fast as the contestant takes them, and their latencies count from the times that they were due at:
 * a pause of 100 ms is found in all the messages that fell into it, not in one ("coordinated omission").
 *
 * <p>Writers: the thread that calls {@link #runPaced} publishes and records calls; one other thread, or the same one from
 * within the call, records confirms in {@link #onConfirmed}. Assumption: nothing is in flight between two runs. Guarantee:
 * nothing is allocated for a message.
 */
public final class OpenLoop {
    private final PacingClock clock;
    private final Pacer pacer;

    /** Of the run that is on; changes only while nothing is in flight. */
    private volatile Pass pass = new Pass(0, 0, Latencies.empty());

    /** A loop that has run nothing yet. */
    public OpenLoop(PacingClock clock, Pacing pacing) {
        this.clock = clock;
        this.pacer = new Pacer(clock, pacing);
    }

    /**
     * One run.
     *
     * @param messages published, and confirmed
     * @param publishingNs from the first message's due time to the last call's return
     * @param untilConfirmedNs from the first message's due time to the last confirm
     */
    public record Run(Latencies latencies, long messages, long publishingNs, long untilConfirmedNs) {
        /** What came of the rate that was asked for. */
        double publishedPerSecond() {
            return perSecond(messages, publishingNs);
        }

        double confirmedPerSecond() {
            return perSecond(messages, untilConfirmedNs);
        }

        private static double perSecond(long messages, long timeNs) {
            return (double) messages * TimeUnit.SECONDS.toNanos(1) / Math.max(1, timeNs);
        }
    }

    private record Pass(long startNs, long messagesPerSecond, Latencies latencies) {
        long dueNs(long number) {
            if (messagesPerSecond == 0) {
                return startNs;
            }
            // In two parts: a billion messages times a billion nanoseconds would only just fit.
            long seconds = number / messagesPerSecond;
            long rest = number % messagesPerSecond;
            return startNs + TimeUnit.SECONDS.toNanos(seconds) + rest * TimeUnit.SECONDS.toNanos(1) / messagesPerSecond;
        }
    }

    /**
     * Publishes that many messages at that rate; returns when all are confirmed.
     *
     * @param latencies empty, for this run alone; made by the caller, so that a run allocates nothing
     */
    public Run runPaced(long messagesPerSecond, long messages, PacedTarget target, Latencies latencies)
            throws Exception {
        if (messagesPerSecond <= 0) {
            throw new IllegalArgumentException("messagesPerSecond " + messagesPerSecond + " is not positive");
        }
        return run(messagesPerSecond, messages, Long.MAX_VALUE, target, latencies);
    }

    /**
     * Publishes for that long as fast as the target takes messages, with the same readings of the clock; returns when all are
     * confirmed. Only the call's own time and the rates mean something then, as no message is due at any time.
     *
     * @param latencies as for {@link #runPaced}
     */
    public Run runUnpaced(long timeNs, PacedTarget target, Latencies latencies) throws Exception {
        return run(0, Long.MAX_VALUE, timeNs, target, latencies);
    }

    private Run run(long messagesPerSecond, long mostMessages, long mostNs, PacedTarget target, Latencies latencies)
            throws Exception {
        long startNs = clock.nanoTime();
        Pass current = new Pass(startNs, messagesPerSecond, latencies);
        pass = current;
        long number = 0;
        long nowNs = startNs;
        while (number < mostMessages && nowNs - startNs < mostNs) {
            long dueNs = current.dueNs(number);
            long calledNs = pacer.awaitDue(dueNs);
            target.publish(number);
            nowNs = clock.nanoTime();
            Latencies.record(latencies.callNs(), nowNs - calledNs);
            Latencies.record(latencies.callFromDueNs(), nowNs - dueNs);
            number++;
        }
        long publishedNs = nowNs;
        target.awaitAllConfirmed();
        return new Run(latencies, number, publishedNs - startNs, clock.nanoTime() - startNs);
    }

    /** The message of that number of the present run is confirmed. */
    public void onConfirmed(long number) {
        Pass current = pass;
        Latencies.record(current.latencies.confirmFromDueNs(), clock.nanoTime() - current.dueNs(number));
    }
}
