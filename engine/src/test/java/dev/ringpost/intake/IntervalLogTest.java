package dev.ringpost.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ringpost.EngineMeters;
import dev.ringpost.IntervalLog;
import dev.ringpost.Meter;
import dev.ringpost.Timing;
import dev.ringpost.metrics.TimeRecorder;
import dev.ringpost.ring.NanoClock;
import dev.ringpost.testing.Await;
import dev.ringpost.testing.CleanEngine;
import dev.ringpost.testing.ExpectedLogs;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@CleanEngine
class IntervalLogTest {

    private static final Duration SHORT = Duration.ofMillis(20);
    private static final long FAR_NS = Duration.ofHours(1).toNanos();

    @TempDir
    private Path folder;

    private final Timed timed = new Timed();
    private final NanoClock clock = NanoClock.system();
    private final IntervalLogs logs = new IntervalLogs("test", clock);

    /** An engine's meters, of one lane, as far as a log reads them. */
    private static final class Timed implements EngineMeters {
        private final TimeRecorder confirms = TimeRecorder.ofAnyThread();
        private final TimeRecorder calls = TimeRecorder.ofAnyThread();

        @Override
        public int laneCount() {
            return 1;
        }

        @Override
        public long value(Meter meter) {
            return 0;
        }

        @Override
        public long value(Meter meter, int lane) {
            return 0;
        }

        @Override
        public Histogram timesNs(Timing timing) {
            return (timing == Timing.CONFIRM_LATENCY ? confirms : calls).copy();
        }

        @Override
        public Histogram timesNs(Timing timing, int lane) {
            return timesNs(timing);
        }

        @Override
        public IntervalLog logIntervals(Path file, Duration interval) {
            throw new UnsupportedOperationException();
        }
    }

    private static List<EncodableHistogram> read(Path file) throws IOException {
        List<EncodableHistogram> intervals = new ArrayList<>();
        try (HistogramLogReader reader = new HistogramLogReader(file.toFile())) {
            while (reader.hasNext()) {
                EncodableHistogram interval = reader.nextIntervalHistogram();
                if (interval != null) {
                    intervals.add(interval);
                }
            }
        }
        return intervals;
    }

