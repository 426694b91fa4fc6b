package dev.ringpost.intake;

import dev.ringpost.EngineMeters;
import dev.ringpost.Timing;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;

/**
 * Makes the text of an interval log out of what an engine has timed so far.
 *
 * <p><b>Threads:</b> one at a time.
 */
final class IntervalWriter {

    private final EngineMeters meters;
    private final ByteArrayOutputStream text = new ByteArrayOutputStream();
    private final HistogramLogWriter log = new HistogramLogWriter(new PrintStream(text, false, StandardCharsets.UTF_8));
    private Map<Timing, Histogram> before;
    private Map<Timing, Histogram> now;
    private long beforeMs;
    private long nowMs;

    /** The first interval begins at this time. */
    IntervalWriter(EngineMeters meters, long nowMs) {
        this.meters = meters;
        this.before = readAll();
        this.now = before;
        this.beforeMs = nowMs;
        this.nowMs = nowMs;
    }

    private Map<Timing, Histogram> readAll() {
        Map<Timing, Histogram> all = new EnumMap<>(Timing.class);
        for (Timing timing : Timing.values()) {
            all.put(timing, meters.timesNs(timing));
        }
        return all;
    }

    /** What comes before the first interval. */
    byte[] head(String engineName) {
        log.outputComment("[Engine " + engineName + "; values in nanoseconds, maxima in milliseconds]");
        log.outputLogFormatVersion();
        log.outputStartTime(beforeMs);
        log.setBaseTime(beforeMs);
        log.outputBaseTime(beforeMs);
        log.outputLegend();
        return taken();
    }

    /** The interval until now; the next one begins where it does until {@link #next()} is called. */
    byte[] interval(long timeMs) {
        now = readAll();
        nowMs = Math.max(beforeMs, timeMs); // the calendar may have been set back
        now.forEach((timing, all) -> {
            Histogram interval = all.copy();
            interval.subtract(Objects.requireNonNull(before.get(timing)));
            interval.setStartTimeStamp(beforeMs);
            interval.setEndTimeStamp(nowMs);
            interval.setTag(timing.meterName());
            log.outputIntervalHistogram(interval);
        });
        return taken();
    }

    /** What was made last has been written. */
    void next() {
        before = now;
        beforeMs = nowMs;
    }

    private byte[] taken() {
        byte[] bytes = text.toByteArray();
        text.reset();
        return bytes;
    }
}
