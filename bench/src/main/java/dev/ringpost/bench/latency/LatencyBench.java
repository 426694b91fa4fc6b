package dev.ringpost.bench.latency;

import dev.ringpost.QueueType;
import dev.ringpost.bench.rabbit.RabbitInstallation;
import dev.ringpost.bench.rabbit.RabbitNode;
import dev.ringpost.bench.report.JsonOption;
import dev.ringpost.bench.report.PageOptions;
import dev.ringpost.bench.report.Usage;
import dev.ringpost.bench.run.ContestantProcess;
import dev.ringpost.bench.run.Environment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The command: publish call and publish to confirm at fixed rates.
 *
 * <p>Exits with 0 if every run was measured and every count agreed, with 1 after the remaining runs if not, and with 2 if
 * nothing could be measured.
 */
@Command(
        name = "scripts/bench latency",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "How long a publish call takes, and how long it is from publish to confirm, at fixed rates and at 80 %% of each "
                    + "contestant's peak: this engine with each of its wait strategies, and amqp-client's basicPublish with "
                    + "asynchronous confirms on both its transports.",
            "The rates wait for nobody: each message has a time that it is due at, and its latency counts from then "
                    + "(no coordinated omission). One publishing thread; between messages it sleeps or spins, see "
                    + "--pacing. Bodies of 100 bytes, persistent."
        },
        footer = {
            "",
            "Exit code 0: measured, and every count agreed; 1: a run failed, or a count did not agree; 2: cannot be measured."
        })
public final class LatencyBench implements Callable<Integer> {
    private static final int QUICK_ROUNDS = 1;
    private static final double QUICK_SECONDS = 2;
    private static final double USUAL_SECONDS = 10;
    private static final double QUICK_WARMUP_SECONDS = 1.5;
    private static final double USUAL_WARMUP_SECONDS = 3;
    private static final int EXIT_CANNOT_MEASURE = 2;

    /** What the messages go to. */
    enum Broker {
        NULL,
        RABBITMQ
    }

    @Option(
            names = "--broker",
            description = "null, which confirms at once, or rabbitmq, which is started for it and gone after it "
                    + "(default: null)")
    private Broker broker = Broker.NULL;

    @Option(names = "--queue", description = "With rabbitmq: classic, quorum or stream (default: classic)")
    private QueueType queue = QueueType.CLASSIC;

    @Option(
            names = "--rates",
            split = ",",
            paramLabel = "RATE",
            description = "Messages a second, separated by commas (default: 1000,10000,50000)")
    private List<Long> rates = List.of(1_000L, 10_000L, 50_000L);

    @Option(
            names = "--pacing",
            description =
                    "What the publishing thread does between messages. sleep: until 10 us before the next is due; spin: "
                            + "looks at the clock, as a thread that polls does, and takes a core for it (default: sleep)")
    private Pacing pacing = Pacing.SLEEP;

    @Option(names = "--rounds", description = "Rounds over all contestants (default: ${DEFAULT-VALUE})")
    private int rounds = 3;

    @Option(names = "--quick", description = "One round of 2 s for each")
    private boolean isQuick;

    @Option(names = "--seconds", description = "Length of each measured part (default: 10, with --quick 2)")
    private @Nullable Double seconds;

    @Option(
            names = "--only",
            paramLabel = "NAME",
            description = "Only contestants whose name in the table contains this; may be repeated")
    private List<String> only = new ArrayList<>();

    @Mixin
    private JsonOption json = new JsonOption();

    @Option(names = "--html", paramLabel = "FILE", description = "Write a page with curves and tables here")
    private @Nullable Path html;

    @Spec
    private CommandSpec spec = CommandSpec.create(); // picocli puts its own here

    /** Starts the command; the JVM ends with its exit code. */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new LatencyBench()).setCaseInsensitiveEnumValuesAllowed(true);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<String> contestants = contestants();
        check();
        if (broker == Broker.NULL) {
            return measure(RunPlace::ofNullBroker, contestants);
        }
        Optional<RabbitInstallation> installation = RabbitInstallation.find();
        if (installation.isEmpty()) {
            return refuse(RabbitInstallation.howToInstall());
        }
        RabbitNode started;
        try {
            started = RabbitNode.start(installation.get());
        } catch (IOException e) {
            return refuse(Objects.requireNonNullElse(e.getMessage(), e.toString()));
        }
        try (RabbitNode node = started) {
            return measure(() -> RunPlace.ofRabbit(node, queue), contestants);
        }
    }

    private List<String> contestants() {
        List<String> wanted = LatencyContestants.names().stream()
                .filter(name -> only.isEmpty() || only.stream().anyMatch(name::contains))
                .toList();
        Usage.refuseIf(
                spec,
                wanted.isEmpty(),
                "--only " + String.join(", ", only) + " is part of no name; the names are "
                        + String.join(", ", LatencyContestants.names()));
        return wanted;
    }

    private void check() {
        Usage.refuseIf(spec, rounds < 1, "--rounds " + rounds + " is not positive");
        Usage.refuseIf(spec, seconds != null && !(seconds > 0), "--seconds " + seconds + " is not positive");
        Usage.refuseIf(spec, rates.stream().anyMatch(rate -> rate <= 0), "--rates " + rates + " are not all positive");
        json.check(spec);
        PageOptions.check(spec, "--html", html);
    }

    private static int refuse(String reason) {
        System.err.println(reason);
        return EXIT_CANNOT_MEASURE;
    }

    private int measure(RunPlace.Maker places, List<String> contestants) throws IOException, InterruptedException {
        List<RatePoint> points =
                new ArrayList<>(rates.stream().map(RatePoint::new).toList());
        points.add(RatePoint.OF_PEAK);
        LatencyReport report = new LatencyReport();
        LatencyRounds bench =
                new LatencyRounds(places, contestants, measuredSeconds(), warmupSeconds(), pacing, report);
        bench.run(points, roundCount());
        System.out.print(report.tables());
        Map<String, Object> facts = facts();
        Map<String, Object> all = new LinkedHashMap<>(facts);
        all.put("latency", report.json());
        json.write(all);
        if (html != null) {
            LatencyPage.write(html, report, facts, all);
        }
        return bench.isFailed() ? 1 : 0;
    }

    int roundCount() {
        return isQuick ? QUICK_ROUNDS : rounds;
    }

    double measuredSeconds() {
        return Objects.requireNonNullElse(seconds, isQuick ? QUICK_SECONDS : USUAL_SECONDS);
    }

    private double warmupSeconds() {
        return isQuick ? QUICK_WARMUP_SECONDS : USUAL_WARMUP_SECONDS;
    }

    Map<String, Object> facts() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("broker", broker == Broker.NULL ? "null" : "rabbitmq, " + queue.argument() + " queue");
        settings.put("rates_per_second", rates);
        settings.put("share_of_peak", RatePoint.SHARE_OF_PEAK);
        settings.put("rounds", roundCount());
        settings.put("measured_seconds", measuredSeconds());
        settings.put("warmup_seconds", warmupSeconds());
        settings.put("body_bytes", LatencyContestant.BODY_BYTES);
        settings.put("window_messages", LatencyContestant.WINDOW_MESSAGES);
        settings.put("pacing", pacing.shown());
        settings.put(
                "contestant_command",
                ContestantProcess.shown(LatencyRounds.mainAndArgs(
                        "NAME", 0, rates.get(0), measuredSeconds(), warmupSeconds(), pacing)));
        return Environment.facts(settings, List.of());
    }
}
