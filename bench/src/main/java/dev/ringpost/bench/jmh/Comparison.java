package dev.ringpost.bench.jmh;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** All measured benchmarks, each beside the baselines of its class: a table for people, ratios for programs. Immutable. */
final class Comparison {
    private static final String COMMON_PREFIX = Comparison.class.getPackageName() + ".";
    private static final String NOTES = """
            spread: from the least to the most of the iterations
            B/op: allocated on the heap by all threads of the measured JVM; a null broker has a JVM of its own
            x baseline: how many times as fast as the baseline of the same class and parameters; over 1 is faster
            """;

    private final List<Measured> benchmarks;

    Comparison(List<Measured> benchmarks) {
        // By class, then by parameters in JMH's own order, so that a benchmark stands above its baselines.
        List<Map<String, String>> params =
                benchmarks.stream().map(Measured::params).distinct().toList();
        this.benchmarks = benchmarks.stream()
                .sorted(Comparator.comparing(Measured::className)
                        .thenComparingInt(each -> params.indexOf(each.params()))
                        .thenComparing(Measured::isBaseline))
                .toList();
    }

    List<Measured> benchmarks() {
        return benchmarks;
    }

    /** Of a benchmark, how many times as fast it is as each of its baselines, by their names. */
    Map<String, Double> timesBaseline(Measured benchmark) {
        Map<String, Double> times = new LinkedHashMap<>();
        for (Measured other : benchmarks) {
            if (benchmark.hasBaseline(other)) {
                times.put(other.baselineName(), benchmark.timesAsFastAs(other));
            }
        }
        return times;
    }

    String table() {
        int width =
                benchmarks.stream().mapToInt(each -> title(each).length()).max().orElse(0);
        String format = "%-" + Math.max(width, "benchmark".length()) + "s %15s %10s %-8s %12s  %s%n";
        StringBuilder table = new StringBuilder(
                String.format(Locale.ROOT, format, "benchmark", "score", "spread", "unit", "B/op", "x baseline"));
        for (Measured each : benchmarks) {
            table.append(String.format(
                    Locale.ROOT,
                    format,
                    title(each),
                    number("%,.2f", each.score()),
                    number("%.1f %%", each.spreadPercent()),
                    each.unit(),
                    number("%,.1f", each.allocatedBytesPerOp()),
                    ratios(each)));
        }
        return table.append(NOTES).toString();
    }

    private String ratios(Measured benchmark) {
        return timesBaseline(benchmark).entrySet().stream()
                .map(entry -> String.format(Locale.ROOT, "%.2f %s", entry.getValue(), entry.getKey()))
                .collect(Collectors.joining(", "));
    }

    private static String title(Measured benchmark) {
        String name = benchmark.benchmark();
        String shortName = name.startsWith(COMMON_PREFIX) ? name.substring(COMMON_PREFIX.length()) : name;
        return benchmark.params().entrySet().stream()
                .map(entry -> " " + entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining("", shortName, ""));
    }

    private static String number(String format, double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, format, value);
    }
}
