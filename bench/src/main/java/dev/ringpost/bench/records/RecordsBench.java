package dev.ringpost.bench.records;

import dev.ringpost.QueueType;
import dev.ringpost.bench.rabbit.RabbitInstallation;
import dev.ringpost.bench.rabbit.RabbitNode;
import dev.ringpost.bench.rabbit.RunQueue;
import dev.ringpost.bench.report.JsonOption;
import dev.ringpost.bench.report.PageOptions;
import dev.ringpost.bench.report.Usage;
import dev.ringpost.bench.run.ContestantProcess;
import dev.ringpost.bench.run.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Starts a RabbitMQ, measures, ends it.
 *
 * <p>Exits with 0 if every run was measured and every count agreed, with 1 after the remaining runs if not, and with 2 if
 * nothing could be measured.
 */
@Command(
        name = "scripts/bench records",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Record batching against a RabbitMQ of its own, which is started for it, on loopback, with its data below the "
                    + "system's temporary directory, and is gone after it.",
            "Into a stream, a quorum and a classic queue, whatever is confirmed: this engine with records of 100 bytes, "
                    + "batched and single, and with the lines of an NDJSON file, plain and with zstd; RabbitMQ's PerfTest; "
                    + "RabbitMQ's stream client."
        },
        footer = {
            "",
            "Set TMPDIR for a disk with more room; up to 6 GB are needed for a while.",
            "Exit code 0: measured, and every count agreed; 1: a run failed, or a count did not agree; 2: cannot be measured."
        })
public final class RecordsBench implements Callable<Integer> {
    private static final int QUICK_ROUNDS = 1;
    private static final double QUICK_SHARE = 0.5;
    private static final double USUAL_SECONDS = 5;
    private static final double USUAL_LATENCY_SECONDS = 20;
    private static final int EXIT_CANNOT_MEASURE = 2;
    private static final long NEEDED_BYTES = 6_000_000_000L;
    private static final Path LINES = Path.of("config", "samples", "ticks.ndjson");

    @Option(
            names = "--latency",
            description = "Latency of single records at 1,000 a second instead, batching on and off")
    private boolean isLatency;

    @Option(names = "--rounds", description = "Rounds over all contestants (default: ${DEFAULT-VALUE})")
    private int rounds = 3;

    @Option(names = "--quick", description = "One round, of half the time")
    private boolean isQuick;

    @Option(
            names = "--seconds",
            description = "Length of each measured part, about; default 5, with --latency 20 for on and off each")
    private @Nullable Double seconds;

    @Option(
            names = "--only",
            paramLabel = "NAME",
            description =
                    "Only contestants whose name in the table contains this, such as quorum or \"engine batched\"; "
                            + "may be repeated")
    private List<String> only = new ArrayList<>();

    @Mixin
    private JsonOption json = new JsonOption();

    @Mixin
    private PageOptions page = new PageOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create(); // picocli puts its own here

    /** Starts the command; the JVM ends with its exit code. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new RecordsBench()).execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException, TimeoutException {
        check();
        List<RecordsSpec> specs = wanted(RecordsContestants.all(LINES), only);
        Optional<RabbitInstallation> installation = RabbitInstallation.find();
        if (installation.isEmpty()) {
            return refuse(RabbitInstallation.howToInstall());
        }
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        if (Files.getFileStore(temporary).getUsableSpace() < NEEDED_BYTES) {
            return refuse("Less than 6 GB are free in " + temporary + ", where the queues' data goes for a while. Make "
                    + "room, or set TMPDIR to a directory on another disk.");
        }
        RabbitNode started;
        try {
            started = RabbitNode.start(installation.get());
        } catch (IOException e) {
            return refuse(Objects.requireNonNullElse(e.getMessage(), e.toString()));
        }
        try (RabbitNode node = started) {
            Map<String, Object> settings = settings(broker(node));
            return isLatency ? measureLatency(node, settings) : measureThroughput(node, settings, specs);
        }
    }

    private void check() {
        Usage.refuseIf(spec, rounds < 1, "--rounds " + rounds + " is not positive");
        Usage.refuseIf(spec, seconds != null && !(seconds > 0), "--seconds " + seconds + " is not positive");
        Usage.refuseIf(
                spec,
                isLatency && !only.isEmpty(),
                "--only is of no use with --latency, which has no contestants to choose");
        Usage.refuseIf(
                spec,
                isLatency && page.isAsked(),
                "--html and --png are of no use with --latency, which has no rates to draw");
        json.check(spec);
        page.check(spec);
    }

    /** The contestants whose title contains one of the names; all, if there are no names. */
    private List<RecordsSpec> wanted(List<RecordsSpec> all, List<String> names) {
        List<RecordsSpec> wanted = all.stream()
                .filter(contestant -> names.isEmpty() || names.stream().anyMatch(contestant.title()::contains))
                .toList();
        Usage.refuseIf(
                spec,
                wanted.isEmpty(),
                "--only " + String.join(", ", names) + " is part of no name; the names are "
                        + all.stream().map(RecordsSpec::title).collect(Collectors.joining(", ")));
        return wanted;
    }

    private static int refuse(String reason) {
        System.err.println(reason);
        return EXIT_CANNOT_MEASURE;
    }

    private int measureThroughput(RabbitNode node, Map<String, Object> settings, List<RecordsSpec> specs)
            throws IOException, InterruptedException {
        ThroughputBench bench = new ThroughputBench(node, specs, measuredSeconds());
        bench.run(roundCount());
        System.out.print(bench.report().table());
        Map<String, Object> measured =
                Environment.facts(settings, bench.report().machineStates());
        measured.put("throughput", bench.report().json());
        json.write(measured);
        page.write(() -> RecordsPage.of(bench.report(), measured), () -> RecordsPage.throughput(bench.report()));
        return bench.isFailed() ? 1 : 0;
    }

    private int measureLatency(RabbitNode node, Map<String, Object> settings) throws IOException, InterruptedException {
        BatchingLatencyBench bench = new BatchingLatencyBench(node, measuredSeconds());
        bench.run(roundCount());
        System.out.print(bench.table());
        Map<String, Object> measured = Environment.facts(settings, List.of());
        measured.put("latency", bench.json());
        json.write(measured);
        return bench.isFailed() ? 1 : 0;
    }

    int roundCount() {
        return isQuick ? QUICK_ROUNDS : rounds;
    }

    double measuredSeconds() {
        double usual = isLatency ? USUAL_LATENCY_SECONDS : USUAL_SECONDS;
        return Objects.requireNonNullElse(seconds, isQuick ? QUICK_SHARE * usual : usual);
    }

    /** Product and version, and Erlang's. */
    private static Map<String, String> broker(RabbitNode node) throws IOException, TimeoutException {
        try (RunQueue queue = RunQueue.declare(node, QueueType.CLASSIC)) {
            Map<String, String> broker = new LinkedHashMap<>();
            for (String property : List.of("product", "version", "platform")) {
                broker.put(property, String.valueOf(queue.serverProperties().get(property)));
            }
            return broker;
        }
    }

    private Map<String, Object> settings(Map<String, String> broker) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("rounds", roundCount());
        settings.put("measured_seconds", measuredSeconds());
        settings.put("body_bytes", ThroughputBench.BODY_BYTES);
        settings.put("lines", LINES.toString());
        settings.put("contestant_jvm_args", ContestantProcess.JVM_ARGS);
        settings.put("broker", broker);
        return settings;
    }
}
