package dev.ringpost.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.ringpost.ConfigException;
import dev.ringpost.EngineBuilder;
import dev.ringpost.EngineSettings;
import dev.ringpost.cli.base.Ticker;
import dev.ringpost.cli.doctor.Doctor;
import dev.ringpost.cli.doctor.Finding;
import dev.ringpost.config.LoadedConfig;
import dev.ringpost.embedded.EmbeddedBroker;
import dev.ringpost.tls.Tls;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** {@code ringpost doctor}: its options, and how its findings are printed. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        usageHelpAutoWidth = true,
        abbreviateSynopsis = true,
        description = {
            "Looks at a broker as a publisher meets it, says what is wrong or slow, and what to change.",
            "",
            "It connects, asks for version and limits, declares a queue of its own and publishes to it for about a second. "
                    + "All of it is deleted again. It takes some five seconds.",
            ""
        },
        footer = {
            "",
            "Each line is ok, warn (it works, and should not be left so), fail (publishing does not work) or skip (it cannot "
                    + "be known), what was looked at, and what was seen; below a warning or failure stands what to change.",
            "",
            "Exit codes: 0 nothing failed; 1 something did, or with --strict a warning was given; 2 usage or configuration, "
                    + "also a login or certificate that is refused; 3 no broker reachable.",
            "",
            "@|bold Examples|@",
            "",
            "What is wrong with this broker, or slow:",
            "  ringpost doctor --uri amqp://user:secret@broker:5672/prod",
            "Also whether these are there; and only the lines that matter:",
            "  ringpost doctor --uri amqps://broker --tls-ca ca.pem --exchange ticks \\",
            "      --queue orders | grep -v ^ok",
            "In a script:",
            "  ringpost doctor --uri amqp://broker --json \\",
            "      | jq '.findings[] | select(.status == \"fail\")'"
        })
final class DoctorCommand implements Callable<Integer> {

    private static final String CONNECT_TIMEOUT = "connect-timeout";

