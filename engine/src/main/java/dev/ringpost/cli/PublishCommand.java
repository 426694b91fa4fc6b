package dev.ringpost.cli;

import dev.ringpost.ConfigException;
import dev.ringpost.EngineSettings;
import dev.ringpost.InvalidMessageException;
import dev.ringpost.config.LoadedConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** {@code ringpost publish}: its options, and the plan they make. */
@Command(
        name = "publish",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        usageHelpAutoWidth = true,
        abbreviateSynopsis = true,
        description = {
            "Publishes each line of a file or of standard input as one persistent message, or with --batch-records as a "
                    + "record of one, and waits for the broker to confirm every one.",
            ""
        },
        footer = {
            "",
            "@|bold Formats.|@ Lines end with LF or CR LF. As \"lines\", each line is a message of type text/plain, an empty "
                    + "line an empty message; bytes are passed on as they are, valid UTF-8 or not. As \"ndjson\", each line "
                    + "is checked to be one JSON value and sent as it stands, as application/json; blank lines are skipped. "
                    + "As \"csv\", the first record has the names, and each other one becomes a JSON object; values may be "
                    + "quoted and hold line breaks. A line that is not what it should be, has no usable routing key or is "
                    + "over the limit is rejected: it is named on standard error, and the rest goes on.",
            "",
            "@|bold Streaming.|@ Standard input may last for months: memory does not grow with what was read, lines go out "
                    + "as they come, and a broker that is slow or away holds the reader up. Only the broker inside this "
                    + "process keeps every message: for more than a trial, name another with --uri.",
            "",
            "@|bold Batching.|@ With --batch-records or --batch-bytes, lines for one exchange and routing key share AMQP "
                    + "messages. A queue's depth counts those; all else that is reported, and --rate, counts lines. Consumers "
                    + "know the format by a header, and unpack it with RecordReader or a few lines of their own.",
            "",
            "@|bold Ending.|@ Ctrl-C stops reading, waits for what is in flight and reports; twice: does not wait.",
            "",
            "Exit codes: 0 all confirmed; 1 some were not, or lines were rejected; 2 usage or configuration, also a login "
                    + "or certificate that is refused; 3 broker not reachable; 130 stopped by Ctrl-C.",
            "",
            "Environment: NO_COLOR=1 no colours; RINGPOST_DEBUG=1 stack traces and a detailed log; RINGPOST_JAVA_OPTS "
                    + "options for the JVM, as -Xmx1g; RINGPOST_TLS_PASSWORD see --tls-pkcs12; RINGPOST_ENGINE_... see --config.",
            "",
            "@|bold Examples|@",
            "",
            "Try it, with a broker that is gone afterwards:",
            "  ringpost publish config/samples/ticks.ndjson",
            "Each record to the queues bound for its symbol, 5,000 a second, with a report:",
            "  ringpost publish --uri amqp://user:secret@broker:5672/prod --exchange ticks \\",
            "      --routing-key-from /symbol --rate 5000 --report run.json ticks.ndjson",
            "Many times the rate: a thousand lines in each AMQP message, compressed:",
            "  ringpost publish --batch-records 1000 --compression zstd ticks.ndjson",
            "Rows of a spreadsheet as JSON objects, into a quorum queue:",
            "  ringpost publish --uri amqp://broker --queue orders --queue-type quorum \\",
            "      orders.csv",
            "What a program writes, as it comes, for as long as it runs:",
            "  tail -F access.log | ringpost publish --uri amqp://broker --exchange logs \\",
            "      --exchange-type topic --key web.access --header host=web1 --transient -",
            "A run to watch in a browser; the page stays for a minute after it:",
            "  ringpost publish --dashboard --dashboard-linger 1m --rate 2000 --repeat 100 \\",
            "      config/samples/ticks.ndjson",
            "One message, and how many were confirmed, for a script:",
            "  echo '{\"stop\":1}' | ringpost publish --uri amqp://broker --queue control \\",
            "      --json - | jq .confirmed"
        })
final class PublishCommand implements Callable<Integer> {

    /** The options that go before keys of a configuration. */
    private static final Map<String, List<String>> SETTINGS = Map.of(
            "uris", List.of("--uri"),
            "tls", TlsFiles.OPTIONS,
            "lanes", List.of("--lanes"),
            "ring-size", List.of("--ring-size"),
            "max-message-bytes", List.of("--max-message-bytes"),
            "delivery-timeout", List.of("--delivery-timeout"),
            "confirm-timeout", List.of("--confirm-timeout"),
            "close-timeout", List.of("--close-timeout"),
            "retry-policy.interval-start", List.of("--interval-start"));

