package dev.ringpost.bench.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ringpost.bench.scaling.Dimension.Point;
import dev.ringpost.bench.scaling.ScalingResult.Interval;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScalingReportTest {
    private final ScalingReport report = new ScalingReport();

    @Test
    void comparesWithTheBaseNearestInTime() {
        List<Point> points = Dimension.ROUTES.points(0);
        report.addBase(result(100));
        report.add(points.get(0), result(110));
        report.add(points.get(1), result(120));
        report.add(points.get(2), result(250));
        report.addBase(result(200));
        List<ScalingRow> rows = report.rows(Dimension.ROUTES);
        assertThat(rows).extracting(ScalingRow::baseTimeUsPerMessage).containsExactly(0.1, 0.1, 0.2);
        assertThat(rows.get(1).timeRatio()).isCloseTo(1.2, within(1e-9));
        assertThat(rows.get(2).timeRatio()).isCloseTo(1.25, within(1e-9));
        assertThat(rows).noneMatch(ScalingRow::isDearer);
    }

    @Test
    void marksWhatCostsMoreThanAQuarterMore() {
        report.addBase(result(100));
        report.add(Dimension.CALLERS.points(0).get(4), result(126));
        report.add(Dimension.BODY.points(0).get(5), result(9_000));
        assertThat(report.rows(Dimension.CALLERS).get(0).isDearer()).isTrue();
        assertThat(report.rows(Dimension.BODY).get(0).isDearer())
                .as("bytes are work for everybody")
                .isFalse();
        assertThat(report.tables().lines().filter(line -> line.trim().endsWith("!")))
                .hasSize(1);
    }

    @Test
    void countsBytesOfBodies() {
        report.addBase(result(100));
        report.add(Dimension.BODY.points(0).get(5), result(1_000_000));
        assertThat(report.rows(Dimension.BODY).get(0).bodyMegabytesPerSecond()).isCloseTo(1_000, within(1e-6));
    }

    @Test
    void showsADriftOverALongRun() {
        ScalingResult flat = result(100, 100, 100, 100, 100, 100, 100, 100);
        ScalingResult rising = result(100, 100, 110, 120, 130, 140, 150, 150);
        assertThat(ScalingReport.timeDrift(flat)).isCloseTo(1, within(1e-9));
        assertThat(ScalingReport.timeDrift(rising)).isCloseTo(1.5, within(1e-9));
        assertThat(ScalingReport.cpuDrift(rising)).isCloseTo(1.5, within(1e-9));
        assertThat(ScalingReport.driftRows(rising)).hasSize(8);
        assertThat(ScalingReport.driftRows(rising).get(7)).startsWith("8,000");
    }

    @Test
    void tellsNoDriftOfALongRunThatFailed() throws Exception {
        report.addBase(result(100));
        report.add(Dimension.MESSAGES.points(1_000_000_000).get(0), result(100));
        assertThat(report.longRun()).isEmpty();
        assertThat(report.tables()).doesNotContain("drift");
        assertThat(new ObjectMapper().writeValueAsString(report.json())).doesNotContain("drift");
    }

    @Test
    void takesTheMiddleOfTheRounds() {
        Point point = Dimension.ROUTES.points(0).get(4);
        for (long ns : new long[] {100, 300, 110}) {
            report.addBase(result(100));
            report.add(point, result(ns));
        }
        assertThat(report.rows(Dimension.ROUTES)).hasSize(1);
        assertThat(report.rows(Dimension.ROUTES).get(0).timeRatio()).isCloseTo(1.1, within(1e-9));
        assertThat(report.rows(Dimension.ROUTES).get(0).isDearer()).isFalse();
    }

    @Test
    void saysNothingOfCpuThatIsTooLittleToTell() throws Exception {
        ScalingResult quick = new ScalingResult(1_000, List.of(new Interval(1_000, 100_000, 10_000_000, 0, 0)));
        report.addBase(result(100));
        report.add(Dimension.MESSAGES.points(0).get(0), quick);
        ScalingRow row = report.rows(Dimension.MESSAGES).get(0);
        assertThat(row.cpuRatio()).isNaN();
        assertThat(row.isDearer()).isFalse();
        assertThat(row.cells()).contains("-").doesNotContain("NaN");
        assertThat(new ObjectMapper().writeValueAsString(report.json())).doesNotContain("NaN");
    }

    @Test
    void takesTheMiddleOfTheIntervals() {
        ScalingResult disturbed = result(100, 900, 110);
        assertThat(disturbed.timeUsPerMessage()).isCloseTo(0.11, within(1e-9));
        assertThat(disturbed.messages()).isEqualTo(3_000);
    }

    @Test
    void hasNoRowsWithoutABase() {
        report.add(Dimension.ROUTES.points(0).get(0), result(100));
        assertThat(report.rows(Dimension.ROUTES)).isEmpty();
    }

    @Test
    void goesThroughJson() throws Exception {
        ObjectMapper json = new ObjectMapper();
        ScalingResult result = result(100, 110, 110, 120);
        assertThat(json.readValue(json.writeValueAsString(result), ScalingResult.class))
                .isEqualTo(result);
        report.addBase(result);
        report.add(Dimension.MESSAGES.points(5_000).get(0), result);
        assertThat(json.writeValueAsString(report.json())).contains("long_run_time_drift", "\"dearer\":false");
    }

    /** Intervals of a thousand messages, of so many nanoseconds each, and far more CPU. */
    private static ScalingResult result(long... messageNs) {
        List<Interval> intervals = Arrays.stream(messageNs)
                .mapToObj(ns -> new Interval(1_000, 1_000 * ns, 2_000_000 * ns, 0, 0))
                .toList();
        return new ScalingResult(1_000L * messageNs.length, intervals);
    }
}