    /** The options that go before keys of a configuration. */
    private static final Map<String, List<String>> SETTINGS =
            Map.of("uris", List.of("--uri"), "tls", TlsFiles.OPTIONS, CONNECT_TIMEOUT, List.of("--timeout"));

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);
    private static final Duration USUAL_TIMEOUT = Duration.ofSeconds(5);

    @Option(
            names = "--uri",
            paramLabel = "URI",
            description =
                    "Broker, as in ringpost publish; of several each is connected to, and the first that answers is "
                            + "examined. Default: as configured, or else a broker inside this process, to see what this looks like.")
    private List<String> uris = new ArrayList<>();

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "Configuration of the engine, with its overrides as in ringpost publish, to see how it does with "
                            + "this broker.")
    private @Nullable Path config;

    @Option(names = "--exchange", paramLabel = "X", description = "An exchange that should be there.")
    private @Nullable String exchange;

    @Option(names = "--queue", paramLabel = "Q", description = "A queue that should be there.")
    private @Nullable String queue;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = DurationOption.class,
            description = "How long one answer of the broker may take. Default: as configured, or else 5s.")
    private @Nullable Duration timeout;

    @Option(names = "--strict", description = "Exit with 1 also if there is a warning.")
    private boolean strict;

    @Option(names = "--json", description = "Print the findings as JSON.")
    private boolean json;

    @ArgGroup(validate = false, heading = "%nTLS, with amqps://:%n")
    private TlsFiles tls = new TlsFiles();

    @Spec
    private @Nullable CommandSpec spec;

    private final Console console;
    private final ConfigSources sources;
    private final StopRequest stop;

    DoctorCommand(Console console, ConfigSources sources, StopRequest stop) {
        this.console = console;
        this.sources = sources;
        this.stop = stop;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (timeout != null && timeout.isZero()) {
            throw CommandFailure.usage("--timeout is 0: give how long an answer may take, as 5s");
        }
        LoadedConfig loaded = sources.load(config, console);
        EngineSettings unused = settings(loaded, uris); // wrong ones are refused before anything is started
        if (!uris.isEmpty() || loaded.hasUris()) {
            return examine(loaded, uris);
        }
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            return examine(loaded, List.of(broker.uri()));
        }
    }

    private int examine(LoadedConfig loaded, List<String> brokers) throws InterruptedException {
        stop.beginRun(); // from here on a signal lets the check that runs end, and clean up
        List<Finding> findings = Collections.synchronizedList(new ArrayList<>());
        Doctor doctor = new Doctor(
                settings(loaded, brokers),
                new Doctor.Wanted(exchange, queue),
                () -> builder(loaded, brokers).start(),
                Ticker.system(),
                Clock.systemUTC(),
                stop::isRequested);
        Doctor.Contact contact = doctor.examine(finding -> {
            findings.add(finding);
            if (!json) {
                print(finding);
            }
        });
        int exitCode = exitCode(contact, List.copyOf(findings));
        if (json) {
            printJson(List.copyOf(findings), exitCode);
        }
        return exitCode;
    }

    private EngineBuilder builder(LoadedConfig loaded, List<String> brokers) {
        EngineBuilder builder = loaded.newBuilder();
        if (!loaded.isFromFile()) {
            applyUsual(loaded, builder);
        }
        builder.closeTimeout(CLOSE_TIMEOUT);
        if (timeout != null) {
            builder.connectTimeout(timeout);
        }
        brokers.forEach(builder::uri);
        Tls material = tls.settings();
        if (material != null) {
            builder.tls(material);
        }
        // It waits for room, even if the file is an application's that would not.
        return builder.enqueueTimeout(builder.buildSettings().timeouts().delivery());
    }

    /** The doctor's own defaults: who asks it does not want to wait for long. */
    private void applyUsual(LoadedConfig loaded, EngineBuilder builder) {
        if (!loaded.isSet("lanes")) {
            builder.lanes(1);
        }
        boolean isTimed = loaded.isSet(CONNECT_TIMEOUT) || loaded.isSet("delivery-timeout");
        if (!isTimed) {
            Duration usual = timeout == null ? USUAL_TIMEOUT : timeout;
            builder.connectTimeout(usual);
            if (!loaded.boundsDelivery()) {
                builder.deliveryTimeout(usual.plus(usual));
            }
        }
    }

    private EngineSettings settings(LoadedConfig loaded, List<String> brokers) {
        try {
            return builder(loaded, brokers).buildSettings();
        } catch (ConfigException e) {
            ParseResult given = Objects.requireNonNull(spec).commandLine().getParseResult();
            throw new SettingNames(loaded, SETTINGS, given).failure(e);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCodes.USAGE, e.getMessage() + ": correct it", e);
        }
    }

    private int exitCode(Doctor.Contact contact, List<Finding> findings) {
        if (stop.signal() != 0) {
            return ExitCodes.SIGNAL_BASE + stop.signal();
        }
        if (contact != Doctor.Contact.MADE) {
            return contact == Doctor.Contact.REFUSED ? ExitCodes.USAGE : ExitCodes.UNREACHABLE;
        }
        boolean isBad = findings.stream()
                .anyMatch(finding ->
                        finding.status() == Finding.Status.FAIL || (strict && finding.status() == Finding.Status.WARN));
        return isBad ? ExitCodes.NOT_ALL_CONFIRMED : ExitCodes.ALL_CONFIRMED;
    }

    private void print(Finding finding) {
        String status = String.format(Locale.ROOT, "%-4s", finding.status());
        String painted = switch (finding.status()) {
            case OK -> console.paint().good(status);
            case WARN -> console.paint().doubtful(status);
            case FAIL -> console.paint().bad(status);
            case SKIP -> console.paint().faint(status);
        };
        StringBuilder text = new StringBuilder(painted)
                .append(String.format(Locale.ROOT, "  %-12s  ", finding.what()))
                .append(Console.oneLine(finding.value()));
        if (finding.advice() != null) {
            text.append(System.lineSeparator())
                    .append(" ".repeat(status.length() + 2))
                    .append("-> ")
                    .append(Console.oneLine(finding.advice()));
        }
        console.out().println(text);
    }

    /** The findings as a member of the JSON. */
    private record Report(int exitCode, List<Finding> findings) {}

    private void printJson(List<Finding> findings, int exitCode) {
        try {
            console.out()
                    .println(new ObjectMapper()
                            .enable(SerializationFeature.WRITE_ENUMS_USING_TO_STRING)
                            .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                            .writerWithDefaultPrettyPrinter()
                            .writeValueAsString(new Report(exitCode, findings)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("findings are JSON", e);
        }
    }
}
