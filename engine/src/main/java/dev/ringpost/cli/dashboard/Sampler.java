package dev.ringpost.cli.dashboard;

import dev.ringpost.EngineMeters;
import dev.ringpost.Meter;
import dev.ringpost.Timing;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * What happened in each of the last seconds, so that a page that is opened late, or a second one, shows the same curves.
 *
 * <p><b>Threads:</b> {@link #sample} on the dashboard's own, {@link #since} on those that answer requests.
 */
final class Sampler {

    /** How much of the past is kept. */
    static final int MAX_POINTS = 300;

    private static final double MS_PER_SECOND = 1e3;
    private static final double NS_PER_US = 1e3;

    private final Deque<Point> points = new ArrayDeque<>();
    private @Nullable Totals before;
    private long lastNumber;

    /**
     * One interval, mostly a second.
     *
     * @param number counted from 1
     * @param atMs its end, by the machine's calendar
     * @param confirmedPerSecond messages confirmed
     * @param bytesPerSecond bytes written, without TLS
     * @param inFlight messages without an outcome, at its end
     * @param ringUsed part of the rings in use at its end, 0 to 1
     * @param confirmUs confirm latency of those confirmed in it; {@code null} if there were none
     * @param callP99Us how long publish calls took; {@code null} without calls
     */
    record Point(
            long number,
            long atMs,
            double confirmedPerSecond,
            double bytesPerSecond,
            long inFlight,
            double ringUsed,
            @Nullable Percentiles confirmUs,
            @Nullable Double callP99Us) {}

    /** In microseconds. */
    record Percentiles(double p50, double p90, double p99, double p999, double max) {

        /** Those of some times, or {@code null} if there are none. */
        static @Nullable Percentiles of(Histogram ns) {
            return ns.getTotalCount() == 0
                    ? null
                    : new Percentiles(at(ns, 50), at(ns, 90), at(ns, 99), at(ns, 99.9), ns.getMaxValue() / NS_PER_US);
        }

        private static double at(Histogram ns, double percentile) {
            return ns.getValueAtPercentile(percentile) / NS_PER_US;
        }
    }

    private record Totals(long atMs, long confirmed, long wireBytes, Histogram confirmNs, Histogram callNs) {

        static Totals of(long nowMs, EngineMeters meters) {
            return new Totals(
                    nowMs,
                    meters.value(Meter.CONFIRMED),
                    meters.value(Meter.WIRE_BYTES),
                    meters.timesNs(Timing.CONFIRM_LATENCY),
                    meters.timesNs(Timing.PUBLISH_CALL));
        }
    }

    /** Ends an interval; the first call only begins one. */
    synchronized void sample(long nowMs, EngineMeters meters) {
        Totals now = Totals.of(nowMs, meters);
        Totals then = before;
        before = now;
        if (then == null || now.atMs() <= then.atMs()) {
            return;
        }
        double seconds = (now.atMs() - then.atMs()) / MS_PER_SECOND;
        Percentiles calls = Percentiles.of(difference(now.callNs(), then.callNs()));
        lastNumber++;
        points.addLast(new Point(
                lastNumber,
                nowMs,
                (now.confirmed() - then.confirmed()) / seconds,
                (now.wireBytes() - then.wireBytes()) / seconds,
                meters.value(Meter.IN_FLIGHT),
                ringUsed(meters),
                Percentiles.of(difference(now.confirmNs(), then.confirmNs())),
                calls == null ? null : calls.p99()));
        if (points.size() > MAX_POINTS) {
            points.removeFirst();
        }
    }

    /** The points after that one, all of them for 0, in order. */
    synchronized List<Point> since(long number) {
        return points.stream().filter(point -> point.number() > number).toList();
    }

    static double ringUsed(EngineMeters meters) {
        long size = meters.value(Meter.RING_SIZE);
        return size == 0 ? 0 : (double) (size - meters.value(Meter.RING_REMAINING)) / size;
    }

    private static Histogram difference(Histogram now, Histogram then) {
        Histogram difference = now.copy();
        difference.subtract(then);
        return difference;
    }
}
