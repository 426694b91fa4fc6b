package dev.ringpost.bench.peers;

import dev.ringpost.QueueType;
import dev.ringpost.bench.peers.PythonClient.Candidate;
import dev.ringpost.bench.peers.SectionBench.Sizes;
import dev.ringpost.bench.rabbit.RabbitInstallation;
import dev.ringpost.bench.rabbit.RabbitNode;
import dev.ringpost.bench.rabbit.RunQueue;
import dev.ringpost.bench.report.ChartPng;
import dev.ringpost.bench.report.JsonOption;
import dev.ringpost.bench.report.PageOptions;
import dev.ringpost.bench.report.Usage;
import dev.ringpost.bench.run.BenchBroker;
import dev.ringpost.bench.run.ChildJvm;
import dev.ringpost.bench.run.ContestantProcess;
import dev.ringpost.bench.run.NullBrokers;
import dev.ringpost.bench.run.Protocol;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Compares publishers on one broker.
 *
 * <p>Exits with 0 if every run was measured and every count agreed, with 1 after the remaining runs if not, and with 2 if
 * nothing could be measured.
 */
@Command(
        name = "scripts/bench peers",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "This engine beside what one would otherwise use to publish: the same message of 100 bytes, persistent and "
                    + "confirmed, each publisher in a process of its own, in interleaved rounds.",
            "On a broker that costs nothing, by default; on the broker that this engine can embed; or on a RabbitMQ of its "
                    + "own, with classic and quorum queues and streams, which is gone after it."
        },
        footer = {
            "",
            "Exit code 0: measured, and every count agreed; 1: a run failed, or a count did not agree; 2: cannot be measured."
        })
public final class PeersBench implements Callable<Integer> {
    private static final int BODY_BYTES = 100;
    private static final int QUICK_ROUNDS = 1;
    private static final double QUICK_SECONDS = 1.5;
    private static final double USUAL_SECONDS = 4.5;
    private static final long CONTESTANT_TIMEOUT_S = 90;
    private static final long BROKER_START_TIMEOUT_S = 60;
    private static final int EXIT_CANNOT_MEASURE = 2;
    private static final long SETTLE_MS = 1_000;
    private static final Duration AT_REST_WITHIN = Duration.ofSeconds(20);

    /** Waiting messages take almost a kilobyte each in the embedded broker. */
    private static final long EMBEDDED_MOST_MESSAGES = 900_000;

    private static final List<String> EMBEDDED_JVM_ARGS =
            List.of("-Xms2g", "-Xmx2g", "-XX:+UseParallelGC", "-XX:MaxDirectMemorySize=1g");

    /** A gigabyte or so on the disk until the run's queue is deleted. */
    private static final long RABBITMQ_MOST_MESSAGES = 4_000_000;

    /** Those of a stream take their octets and little more. */
    private static final long STREAM_MOST_MESSAGES = 16_000_000;

    @Option(
            names = "--broker",
            description = "null, embedded or rabbitmq (default: null)",
            converter = KindConverter.class)
    private BrokerKind broker = BrokerKind.NULL;

    @Option(names = "--rounds", description = "Rounds over all contestants (default: ${DEFAULT-VALUE})")
    private int rounds = 3;

    @Option(names = "--quick", description = "One round of a third of the time: below ten minutes on two cores")
    private boolean isQuick;

    @Option(
            names = "--only",
            paramLabel = "NAME",
            description = "Only contestants whose name in the table contains this; may be repeated")
    private List<String> only = new ArrayList<>();

    @Mixin
    private JsonOption json = new JsonOption();

    @Option(names = "--html", paramLabel = "FILE", description = "Write the page here (default: ${DEFAULT-VALUE})")
    private Path html = Path.of("bench", "target", "reports", "bench-peers.html");

    @Option(names = "--png", paramLabel = "FILE", description = "Write the chart of the first section's rates here")
    private @Nullable Path png;

    @Spec
    private CommandSpec command = CommandSpec.create(); // picocli puts its own here

    private final List<SectionReport> sections = new ArrayList<>();
    private final List<PythonClient> pythonClients = new ArrayList<>();
    private final List<Candidate> missingClients = new ArrayList<>();

    static final class KindConverter implements CommandLine.ITypeConverter<BrokerKind> {
        @Override
        public BrokerKind convert(String value) {
            return switch (value) {
                case "null" -> BrokerKind.NULL;
                case "embedded" -> BrokerKind.EMBEDDED;
                case "rabbitmq" -> BrokerKind.RABBITMQ;
                default ->
                    throw new CommandLine.TypeConversionException(
                            "'" + value + "' is none of null, embedded, rabbitmq");
            };
        }
    }

    /** Starts the command; the JVM ends with its exit code. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new PeersBench()).execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        check();
        Path scripts = Files.createTempDirectory("ringpost-bench-python-");
        try {
            findPythonClients(PythonClient.copyScript(scripts));
            if (!measure()) {
                return EXIT_CANNOT_MEASURE;
            }
            if (sections.isEmpty()) {
                System.err.println("Nothing was measured: no contestant of that name is for this broker.");
                return EXIT_CANNOT_MEASURE;
            }
            return report();
        } finally {
            delete(scripts);
        }
    }

    /** Whether there was a broker to measure on; if not, it has been said why. */
    private boolean measure() throws InterruptedException {
        try {
            return switch (broker) {
                case NULL -> onNullBroker();
                case EMBEDDED -> onEmbeddedBroker();
                case RABBITMQ -> onRabbit();
            };
        } catch (IOException e) { // a run's own errors are in its section's report
            System.err.println("No broker to measure on: " + e.getMessage());
            return false;
        }
    }

