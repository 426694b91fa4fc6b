package dev.ringpost.bench.latency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ringpost.bench.contestant.ResourceProbe;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class LatencyReportTest {
    private static final RatePoint RATE = new RatePoint(1_000);
    private static final String ENGINE = LatencyContestants.ENGINE + "park";

    private static final ResourceProbe PROBE = ResourceProbe.read();

    private final LatencyReport report = new LatencyReport();

    @Test
    void sumsRoundsAndComparesWithBasicPublish() {
        report.add(RATE, LatencyContestants.BASIC_PUBLISH, result(LatencyContestants.BASIC_PUBLISH, 10_000, 1_000));
        report.add(RATE, ENGINE, result(ENGINE, 500, 1_000));
        report.add(RATE, ENGINE, result(ENGINE, 500, 1_000));
        assertThat(report.summaries(RATE))
                .extracting(LatencySummary::contestant)
                .containsExactly(ENGINE, LatencyContestants.BASIC_PUBLISH);
        assertThat(report.summaries(RATE).get(0).latencies().callNs().getTotalCount())
                .isEqualTo(2_000);
        List<String> compared = report.comparison().get(0);
        assertThat(compared)
                .as("one of a thousand is not enough for p99.9")
                .startsWith("1,000/s", ENGINE, "500", "0.050", "-");
        assertThat(compared.subList(6, 8)).containsExactly("0.050", "0.050");
        assertThat(report.tables()).contains("publish to confirm", "p99.99", "max");
    }

    @Test
    void marksARateThatWasNotKept() {
        report.add(RATE, ENGINE, result(ENGINE, 500, 900));
        assertThat(report.rows(RATE, LatencyReport.What.CALL).get(0)).contains("! 900");
        assertThat(report.comparison()).isEmpty();
    }

    @Test
    void marksARateThatConfirmsDidNotFollow() {
        long secondNs = TimeUnit.SECONDS.toNanos(1);
        report.add(RATE, ENGINE, result(ENGINE, new OpenLoop.Run(latencies(500), 1_000, secondNs, 2 * secondNs)));
        assertThat(report.rows(RATE, LatencyReport.What.CONFIRM).get(0)).contains("! 1,000");
        assertThat(report.comparison()).isEmpty();
    }

    @Test
    void givesEachContestantItsShareOfItsPeak() {
        assertThat(RatePoint.OF_PEAK.messagesPerSecond(1_000_000)).isEqualTo(800_000);
        assertThat(RatePoint.OF_PEAK.label()).isEqualTo("80 % of peak");
        assertThat(RATE.messagesPerSecond(1_000_000)).isEqualTo(1_000);
    }

    @Test
    void namesPercentiles() {
        assertThat(LatencyReport.columns()).contains("p50", "p90", "p99", "p99.9", "p99.99", "max");
    }

    @Test
    void bringsHistogramsThroughJson() throws Exception {
        ObjectMapper json = new ObjectMapper();
        LatencyResult result = result(ENGINE, 500, 1_000);
        LatencyResult back = json.readValue(json.writeValueAsString(result), LatencyResult.class);
        assertThat(back).isEqualTo(result);
        assertThat(back.latencies().callNs()).isEqualTo(latencies(500).callNs());
        assertThatThrownBy(() -> Latencies.decode("AAAAAAAAAAAAAAAA")).isInstanceOf(IllegalArgumentException.class);
        assertThat(json.writeValueAsString(report.json())).contains("peaks_per_second");
    }

    @Test
    void countsWhatIsBeyondTheRangeAsItsEnd() {
        Histogram histogram = Latencies.empty().callNs();
        Latencies.record(histogram, Long.MAX_VALUE);
        Latencies.record(histogram, -5);
        assertThat(histogram.getTotalCount()).isEqualTo(2);
        assertThat(histogram.getMinValue()).isZero();
    }

    /** A thousand messages, each call so long and each confirm twice that. */
    private static LatencyResult result(String contestant, long callNs, double publishedPerSecond) {
        long publishingNs = (long) (1_000 * TimeUnit.SECONDS.toNanos(1) / publishedPerSecond);
        return result(contestant, new OpenLoop.Run(latencies(callNs), 1_000, publishingNs, publishingNs));
    }

    private static LatencyResult result(String contestant, OpenLoop.Run run) {
        return LatencyResult.of(contestant, 1_000, run, ResourceProbe.Used.between(PROBE, PROBE), 1_000, true);
    }

    private static Latencies latencies(long callNs) {
        Latencies latencies = Latencies.empty();
        for (int i = 0; i < 1_000; i++) {
            Latencies.record(latencies.callNs(), callNs);
            Latencies.record(latencies.callFromDueNs(), callNs);
            Latencies.record(latencies.confirmFromDueNs(), 2 * callNs);
        }
        return latencies;
    }
}
