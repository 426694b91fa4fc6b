package dev.ringpost.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ringpost.bench.report.BarChart.Bar;
import dev.ringpost.bench.report.BarChart.Limit;
import dev.ringpost.bench.report.PercentileChart.Curve;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ranges, ticks and numbers. */
class AxesTest {
    @ParameterizedTest
    @CsvSource({
        "6312345, 6.31 M",
        "12100000000, 12.1 G",
        "63149, 63.1 k",
        "999.6, 1.00 k",
        "987.4, 987",
        "12.34, 12.3",
        "1, 1.00",
        "0.15349, 0.153",
        "0.00123, 0.00123",
        "0, 0",
        "-2500, -2.50 k",
        "NaN, –",
        "Infinity, –"
    })
    void writesThreeDigits(double value, String expected) {
        assertThat(Quantity.of(value)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"1000, 1 k", "65536, '65,536'", "1024, '1,024'", "2500000, 2.5 M", "0.30000000000000004, 0.3", "50, 50"
    })
    void writesTicksInFullOrWithoutZeros(double value, String expected) {
        assertThat(Quantity.tick(value)).isEqualTo(expected);
    }

    @Test
    void choosesALogarithmicAxisForMoreThanThirtyfold() {
        assertThat(chart(100, 3_000).isLogarithmic()).isFalse();
        assertThat(chart(100, 3_001).isLogarithmic()).isTrue();
        assertThat(chart(0, 100).isLogarithmic()).isFalse();
        assertThat(chart(Double.NaN, 100).isLogarithmic()).isFalse();
        assertThat(new BarChart("t", "u", chart(100, 200).bars(), new Limit("limit", 9_000)).isLogarithmic())
                .isTrue();
    }

    @Test
    void beginsALogarithmicBarAxisBelowTheLeastValue() {
        AxisScale scale = AxisScale.logarithmic(11_000, 6_000_000);
        assertThat(scale.low()).isEqualTo(1_000);
        assertThat(scale.ticks()).containsExactly(1e3, 1e4, 1e5, 1e6);
        assertThat(scale.share(1e3)).isZero();
        assertThat(scale.share(6e6)).isEqualTo(1);
    }

    @Test
    void hasRoundTicksOnALinearAxis() {
        assertThat(AxisScale.fromZero(2.41).ticks()).containsExactly(0.0, 0.5, 1.0, 1.5, 2.0);
        assertThat(AxisScale.around(new double[] {3, 8}, false, false).ticks())
                .containsExactly(3.0, 4.0, 5.0, 6.0, 7.0, 8.0);
        assertThat(AxisScale.around(new double[] {3, 8}, false, true).low()).isZero();
    }

    @Test
    void hasTicksOnANarrowLogarithmicAxis() {
        assertThat(AxisScale.around(new double[] {110, 140}, true, false).ticks())
                .hasSizeGreaterThan(1);
    }

    @Test
    void copesWithOneValueAndWithNone() {
        for (boolean isLogarithmic : new boolean[] {false, true}) {
            for (double[] values : new double[][] {{}, {7}, {7, 7}}) {
                AxisScale scale = AxisScale.around(values, isLogarithmic, false);
                assertThat(scale.high()).isGreaterThan(scale.low());
            }
        }
        assertThat(AxisScale.fromZero(0).high()).isPositive();
    }

    @Test
    void putsPercentilesOfOneMoreNineEquallyFarApart() {
        AxisScale scale = PercentileAxis.scale(new double[] {2, 10_000});
        assertThat(scale.ticks().stream().map(PercentileAxis::label))
                .containsExactly("p50", "p90", "p99", "p99.9", "p99.99");
        double decade = share(scale, 99) - share(scale, 90);
        assertThat(share(scale, 99.99) - share(scale, 99.9)).isCloseTo(decade, within(1e-9));
    }

    private static double share(AxisScale scale, double percentile) {
        return scale.share(PercentileAxis.x(percentile));
    }

    @Test
    void refusesWhatIsNoPercentile() {
        assertThatThrownBy(() -> new Curve("it", new double[] {101}, new double[] {1}, true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("101.0 is no percentile");
        assertThatThrownBy(() -> new Curve("it", new double[] {50, 90}, new double[] {1}, true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2 percentiles and 1 values");
        assertThatThrownBy(() -> new LineChart.Line("it", new double[] {1}, new double[0], true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("line it");
    }

    @Test
    void leavesTheCallersArraysAlone() {
        double[] percentiles = {50};
        double[] values = {7};
        Curve curve = new Curve("it", percentiles, values, true);
        values[0] = 8;
        percentiles[0] = 90;
        assertThat(curve.values()).containsExactly(7);
        assertThat(curve.percentiles()).containsExactly(50);
    }

    @Test
    void hasNoTwoInksOfOneColor() {
        assertThat(Stream.of(Ink.values()).map(Ink::rgb)).doesNotHaveDuplicates();
    }

    private static BarChart chart(double one, double other) {
        return new BarChart("t", "u", List.of(bar(one), bar(other)), null);
    }

    private static Bar bar(double value) {
        return new Bar("it", value, value, value, false);
    }
}
