package dev.ringpost.cli.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringpost.LaneHealth;
import dev.ringpost.LaneState;
import dev.ringpost.Meter;
import dev.ringpost.Timing;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PrometheusTextTest {

    private static final long HUGE = (1L << 53) - 1;

    private static final String TEXT = PrometheusText.of(
            "a \"b\"\\c",
            new FixedMeters(2)
                    .with(0, Meter.ACCEPTED, 7)
                    .with(1, Meter.ACCEPTED, HUGE)
                    .with(1, Meter.TIMED_OUT, 3)
                    .with(1, Meter.SENT, 10)
                    .with(1, Meter.WRITES, 4)
                    .with(0, Meter.BLOCKED_NS, TimeUnit.MILLISECONDS.toNanos(1_500))
                    .timed(0, TimeUnit.MICROSECONDS.toNanos(80))
                    .timed(0, TimeUnit.SECONDS.toNanos(100)),
            List.of(lane(0, LaneState.OPEN), lane(1, LaneState.RECONNECTING)));

    private static LaneHealth lane(int number, LaneState state) {
        return new LaneHealth("it-" + number, state, Instant.EPOCH, null, null);
    }

    private static List<String> series(String start) {
        return TEXT.lines().filter(line -> line.startsWith(start)).toList();
    }

    @Test
    void everyMeterHasItsSeriesWithEscapedLabels() {
        assertThat(series("rabbitmq_published_total"))
                .containsExactly(
                        "rabbitmq_published_total{engine=\"a \\\"b\\\"\\\\c\",lane=\"0\"} 7",
                        "rabbitmq_published_total{engine=\"a \\\"b\\\"\\\\c\",lane=\"1\"} " + HUGE);
        assertThat(series("rabbitmq_failed_to_publish_total"))
                .hasSize(6)
                .contains(
                        "rabbitmq_failed_to_publish_total{engine=\"a \\\"b\\\"\\\\c\",lane=\"1\",outcome=\"timed_out\"} 3");
        assertThat(series("rabbitmq_publisher_blocked_seconds_total").get(0)).endsWith(" 1.5");
        assertThat(series("rabbitmq_publisher_batch_size"))
                .containsExactly(
                        "rabbitmq_publisher_batch_size{engine=\"a \\\"b\\\"\\\\c\",lane=\"0\"} 0",
                        "rabbitmq_publisher_batch_size{engine=\"a \\\"b\\\"\\\\c\",lane=\"1\"} 2.5");
        for (Meter meter : Meter.values()) {
            assertThat(series(meter.prometheusName() + "{")).as("%s", meter).isNotEmpty();
        }
    }

    @Test
    void timesAreHistogramsWhoseBucketsAddUp() {
        String name = Timing.CONFIRM_LATENCY.prometheusName();
        List<String> counts = series(name).stream()
                .filter(line -> line.contains("lane=\"0\"") && line.contains("_bucket"))
                .map(line -> line.substring(line.indexOf("le=")))
                .toList();
        assertThat(counts)
                .startsWith("le=\"5.0E-5\"} 0", "le=\"1.0E-4\"} 1")
                .endsWith("le=\"60\"} 1", "le=\"+Inf\"} 2");
        assertThat(series(name + "_count").get(0)).endsWith(" 2");
        double sum = Double.parseDouble(series(name + "_sum").get(0).replaceAll(".* ", ""));
        assertThat(sum).isBetween(99.0, 101.0);
    }

    @Test
    void aLaneIsInOneState() {
        assertThat(series("rabbitmq_publisher_lane_state"))
                .hasSize(2 * LaneState.values().length)
                .filteredOn(line -> line.endsWith(" 1"))
                .satisfiesExactly(
                        line -> assertThat(line).contains("lane=\"0\",state=\"open\""),
                        line -> assertThat(line).contains("lane=\"1\",state=\"reconnecting\""));
    }

    /** By the format's rules: each name has one HELP and one TYPE, before its series, which stand together. */
    @Test
    void everyNameIsIntroducedOnceAndCountersEndInTotal() {
        Set<String> introduced = new TreeSet<>();
        String current = "";
        for (String line : TEXT.lines().toList()) {
            if (line.startsWith("# HELP ")) {
                current = line.split(" ", -1)[2];
                assertThat(introduced.add(current)).as(line).isTrue();
            } else if (line.startsWith("# TYPE ")) {
                assertThat(line).startsWith("# TYPE " + current + " ");
                assertThat(line.endsWith(" counter")).as(line).isEqualTo(current.endsWith("_total"));
            } else {
                String name = line.substring(0, line.indexOf('{'));
                assertThat(Stream.of("", "_bucket", "_sum", "_count").map(current::concat))
                        .contains(name);
                assertThat(line).matches("[a-z_]+\\{([a-z]+=\"([^\"\\\\\\n]|\\\\.)*\",?)+} [-+0-9.eE]+");
            }
        }
        assertThat(TEXT).endsWith("\n");
    }
}
