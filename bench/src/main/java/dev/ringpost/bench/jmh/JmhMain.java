package dev.ringpost.bench.jmh;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * JMH's command line with the allocation profiler on, and after the run a table of each benchmark beside its baselines. Three
 * options of its own, all others are JMH's:
 *
 * <ul>
 *   <li>{@code --quick}: shorter and fewer iterations, where JMH's options do not say how many or how long.
 *   <li>{@code --json FILE}: JMH's results as JSON, with the comparison in each entry.
 *   <li>{@code --list}: the benchmarks, and nothing is run.
 * </ul>
 *
 * <p>Exits with 0 if every benchmark was measured, with 1 if one was not and with 2 if the options make no sense.
 */
public final class JmhMain {
    private static final int QUICK_WARMUP_COUNT = 2;
    private static final int QUICK_MEASUREMENT_COUNT = 3;
    private static final TimeValue QUICK_WARMUP_TIME = TimeValue.milliseconds(500);
    private static final TimeValue QUICK_MEASUREMENT_TIME = TimeValue.milliseconds(300);
    private static final String USAGE = """
            Usage: scripts/bench jmh [--quick] [--json FILE] [--list] [JMH's options] [REGEX...]
                   java -jar bench/target/benchmarks.jar [the same]

              --quick       shorter and fewer iterations: a first impression within minutes
              --json FILE   JMH's results as JSON, and in each entry how it compares with its baselines
              --list        the benchmarks' names
              -h            JMH's options; the profiler gc is on unless another is chosen by -prof
            """;

    private final List<String> jmhArguments = new ArrayList<>();
    private boolean quick;
    private @Nullable Path json;

    private JmhMain(String... args) {
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--quick" -> quick = true;
                case "--list" -> jmhArguments.add("-l");
                case "--json" -> {
                    if (++i == args.length) {
                        throw new IllegalArgumentException("--json: a file name is missing");
                    }
                    json = Path.of(args[i]);
                }
                default -> jmhArguments.add(args[i]);
            }
        }
    }

    /** See the class. */
    public static void main(String[] args) throws IOException {
        System.exit(execute(args));
    }

    static int execute(String... args) throws IOException {
        if (List.of(args).contains("--help")) {
            System.out.print(USAGE);
            return 0;
        }
        try {
            return new JmhMain(args).run();
        } catch (NoBenchmarksException e) {
            return refuse("no benchmark has a name that matches; --list prints all names");
        } catch (IllegalArgumentException | CommandLineOptionException e) {
            return refuse(e.getMessage());
        } catch (RunnerException e) {
            System.err.println("FAILED, and JMH was told to stop then");
            e.printStackTrace();
            return 1;
        }
    }

    private static int refuse(@Nullable String why) {
        System.err.println(why);
        System.err.print(USAGE);
        return 2;
    }

    private int run() throws CommandLineOptionException, RunnerException, IOException {
        CommandLineOptions given = new CommandLineOptions(jmhArguments.toArray(String[]::new));
        if (given.shouldHelp()
                || given.shouldList()
                || given.shouldListWithParams()
                || given.shouldListProfilers()
                || given.shouldListResultFormats()) {
            org.openjdk.jmh.Main.main(jmhArguments.toArray(String[]::new));
            return 0;
        }
        Options options = options(given);
        Collection<RunResult> results = new Runner(options).run();
        Comparison comparison =
                new Comparison(results.stream().map(Measured::of).toList());
        System.out.print(comparison.table());
        if (json != null) {
            ResultFile.add(comparison, json);
        }
        Set<String> failed = unmeasured(options, comparison);
        if (!failed.isEmpty()) {
            System.err.println("FAILED, see above: " + String.join(", ", failed));
        }
        return failed.isEmpty() ? 0 : 1;
    }

    private Options options(CommandLineOptions given) {
        ChainedOptionsBuilder builder = new OptionsBuilder().parent(given);
        if (given.getProfilers().isEmpty()) {
            builder.addProfiler(GCProfiler.class);
        }
        if (json != null) {
            builder.resultFormat(ResultFormatType.JSON).result(json.toString());
        }
        if (quick) {
            if (!given.getForkCount().hasValue()) {
                builder.forks(1);
            }
            if (!given.getWarmupIterations().hasValue()) {
                builder.warmupIterations(QUICK_WARMUP_COUNT);
            }
            if (!given.getWarmupTime().hasValue()) {
                builder.warmupTime(QUICK_WARMUP_TIME);
            }
            if (!given.getMeasurementIterations().hasValue()) {
                builder.measurementIterations(QUICK_MEASUREMENT_COUNT);
            }
            if (!given.getMeasurementTime().hasValue()) {
                builder.measurementTime(QUICK_MEASUREMENT_TIME);
            }
        }
        return builder.build();
    }

    /** JMH reports a benchmark that throws and goes on without it; here is which were to run and have no result at all. */
    private static Set<String> unmeasured(Options options, Comparison comparison) {
        Set<String> names = BenchmarkList.defaultList()
                .find(
                        OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT),
                        options.getIncludes(),
                        options.getExcludes())
                .stream()
                .map(BenchmarkListEntry::getUsername)
                .collect(Collectors.toCollection(TreeSet::new));
        comparison.benchmarks().forEach(measured -> names.remove(measured.benchmark()));
        return names;
    }
}
