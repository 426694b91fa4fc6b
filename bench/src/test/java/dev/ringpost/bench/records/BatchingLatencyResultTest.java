package dev.ringpost.bench.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ringpost.bench.records.BatchingLatencyResult.Quantiles;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class BatchingLatencyResultTest {
    private static final BatchingLatencyResult RESULT = new BatchingLatencyResult(
            10, p99(220), p99(200), List.of(p99(100), p99(110), p99(900)), List.of(p99(100), p99(100), p99(100)));

    @Test
    void comparesOverEverythingAndSliceBySlice() {
        assertThat(RESULT.p99Ratio()).isCloseTo(1.1, within(1e-9));
        assertThat(RESULT.p99RatioOfSlices()).isCloseTo(1.1, within(1e-9)); // the third one is an accident
    }

    @Test
    void comesBackFromJson() throws Exception {
        ObjectMapper json = new ObjectMapper();
        assertThat(json.readValue(json.writeValueAsString(RESULT), BatchingLatencyResult.class))
                .isEqualTo(RESULT);
    }

    @Test
    void givesQuantilesInMicroseconds() {
        Histogram latencyNs = new Histogram(3);
        for (int i = 1; i <= 100; i++) {
            latencyNs.recordValue(i * 1_000L);
        }
        Quantiles quantiles = Quantiles.of(latencyNs);
        assertThat(quantiles.records()).isEqualTo(100);
        assertThat(quantiles.p50Us()).isCloseTo(50, within(0.1));
        assertThat(quantiles.p99Us()).isCloseTo(99, within(0.1));
        assertThat(quantiles.maxUs()).isCloseTo(100, within(0.1));
    }

    @Test
    void fillsTheTimeWithPairsOfSlices() {
        assertThat(BatchingLatencyBench.pairs(20)).isEqualTo(8);
        assertThat(BatchingLatencyBench.pairs(0.1)).isEqualTo(1);
    }

    private static Quantiles p99(double us) {
        return new Quantiles(1, us / 2, us, us * 2);
    }
}
