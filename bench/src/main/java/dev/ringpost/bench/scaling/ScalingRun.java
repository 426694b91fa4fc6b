package dev.ringpost.bench.scaling;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ringpost.bench.contestant.ResourceProbe;
import dev.ringpost.bench.scaling.ScalingResult.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;

/** One point: a warm-up of some time, then the intervals, each with its own count of what it used. */
public final class ScalingRun {
    private static final long FIRST_MESSAGES = 100;

    private ScalingRun() {}

    /** Prints a {@link ScalingResult}, or a stack trace. */
    public static void main(String[] args) {
        int status = 0;
        try {
            ScalingOptions options = CommandLine.populateCommand(new ScalingOptions(), args);
            System.out.println(new ObjectMapper().writeValueAsString(measure(options)));
        } catch (Throwable failure) {
            failure.printStackTrace();
            status = 1;
        }
        // A contestant's library may leave threads behind; the run is over nevertheless.
        System.exit(status);
    }

    private static ScalingResult measure(ScalingOptions options) throws Exception {
        try (ScalingPublish target = new ScalingPublish(options)) {
            target.open(options);
            long messages = options.messages(warmUp(target, options.warmupSeconds()));
            List<Interval> intervals = new ArrayList<>();
            for (int i = 0; i < options.intervals(); i++) {
                long share = Math.max(1, ScalingPublish.share(messages, i, options.intervals()));
                ResourceProbe before = ResourceProbe.read();
                target.publish(share);
                intervals.add(Interval.of(share, ResourceProbe.Used.between(before, ResourceProbe.read())));
            }
            return new ScalingResult(target.confirmedCount(), intervals);
        }
    }

    /** Publishes twice as many each time until the time is over; returns the last rate in messages a second. */
    private static double warmUp(ScalingPublish target, double seconds) throws Exception {
        long startNs = System.nanoTime();
        long mostNs = (long) (seconds * TimeUnit.SECONDS.toNanos(1));
        double messagesPerSecond;
        long messages = FIRST_MESSAGES;
        long endNs = startNs;
        do {
            long partNs = endNs;
            target.publish(messages);
            endNs = System.nanoTime();
            messagesPerSecond = (double) messages * TimeUnit.SECONDS.toNanos(1) / Math.max(1, endNs - partNs);
            // No part takes longer than half of the warm-up, so that large messages do not make it much longer.
            messages = Math.max(1, Math.min(2 * messages, (long) (messagesPerSecond * seconds / 2)));
        } while (endNs - startNs < mostNs);
        return messagesPerSecond;
    }
}
