package dev.ringpost.bench.jmh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which baselines a benchmark has, what the ratios mean and how the table reads. */
class ComparisonTest {
    private static final String PACKAGE = "dev.ringpost.bench.jmh.";

    @Test
    void comparesWithinAClassOnly() {
        Measured mine = perOp("Mine.engine", Map.of(), 10);
        Comparison comparison = comparison(
                mine, perOp("Mine.baselineNaive", Map.of(), 25), perOp("Other.baselineNaive", Map.of(), 1_000));
        assertThat(comparison.timesBaseline(mine)).containsExactly(entry("naive", 2.5));
    }

    @Test
    void aBaselineWithTheSameParametersCounts() {
        Measured small = perOp("Mine.engine", Map.of("size", "1", "codec", "a"), 10);
        Comparison comparison = comparison(
                small,
                perOp("Mine.engine", Map.of("size", "2", "codec", "a"), 10),
                perOp("Mine.baselineNaive", Map.of("size", "1", "codec", "a"), 5),
                perOp("Mine.baselineNaive", Map.of("size", "2", "codec", "a"), 1_000));
        assertThat(comparison.timesBaseline(small)).containsExactly(entry("naive", 0.5));
    }

    @Test
    void aBaselineWithoutAParameterCountsForAllOfItsValues() {
        Measured park = perOp("Mine.ring", Map.of("wait", "PARK"), 10);
        Measured spin = perOp("Mine.ring", Map.of("wait", "SPIN"), 5);
        Comparison comparison = comparison(park, spin, perOp("Mine.baselineQueue", Map.of(), 20));
        assertThat(comparison.timesBaseline(park)).containsExactly(entry("queue", 2.0));
        assertThat(comparison.timesBaseline(spin)).containsExactly(entry("queue", 4.0));
    }

    @Test
    void aHigherThroughputIsFaster() {
        Measured engine = measured("Mine.engine", Map.of(), "thrpt", 30, "ops/s", Double.NaN);
        Measured baseline = measured("Mine.baselineNaive", Map.of(), "thrpt", 20, "ops/s", Double.NaN);
        assertThat(comparison(engine, baseline).timesBaseline(engine)).containsExactly(entry("naive", 1.5));
    }

    @Test
    void timesOfDifferentModesAndUnitsAreNotCompared() {
        Measured engine = perOp("Mine.engine", Map.of(), 10);
        Comparison comparison = comparison(
                engine,
                measured("Mine.baselineRate", Map.of(), "thrpt", 20, "ops/s", Double.NaN),
                measured("Mine.baselineSlow", Map.of(), "avgt", 20, "us/op", Double.NaN));
        assertThat(comparison.timesBaseline(engine)).isEmpty();
    }

    @Test
    void baselinesHaveNoBaselines() {
        Measured one = perOp("Mine.baselineOne", Map.of(), 10);
        assertThat(comparison(one, perOp("Mine.baselineTwo", Map.of(), 20)).timesBaseline(one))
                .isEmpty();
    }

    @Test
    void printsATableOfAll() {
        String table = comparison(
                        measured("Mine.engine", Map.of("size", "1"), "avgt", 10, "ns/op", 0),
                        measured("Mine.baselineBare", Map.of("size", "1"), "avgt", 8, "ns/op", 112),
                        measured("Mine.baselineQueue", Map.of(), "avgt", 1_234.5, "ns/op", Double.NaN))
                .table();
        assertThat(table.lines())
                .anyMatch(line -> line.matches(
                        "Mine\\.engine size=1 +10\\.00 +12\\.5 % ns/op +0\\.0 +0\\.80 bare, 123\\.45 queue"))
                .anyMatch(line -> line.matches("Mine\\.baselineBare size=1 +8\\.00 +12\\.5 % ns/op +112\\.0 *"))
                .anyMatch(line -> line.matches("Mine\\.baselineQueue +1,234\\.50 +12\\.5 % ns/op +- *"));
    }

    @Test
    void aBenchmarkStandsAboveItsBaselines() {
        Comparison comparison = comparison(
                perOp("Other.engine", Map.of(), 1),
                perOp("Mine.baselineNaive", Map.of("size", "9"), 1),
                perOp("Mine.baselineNaive", Map.of("size", "10"), 1),
                perOp("Mine.engine", Map.of("size", "9"), 1),
                perOp("Mine.engine", Map.of("size", "10"), 1));
        assertThat(comparison.benchmarks())
                .extracting(each -> each.benchmark().substring(PACKAGE.length()) + each.params())
                .containsExactly(
                        "Mine.engine{size=9}",
                        "Mine.baselineNaive{size=9}",
                        "Mine.engine{size=10}",
                        "Mine.baselineNaive{size=10}",
                        "Other.engine{}");
    }

    private static Comparison comparison(Measured... benchmarks) {
        return new Comparison(List.of(benchmarks));
    }

    private static Measured perOp(String benchmark, Map<String, String> params, double ns) {
        return measured(benchmark, params, "avgt", ns, "ns/op", Double.NaN);
    }

    private static Measured measured(
            String benchmark, Map<String, String> params, String mode, double score, String unit, double bytes) {
        return new Measured(PACKAGE + benchmark, params, mode, score, 12.5, unit, bytes);
    }
}
