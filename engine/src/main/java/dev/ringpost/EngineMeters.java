package dev.ringpost;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.HdrHistogram.Histogram;

/**
 * What an engine counts, each {@link Meter} by itself and lane by lane, to be shown again and again: see {@link
 * PublisherEngine#meters()}. Reading costs the engine nothing to speak of, and goes on after its close.
 *
 * <p>Thread-safe. Values are read one after the other while the engine goes on, so two of them need not add up; they do once
 * the engine is closed, and agree with {@link PublisherEngine#stats()} then. A counter never steps back while the engine
 * runs.
 */
public interface EngineMeters {

    /** Lanes of the engine, which are numbered from 0. */
    int laneCount();

    /** The value now, summed over the lanes, in the meter's {@linkplain Meter#unit() unit}. */
    long value(Meter meter);

    /**
     * The value of one lane now.
     *
     * @throws IndexOutOfBoundsException if there is no such lane
     */
    long value(Meter meter, int lane);

    /**
     * All times of that kind since the engine's start, in nanoseconds: a copy, the caller's own. For those of an interval,
     * subtract the copy from its beginning ({@link Histogram#subtract}) from the one of its end.
     */
    Histogram timesNs(Timing timing);

    /**
     * The same of one lane.
     *
     * @throws IndexOutOfBoundsException if there is no such lane
     */
    Histogram timesNs(Timing timing, int lane);

    /** Messages of one write on the average since the engine's start: the size of a batch. 0 before the first write. */
    default double messagesPerWrite() {
        return perWrite(value(Meter.SENT), value(Meter.WRITES));
    }

    /**
     * The same of one lane.
     *
     * @throws IndexOutOfBoundsException if there is no such lane
     */
    default double messagesPerWrite(int lane) {
        return perWrite(value(Meter.SENT, lane), value(Meter.WRITES, lane));
    }

    /**
     * Writes the times of each interval to a file from now on, each {@link Timing} summed over the lanes and with its name as
     * tag: HdrHistogram's interval log, which its {@code HistogramLogReader}, {@code HistogramLogProcessor} and the plotters
     * made for it read. Values are nanoseconds; the column of maxima is in milliseconds, as is usual there. What the file
     * holds stays, and the new log follows it. One thread of its own, named after the engine, does it until the log or the
     * engine is closed.
     *
     * <p>If writing fails later, as on a full disk, that is logged once, publishing goes on, and the next interval that can be
     * written begins where the last one ended.
     *
     * @param file to be written, and made if there is none
     * @param interval how long each one lasts, at least 10 ms
     * @throws IOException if the file cannot be opened or written now
     * @throws IllegalArgumentException if the interval is too short
     * @throws IllegalStateException if the engine is closed, or has a log in that file already
     */
    IntervalLog logIntervals(Path file, Duration interval) throws IOException;

    private static double perWrite(long messages, long writes) {
        return writes == 0 ? 0 : (double) messages / writes;
    }
}
