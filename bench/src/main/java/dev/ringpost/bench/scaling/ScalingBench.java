package dev.ringpost.bench.scaling;

import dev.ringpost.bench.report.JsonOption;
import dev.ringpost.bench.report.PageOptions;
import dev.ringpost.bench.report.Usage;
import dev.ringpost.bench.run.ContestantProcess;
import dev.ringpost.bench.run.Environment;
import dev.ringpost.bench.run.NullBrokerProcess;
import dev.ringpost.bench.scaling.Dimension.Point;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The command: what a message costs when there are more of something, against the null broker. The base case is measured before
 * each dimension and after the last.
 *
 * <p>Exits with 0 if every run was measured and every count agreed, else 1 after the remaining runs.
 */
@Command(
        name = "scripts/bench scaling",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "What a message costs with more bytes, more messages in flight, lanes, callers, routes, and after more messages: "
                    + "this engine against a broker that costs nothing, one thing changed at a time.",
            "The base case (100 bytes, 16,384 in flight, one lane, caller and route) is measured again between dimensions; a "
                    + "point is marked if a message there takes more than 1.25 times the time or CPU of the nearest base."
        },
        footer = {"", "Exit code 0: measured, and every count agreed; 1: a run failed, or a count did not agree."})
public final class ScalingBench implements Callable<Integer> {
    private static final long QUICK_LONG_RUN_MESSAGES = 3_000_000;
    private static final long USUAL_LONG_RUN_MESSAGES = 30_000_000;
    private static final int QUICK_ROUNDS = 1;
    private static final int USUAL_ROUNDS = 3;
    private static final double QUICK_SECONDS = 1.5;
    private static final double USUAL_SECONDS = 5;
    private static final double QUICK_WARMUP_SECONDS = 1.5;
    private static final double USUAL_WARMUP_SECONDS = 3;

    /** What the messages go to. */
    enum Broker {
        NULL
    }

    @Option(names = "--broker", description = "null, which confirms at once: there is no other (default: null)")
    private Broker broker = Broker.NULL;

    @Option(names = "--quick", description = "Shorter runs, and 3 million messages for the long one")
    private boolean isQuick;

    @Option(names = "--rounds", description = "Rounds over all dimensions (default: 3, with --quick 1)")
    private @Nullable Integer rounds;

    @Option(names = "--seconds", description = "Length of each measured part (default: 5, with --quick 1.5)")
    private @Nullable Double seconds;

    @Option(
            names = "--only",
            paramLabel = "DIMENSION",
            description = "body, in-flight, lanes, callers, routes or messages; may be repeated")
    private List<String> only = new ArrayList<>();

    @Option(
            names = "--messages",
            paramLabel = "N",
            description = "Messages of the long run, such as 1000000000 (default: 30000000, with --quick 3000000)")
    private @Nullable Long longRunMessages;

    @Mixin
    private JsonOption json = new JsonOption();

    @Option(names = "--html", paramLabel = "FILE", description = "Write a page with lines and tables here")
    private @Nullable Path html;

    @Spec
    private CommandSpec spec = CommandSpec.create(); // picocli puts its own here

    private boolean isFailed;

    /** Starts the command; the JVM ends with its exit code. */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new ScalingBench()).setCaseInsensitiveEnumValuesAllowed(true);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<Dimension> dimensions = dimensions();
        check();
        ScalingRunner runner = new ScalingRunner(measuredSeconds(), warmupSeconds());
        ScalingReport report = new ScalingReport();
        for (int round = 1; round <= roundCount(); round++) {
            for (Dimension dimension : dimensions) {
                runBase(runner, report);
                for (Point point : dimension.points(longRunMessages())) {
                    run(runner, point, report);
                }
            }
            runBase(runner, report);
        }
        System.out.print(report.tables());
        Map<String, Object> facts = facts(runner);
        Map<String, Object> all = new LinkedHashMap<>(facts);
        all.put("scaling", report.json());
        json.write(all);
        if (html != null) {
            ScalingPage.write(html, report, facts, all);
        }
        return isFailed ? 1 : 0;
    }

    private List<Dimension> dimensions() {
        List<String> ids = Arrays.stream(Dimension.values()).map(Dimension::id).toList();
        for (String name : only) {
            Usage.refuseIf(spec, !ids.contains(name), "--only " + name + " is none of " + String.join(", ", ids));
        }
        return Arrays.stream(Dimension.values())
                .filter(dimension -> only.isEmpty() || only.contains(dimension.id()))
                .collect(Collectors.toList());
    }

    private void check() {
        Usage.refuseIf(spec, roundCount() < 1, "--rounds " + rounds + " is not positive");
        Usage.refuseIf(spec, seconds != null && !(seconds > 0), "--seconds " + seconds + " is not positive");
        Usage.refuseIf(spec, longRunMessages() < 1, "--messages " + longRunMessages + " is not positive");
        json.check(spec);
        PageOptions.check(spec, "--html", html);
    }

    private void runBase(ScalingRunner runner, ScalingReport report) throws InterruptedException {
        try {
            ScalingResult result = runner.runBase();
            progress("base", "", result);
            report.addBase(result);
        } catch (IOException e) {
            onFailure("base", e);
        }
    }

    private void run(ScalingRunner runner, Point point, ScalingReport report) throws InterruptedException {
        try {
            ScalingResult result = runner.run(point);
            progress(point.dimension().id(), point.label(), result);
            report.add(point, result);
        } catch (IOException e) {
            onFailure(point.dimension().id() + " " + point.label(), e);
        }
    }

    private static void progress(String name, String value, ScalingResult result) {
        System.err.printf(
                Locale.ROOT,
                "%-10s %13s %,14.0f msg/s %8.3f CPU us/msg%n",
                name,
                value,
                result.confirmedPerSecond(),
                result.cpuUsPerMessage());
    }

    private void onFailure(String name, IOException e) {
        isFailed = true;
        System.err.println("FAILED " + name + ": " + e.getMessage());
    }

    long longRunMessages() {
        return Objects.requireNonNullElse(longRunMessages, isQuick ? QUICK_LONG_RUN_MESSAGES : USUAL_LONG_RUN_MESSAGES);
    }

    int roundCount() {
        return Objects.requireNonNullElse(rounds, isQuick ? QUICK_ROUNDS : USUAL_ROUNDS);
    }

    double measuredSeconds() {
        return Objects.requireNonNullElse(seconds, isQuick ? QUICK_SECONDS : USUAL_SECONDS);
    }

    private double warmupSeconds() {
        return isQuick ? QUICK_WARMUP_SECONDS : USUAL_WARMUP_SECONDS;
    }

    private Map<String, Object> facts(ScalingRunner runner) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("broker", broker.name().toLowerCase(Locale.ROOT));
        settings.put("rounds", roundCount());
        settings.put("measured_seconds", measuredSeconds());
        settings.put("warmup_seconds", warmupSeconds());
        settings.put("long_run_messages", longRunMessages());
        settings.put("base_command", runner.command(List.of()));
        settings.put("contestant_jvm_args", ContestantProcess.JVM_ARGS);
        settings.put("broker_jvm_args", NullBrokerProcess.JVM_ARGS);
        return Environment.facts(settings, List.of());
    }
}