    private void check() throws IOException {
        Usage.refuseIf(command, rounds < 1, "--rounds " + rounds + " is not positive");
        Path reports = html.toAbsolutePath().getParent();
        if (reports != null) {
            Files.createDirectories(reports);
        }
        json.check(command);
        PageOptions.check(command, "--png", png);
        // No name of any table: the run would measure nothing.
        SectionPlan plan = new SectionPlan(broker, only);
        boolean isAny =
                Stream.concat(PeerContestants.amqp(broker, List.of()).stream(), PeerContestants.stream().stream())
                                .anyMatch(spec -> plan.isWanted(spec.name()))
                        || Stream.of(Candidate.values()).anyMatch(client -> plan.isWanted(client.title()));
        Usage.refuseIf(command, !isAny, "--only " + String.join(", ", only) + " is part of no contestant's name");
    }

    private void findPythonClients(Path script) throws InterruptedException {
        for (Candidate candidate : Candidate.values()) {
            Optional<PythonClient> found = PythonClient.find(candidate, script);
            found.ifPresent(pythonClients::add);
            if (found.isEmpty()) {
                missingClients.add(candidate);
            }
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }

    private boolean onNullBroker() throws IOException, InterruptedException {
        try (NullBrokers brokers = new NullBrokers()) {
            run("null broker", amqpPlan(), brokers, sizes(Long.MAX_VALUE));
        }
        return true;
    }

    private boolean onEmbeddedBroker() throws IOException, InterruptedException {
        try (ChildJvm child = ChildJvm.start(EMBEDDED_JVM_ARGS, List.of(EmbeddedBrokerMain.class.getName()))) {
            String line = child.awaitLine("port ", BROKER_START_TIMEOUT_S);
            int port = Integer.parseInt(line.substring("port ".length()));
            QueueBroker queues = new QueueBroker(
                    Map.of(Protocol.AMQP, port),
                    () -> RunQueue.declarePlain(port),
                    child::cpuNs,
                    () -> Thread.sleep(SETTLE_MS));
            run("embedded broker", amqpPlan(), queues, sizes(EMBEDDED_MOST_MESSAGES));
        }
        return true;
    }

    private boolean onRabbit() throws IOException, InterruptedException {
        Optional<RabbitInstallation> installation = RabbitInstallation.find();
        if (installation.isEmpty()) {
            System.err.println(RabbitInstallation.howToInstall());
            return false;
        }
        try (RabbitNode node = RabbitNode.start(installation.get())) {
            Map<Protocol, Integer> ports = Map.of(Protocol.AMQP, node.amqpPort(), Protocol.STREAM, node.streamPort());
            for (QueueType type : List.of(QueueType.CLASSIC, QueueType.QUORUM, QueueType.STREAM)) {
                QueueBroker queues = new QueueBroker(
                        ports, () -> RunQueue.declare(node, type), node::cpuNs, () -> node.awaitRest(AT_REST_WITHIN));
                String title = "RabbitMQ, " + type.argument() + (type == QueueType.STREAM ? "" : " queue");
                if (type == QueueType.STREAM) {
                    run(title, streamPlan(), queues, sizes(STREAM_MOST_MESSAGES));
                } else {
                    run(title, amqpPlan(), queues, sizes(RABBITMQ_MOST_MESSAGES));
                }
            }
        }
        return true;
    }

    private SectionPlan streamPlan() {
        SectionPlan plan = new SectionPlan(broker, only);
        plan.addAll(PeerContestants.stream());
        return plan;
    }

    private SectionPlan amqpPlan() {
        SectionPlan plan = new SectionPlan(broker, only);
        plan.addAll(PeerContestants.amqp(broker, pythonClients));
        plan.addMissing(missingClients);
        if (broker != BrokerKind.RABBITMQ && plan.isWanted("stream-client")) {
            plan.skip("stream-client", "it needs streams; see --broker rabbitmq");
        }
        return plan;
    }

    private void run(String title, SectionPlan plan, BenchBroker place, Sizes sizes) throws InterruptedException {
        SectionReport section = plan.report(title, title.replace(", ", " ").replace(' ', '_'));
        section.skipped().forEach(each -> System.err.println("SKIPPED " + each.name() + ": " + each.reason()));
        if (plan.wanted().isEmpty()) {
            return;
        }
        new SectionBench(section, place, sizes).run();
        sections.add(section);
    }

    private Sizes sizes(long mostMessages) {
        return new Sizes(
                isQuick ? QUICK_ROUNDS : rounds,
                isQuick ? QUICK_SECONDS : USUAL_SECONDS,
                BODY_BYTES,
                mostMessages,
                CONTESTANT_TIMEOUT_S);
    }

    private int report() throws IOException {
        PeersReport report = new PeersReport(sections, settings());
        System.out.print(report.table());
        json.write(report.json());
        PeersPage.of(report).write(html);
        System.out.println("The page: " + html);
        if (png != null && !sections.isEmpty() && !ChartPng.write(PeersPage.throughput(sections.get(0)), png)) {
            System.err.println(png + " is not written: this Java has no fonts");
        }
        return report.isFailed() ? 1 : 0;
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put(
                "command",
                "scripts/bench peers "
                        + String.join(
                                " ", command.commandLine().getParseResult().originalArgs()));
        settings.put("rounds", isQuick ? QUICK_ROUNDS : rounds);
        settings.put("measured_seconds", isQuick ? QUICK_SECONDS : USUAL_SECONDS);
        settings.put("body_bytes", BODY_BYTES);
        settings.put("contestant_jvm_args", ContestantProcess.JVM_ARGS);
        settings.put("python", pythonClients.stream().map(PythonClient::version).toList());
        return settings;
    }
}