    @Option(
            names = "--uri",
            paramLabel = "URI",
            description =
                    "Broker, amqp://user:password@host:port/vhost or amqps://...; several, separated by semicolons or each "
                            + "with its own --uri, are tried in turn. "
                            + "Default: as configured, or else a broker inside this process, gone with it.")
    private List<String> uris = new ArrayList<>();

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Configuration of the engine, as ringpost config reference prints it. Variables such as "
                    + "RINGPOST_ENGINE_RING_SIZE go before it, or count without it; options given here go before both.")
    private @Nullable Path config;

    @ArgGroup(validate = false, heading = "%nWhat is read:%n")
    private InputOptions inputs = new InputOptions();

    @ArgGroup(validate = false, heading = "%nWhere it goes:%n")
    private DestinationOptions destinations = new DestinationOptions();

    @ArgGroup(validate = false, heading = "%nWhat messages carry:%n")
    private MessageOptions messages = new MessageOptions();

    @ArgGroup(validate = false, heading = "%nBatching and compression:%n")
    private BatchOptions batch = new BatchOptions();

    @ArgGroup(validate = false, heading = "%nTimeouts, and retries in Kombu's words:%n")
    private RetryOptions retries = new RetryOptions();

    @ArgGroup(validate = false, heading = "%nSize:%n")
    private EngineOptions size = new EngineOptions();

    @ArgGroup(validate = false, heading = "%nTLS, with amqps://:%n")
    private TlsFiles tls = new TlsFiles();

    @ArgGroup(validate = false, heading = "%nWhat is told:%n")
    private OutputOptions outputs = new OutputOptions();

    @ArgGroup(validate = false, heading = "%nLive page:%n")
    private DashboardOptions dashboard = new DashboardOptions();

    @Parameters(arity = "0..1", paramLabel = "FILE|-", description = "What to publish; - or nothing is standard input.")
    private @Nullable String file;

    @Spec
    private @Nullable CommandSpec spec;

    private final Console console;
    private final ConfigSources sources;
    private final StopRequest stop;

    PublishCommand(Console console, ConfigSources sources, StopRequest stop) {
        this.console = console;
        this.sources = sources;
        this.stop = stop;
    }

    @Override
    public Integer call() throws InterruptedException {
        OutputOptions.Output output = outputs.output(dashboard.place());
        return new Publishing(plan(), output, console, stop).call();
    }

    /**
     * The options, checked.
     *
     * @throws CommandFailure naming the first that is wrong, and what to do
     */
    PublishPlan plan() {
        PublishPlan.Reading reading = inputs.reading(input(), file == null ? "" : file);
        try {
            LoadedConfig loaded = sources.load(config, console);
            PublishPlan.Engine engine = new PublishPlan.Engine(
                    loaded, uris, tls.settings(), size.size(), retries.patience(loaded.retryPolicy()));
            PublishPlan plan = new PublishPlan(
                    reading,
                    destinations.keyPointer(reading.format()),
                    destinations.destination(),
                    destinations.declarations(),
                    messages.options(),
                    batch.packing(reading.format(), settings(engine)),
                    engine);
            plan.options();
            return plan;
        } catch (InvalidMessageException e) {
            throw CommandFailure.usage(e.getMessage() + ": correct it");
        }
    }

    private Input input() {
        if (file == null && console.inIsTerminal()) {
            throw CommandFailure.usage("no FILE: name one, or - to type lines; see ringpost publish --help");
        }
        return Input.of(file == null ? "-" : file, console.in());
    }

    private EngineSettings settings(PublishPlan.Engine engine) {
        EngineSettings settings;
        try {
            settings = engine.builder(engine.uris()).buildSettings();
        } catch (ConfigException e) {
            ParseResult given = Objects.requireNonNull(spec).commandLine().getParseResult();
            throw new SettingNames(engine.config(), SETTINGS, given).failure(e);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCodes.USAGE, e.getMessage() + ": correct it", e);
        }
        Integer wanted = engine.size().maxMessageBytes();
        if (wanted != null && settings.maxMessageBytes() < wanted) {
            throw CommandFailure.usage("--max-message-bytes " + wanted + " does not fit into memory, only "
                    + settings.maxMessageBytes() + " do: lower it or --lanes, or set RINGPOST_JAVA_OPTS=-Xmx1g");
        }
        return settings;
    }
}
