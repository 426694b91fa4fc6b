package dev.ringpost.bench.jmh;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.util.Statistics;

/**
 * What JMH measured of one benchmark under one set of parameters. Immutable.
 *
 * @param benchmark class, and method after the last dot, as JMH names it
 * @param params by name
 * @param mode JMH's short one: thrpt, avgt, sample or ss
 * @param score the mean, in {@code unit}
 * @param spreadPercent from the least to the most of the iterations, in percent of the mean; NaN if there was only one
 * @param unit as JMH prints it
 * @param allocatedBytesPerOp by all threads of the JVM; NaN where it was not measured
 */
record Measured(
        String benchmark,
        Map<String, String> params,
        String mode,
        double score,
        double spreadPercent,
        String unit,
        double allocatedBytesPerOp) {
    private static final String BASELINE = "baseline";
    private static final String ALLOCATION_KEY = "gc.alloc.rate.norm";

    static Measured of(RunResult result) {
        BenchmarkParams params = result.getParams();
        Map<String, String> byName = params.getParamsKeys().stream()
                .collect(Collectors.toMap(key -> key, params::getParam, (a, b) -> a, LinkedHashMap::new));
        return new Measured(
                params.getBenchmark(),
                byName,
                params.getMode().shortLabel(),
                result.getPrimaryResult().getScore(),
                spreadPercent(result.getPrimaryResult().getStatistics()),
                result.getPrimaryResult().getScoreUnit(),
                allocatedBytesPerOp(result));
    }

    private static double spreadPercent(Statistics iterations) {
        return iterations.getN() < 2
                ? Double.NaN
                : 100 * (iterations.getMax() - iterations.getMin()) / iterations.getMean();
    }

    private static double allocatedBytesPerOp(RunResult result) {
        return result.getSecondaryResults().containsKey(ALLOCATION_KEY)
                ? result.getSecondaryResults().get(ALLOCATION_KEY).getScore()
                : Double.NaN;
    }

    /** Its class, as JMH names it. */
    String className() {
        return benchmark.substring(0, benchmark.lastIndexOf('.'));
    }

    private String methodName() {
        return benchmark.substring(benchmark.lastIndexOf('.') + 1);
    }

    /** Whether it is there to be compared with. */
    boolean isBaseline() {
        return methodName().startsWith(BASELINE);
    }

    /** What a baseline is called in reports: its method's name behind the prefix. */
    String baselineName() {
        String name = methodName().substring(BASELINE.length());
        return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
    }

    /** Whether the other is a baseline of the same class, and no parameter that it has differs. */
    boolean hasBaseline(Measured other) {
        return !isBaseline()
                && other.isBaseline()
                && className().equals(other.className())
                && mode.equals(other.mode)
                && unit.equals(other.unit)
                && params.entrySet().containsAll(other.params.entrySet());
    }

    /** How many operations this does in the time in which the other does one. */
    double timesAsFastAs(Measured other) {
        return mode.equals(Mode.Throughput.shortLabel()) ? score / other.score : other.score / score;
    }
}