    /** Begin and end of its intervals as the file says them: the reader adds in binary and may be a millisecond off. */
    private static List<BigDecimal[]> spansS(Path file, Timing timing) throws IOException {
        String tag = "Tag=" + timing.meterName() + ",";
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(tag))
                    .map(line -> line.substring(tag.length()).split(","))
                    .map(fields -> new BigDecimal[] {
                        new BigDecimal(fields[0]), new BigDecimal(fields[0]).add(new BigDecimal(fields[1]))
                    })
                    .toList();
        }
    }

    private static long count(List<EncodableHistogram> intervals, Timing timing) {
        return intervals.stream()
                .filter(each -> timing.meterName().equals(each.getTag()))
                .mapToLong(each -> ((Histogram) each).getTotalCount())
                .sum();
    }

    @Test
    @SuppressWarnings("try") // what counts is that it is open
    void twoLogsAreNotWrittenIntoOneFile() throws Exception {
        Path file = folder.resolve("one.hlog");
        try (IntervalLog unused = logs.begin(timed, file, SHORT)) {
            assertThatThrownBy(() -> logs.begin(timed, folder.resolve("./one.hlog"), SHORT))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("already");
        }
        logs.begin(timed, file, SHORT).close();
    }

    @Test
    @SuppressWarnings("try") // what counts is that it is open
    void whatIsTimedIsReadBackIntervalByInterval() throws Exception {
        timed.confirms.record(1_000_000); // before the log
        Path file = folder.resolve("times.hlog");
        long startedMs = System.currentTimeMillis();
        try (IntervalLog unused = logs.begin(timed, file, SHORT)) {
            timed.confirms.record(2_000_000);
            timed.calls.record(100);
            timed.calls.record(200);
            Await.until("two intervals", () -> read(file).size() >= 4);
            timed.confirms.record(3_000_000);
        }
        List<EncodableHistogram> intervals = read(file);
        assertThat(count(intervals, Timing.CONFIRM_LATENCY)).isEqualTo(2);
        assertThat(count(intervals, Timing.PUBLISH_CALL)).isEqualTo(2);
        List<Double> longest = intervals.stream()
                .filter(interval -> "rabbitmq.publisher.confirm.latency".equals(interval.getTag()))
                .map(EncodableHistogram::getMaxValueAsDouble)
                .filter(max -> max > 0)
                .toList();
        assertThat(longest).as("each in an interval of its own").hasSize(2);
        assertThat(longest.get(1)).isBetween(2_990_000.0, 3_030_000.0);
        assertThat(intervals.get(0).getStartTimeStamp()).isBetween(startedMs - 1, System.currentTimeMillis());
        List<BigDecimal[]> spans = spansS(file, Timing.CONFIRM_LATENCY);
        assertThat(spans).hasSize(intervals.size() / 2);
        for (int i = 1; i < spans.size(); i++) {
            assertThat(spans.get(i)[0]).as("without a gap").isEqualTo(spans.get(i - 1)[1]);
        }
    }

    @Test
    void aSecondLogFollowsTheFirstInItsFile() throws Exception {
        Path file = folder.resolve("twice.hlog");
        for (int i = 0; i < 2; i++) {
            try (IntervalLog log = logs.begin(timed, file, Duration.ofHours(1))) {
                timed.calls.record(100);
                assertThat(log).isNotNull();
            }
        }
        assertThat(count(read(file), Timing.PUBLISH_CALL)).isEqualTo(2);
    }

    @Test
    void theEnginesEndIsTheLogs() throws Exception {
        Path file = folder.resolve("end.hlog");
        IntervalLog log = logs.begin(timed, file, Duration.ofHours(1));
        timed.confirms.record(1_000_000);
        logs.close(clock.nanoTime() + FAR_NS);
        assertThat(count(read(file), Timing.CONFIRM_LATENCY)).isEqualTo(1);
        log.close();
        assertThatThrownBy(() -> logs.begin(timed, file, SHORT))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void whatCannotBeginSaysSo() {
        assertThatThrownBy(() -> logs.begin(timed, folder.resolve("a"), Duration.ofMillis(9)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 10 ms");
        assertThatThrownBy(() -> logs.begin(timed, folder.resolve("no").resolve("such"), SHORT))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> logs.begin(timed, folder, SHORT)).isInstanceOf(IOException.class);
        assertThat(Await.engineThreads()).isEmpty();
    }

    /** A full disk is told of once, and what could not be written comes with the next interval. */
    @Test
    void nothingIsLostWhileTheDiskIsFull(ExpectedLogs expected) throws Exception {
        expected.expect("cannot be written: java.io.IOException: No space left");
        Path file = folder.resolve("full.hlog");
        AtomicBoolean full = new AtomicBoolean();
        AtomicInteger refused = new AtomicInteger();
        AppendedFile disk = new AppendedFile(file) {
            @Override
            void append(byte[] piece) throws IOException {
                if (full.get()) {
                    refused.incrementAndGet();
                    throw new IOException("No space left on device");
                }
                super.append(piece);
            }
        };
        IntervalLogAgent log = new IntervalLogAgent("test", timed, disk, SHORT.toNanos(), clock);
        log.start();
        full.set(true);
        timed.calls.record(100);
        Await.until("some refused", () -> refused.get() >= 3);
        timed.calls.record(200);
        full.set(false);
        Await.until("written again", () -> count(read(file), Timing.PUBLISH_CALL) == 2);
        log.close();
        assertThat(log.hasEnded()).isTrue();
        assertThat(expected.lines())
                .filteredOn(line -> line.contains("cannot be written"))
                .hasSize(1);
    }

    /** Where the device says it is full, after half a line. */
    @Test
    void halfAPieceIsCutOff() throws Exception {
        Path file = folder.resolve("half");
        Files.writeString(file, "whole\n");
        try (AppendedFile appended = new AppendedFile(file)) {
            Files.writeString(file, "whole\nha"); // as a write that failed would have left it
            appended.append("next\n".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(file).content().isEqualTo("whole\nnext\n");
        if (Files.exists(Path.of("/dev/full"))) {
            try (AppendedFile appended = new AppendedFile(Path.of("/dev/full"))) {
                assertThatThrownBy(() -> appended.append(new byte[1])).isInstanceOf(IOException.class);
            }
        }
    }
}
