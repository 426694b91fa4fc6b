package dev.ringpost.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringpost.EngineMeters;
import dev.ringpost.IntervalLog;
import dev.ringpost.Meter;
import dev.ringpost.Timing;
import java.nio.file.Path;
import java.time.Duration;
import org.HdrHistogram.Histogram;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class RecentTimesTest {

    private static final long SECOND_NS = 1_000_000_000;
    private static final Percentage ONE = Percentage.withPercentage(1);

    private final Histogram all = new Histogram(1_000, 3_600_000_000_000L, 3);

    private final EngineMeters meters = new EngineMeters() {
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
            return all.copy();
        }

        @Override
        public Histogram timesNs(Timing timing, int lane) {
            return all.copy();
        }

        @Override
        public IntervalLog logIntervals(Path file, Duration interval) {
            throw new UnsupportedOperationException();
        }
    };

    private RecentTimes recent(long nowNs) {
        return new RecentTimes(meters, Timing.CONFIRM_LATENCY, 0, nowNs);
    }

    @Test
    void oldTimesAreForgottenAfterOneToTwoMinutes() {
        long startNs = 77;
        all.recordValue(9_000_000); // before
        RecentTimes recent = recent(startNs);
        assertThat(recent.quantileNs(meters, 1, startNs)).isNaN();
        all.recordValueWithCount(1_000_000, 99);
        all.recordValue(5_000_000);
        assertThat(recent.quantileNs(meters, 1, startNs + SECOND_NS - 1))
                .as("not looked again so soon")
                .isNaN();
        assertThat(recent.quantileNs(meters, 1, startNs + SECOND_NS)).isCloseTo(5_000_000.0, ONE);
        assertThat(recent.quantileNs(meters, 0.99, startNs + SECOND_NS)).isCloseTo(1_000_000.0, ONE);
        assertThat(recent.quantileNs(meters, 1, startNs + 60 * SECOND_NS)).isCloseTo(5_000_000.0, ONE);
        all.recordValue(2_000_000);
        assertThat(recent.quantileNs(meters, 1, startNs + 119 * SECOND_NS)).isCloseTo(5_000_000.0, ONE);
        assertThat(recent.quantileNs(meters, 1, startNs + 121 * SECOND_NS)).isCloseTo(2_000_000.0, ONE);
        assertThat(recent.quantileNs(meters, 1, startNs + 182 * SECOND_NS)).isNaN();
    }
}
