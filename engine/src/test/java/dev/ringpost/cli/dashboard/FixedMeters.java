package dev.ringpost.cli.dashboard;

import dev.ringpost.EngineMeters;
import dev.ringpost.IntervalLog;
import dev.ringpost.Meter;
import dev.ringpost.Timing;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** Meters that say what a test tells them to. */
final class FixedMeters implements EngineMeters {

    private static final int DIGITS = 3;

    private final List<Map<Meter, Long>> lanes = new ArrayList<>();
    private final List<Histogram> timesNs = new ArrayList<>();

    FixedMeters(int laneCount) {
        for (int i = 0; i < laneCount; i++) {
            lanes.add(new EnumMap<>(Meter.class));
            timesNs.add(new Histogram(DIGITS));
        }
    }

    FixedMeters with(int lane, Meter meter, long value) {
        lanes.get(lane).put(meter, value);
        return this;
    }

    FixedMeters timed(int lane, long ns) {
        timesNs.get(lane).recordValue(ns);
        return this;
    }

    @Override
    public int laneCount() {
        return lanes.size();
    }

    @Override
    public long value(Meter meter) {
        return lanes.stream().mapToLong(lane -> lane.getOrDefault(meter, 0L)).sum();
    }

    @Override
    public long value(Meter meter, int lane) {
        return lanes.get(lane).getOrDefault(meter, 0L);
    }

    @Override
    public Histogram timesNs(Timing timing) {
        Histogram sum = new Histogram(DIGITS);
        timesNs.forEach(sum::add);
        return sum;
    }

    @Override
    public Histogram timesNs(Timing timing, int lane) {
        return timesNs.get(lane).copy();
    }

    @Override
    public IntervalLog logIntervals(Path file, Duration interval) {
        throw new UnsupportedOperationException("these values never change");
    }
}
