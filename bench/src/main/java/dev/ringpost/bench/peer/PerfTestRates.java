package dev.ringpost.bench.peer;

import dev.ringpost.bench.contestant.ResourceProbe;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads PerfTest's console: one rate line an interval, a stop line at the end. Takes a probe as each rate line comes, so
 * that CPU and allocation can be put against the messages of the same intervals.
 *
 * <p>Fed by PerfTest's own threads, one at a time; read after PerfTest has returned.
 */
final class PerfTestRates {
    private static final Pattern RATE_LINE = Pattern.compile(
            "time ([\\d.]+) s, sent: (\\d+) msg/s, (?:returned: \\d+ msg/s, )?confirmed: (\\d+) msg/s, nacked: (\\d+) msg/s");
    private static final String LIMIT_REACHED = "Producer reached message limit";

    private final List<Interval> intervals = new ArrayList<>();
    private boolean limitReached;
    private boolean nacked;

    /** The intervals after the warm-up, added up. */
    record Steady(long messageCount, ResourceProbe.Used used, int intervalCount) {}

    private record Interval(double endS, double confirmedCount, ResourceProbe probe) {}

    synchronized void onLine(String line) {
        Matcher rate = RATE_LINE.matcher(line);
        if (rate.find()) {
            double endS = Double.parseDouble(rate.group(1));
            double startS = intervals.isEmpty() ? 0 : intervals.get(intervals.size() - 1).endS;
            double confirmedCount = Long.parseLong(rate.group(3)) * (endS - startS);
            intervals.add(new Interval(endS, confirmedCount, ResourceProbe.read()));
            nacked |= Long.parseLong(rate.group(4)) > 0;
        } else if (line.contains(LIMIT_REACHED)) {
            limitReached = true;
        }
    }

    /** PerfTest says so only after its last publish is confirmed or its confirm timeout is over. */
    synchronized boolean isComplete() {
        return limitReached && !nacked;
    }

    /** Adds up all whole intervals that start after {@code warmupMessageCount} confirms. */
    synchronized Steady steady(long warmupMessageCount) {
        Interval start = null;
        double seenCount = 0;
        double steadyCount = 0;
        int intervalCount = 0;
        for (Interval interval : intervals) {
            if (start != null) {
                steadyCount += interval.confirmedCount;
                intervalCount++;
            }
            seenCount += interval.confirmedCount;
            if (start == null && seenCount >= warmupMessageCount) {
                start = interval;
            }
        }
        return toSteady(start, steadyCount, intervalCount);
    }

    private Steady toSteady(@Nullable Interval start, double messageCount, int intervalCount) {
        if (start == null || intervalCount == 0) {
            throw new IllegalStateException(
                    "PerfTest printed only " + intervals.size() + " rate lines; it needs more messages");
        }
        Interval end = intervals.get(intervals.size() - 1);
        ResourceProbe.Used used = ResourceProbe.Used.between(start.probe, end.probe);
        // PerfTest's own clock, which its rates refer to; the line comes out a little later.
        long elapsedNs = (long) ((end.endS - start.endS) * TimeUnit.SECONDS.toNanos(1));
        return new Steady(
                Math.round(messageCount),
                new ResourceProbe.Used(
                        elapsedNs,
                        used.cpuNs(),
                        used.allocatedBytes(),
                        used.clientIoAllocatedBytes(),
                        used.gcCount(),
                        used.writeSyscalls(),
                        used.peakRssBytes()),
                intervalCount);
    }
}
