package dev.ringpost.cli;

import com.fasterxml.jackson.core.JsonPointer;
import dev.ringpost.EngineSettings;
import dev.ringpost.InvalidMessageException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ringpost publish}: its options, and the plan they make. */
@Command(
        name = "publish",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = {
            "Publishes each line of a file or of standard input as one persistent message, or with --batch-records as a "
                    + "record of one, and waits for the broker to confirm every one.",
            ""
        },
        footer = {
            "",
            "Lines end with LF or CR LF. As \"lines\", each line is a message of type text/plain, an empty line an "
                    + "empty message; bytes are passed on as they are, valid UTF-8 or not. As \"ndjson\", each line is "
                    + "checked to be one JSON value and sent as it stands, as application/json; blank lines are "
                    + "skipped. A line that is not JSON, has no usable routing key or is over the limit is rejected: it "
                    + "is named on standard error, and the rest goes on.",
            "",
            "With --batch-records or --batch-bytes, lines for one exchange and routing key share AMQP messages. A queue's "
                    + "depth counts those; all else that is reported, and --rate, counts lines. Consumers know the "
                    + "format by a header, and unpack it with RecordReader or a few lines of their own.",
            "",
            "Ctrl-C stops reading, waits for what is in flight and reports; twice: does not wait.",
            "",
            "Exit codes: 0 all confirmed; 1 some were not, or lines were rejected; 2 usage or configuration, also a login "
                    + "or certificate that is refused; 3 broker not reachable; 130 stopped by Ctrl-C.",
            "",
            "Examples:",
            "  ringpost publish config/samples/ticks.ndjson",
            "  ringpost publish --uri amqp://user:secret@broker:5672/prod --exchange ticks \\",
            "                   --routing-key-from /symbol --rate 5000 --report run.json ticks.ndjson",
            "  ringpost publish --batch-records 1000 --compression zstd ticks.ndjson"
        })
final class PublishCommand implements Callable<Integer> {

    private static final String DEFAULT_QUEUE = "ringpost.demo";

    @Option(
            names = "--uri",
            paramLabel = "URI",
            description =
                    "Broker, amqp://user:password@host:port/vhost or amqps://...; several, separated by semicolons or each "
                            + "with its own --uri, are tried in turn. "
                            + "Default: a broker inside this process, gone with it.")
    private List<String> uris = new ArrayList<>();

    @Mixin
    private TlsFiles tls = new TlsFiles();

    @Option(
            names = "--exchange",
            paramLabel = "X",
            description = "Exchange to publish to; it must exist. Default: straight to the queue.")
    private String exchange = "";

    @Option(names = "--routing-key", paramLabel = "K", description = "Routing key, with --exchange. Default: empty.")
    private @Nullable String routingKey;

    @Option(
            names = "--queue",
            paramLabel = "Q",
            description = "Queue to declare (durable, unless it exists) and to read the depth of at the end; without "
                    + "--exchange also the one to publish to. Default: " + DEFAULT_QUEUE + ", with --exchange none.")
    private @Nullable String queue;

    @Option(
            names = "--mandatory",
            description = "Have messages returned, and counted, that the exchange routes to no queue.")
    private boolean mandatory;

    @Option(
            names = "--format",
            paramLabel = "lines|ndjson",
            description = "What a line is. Default: ndjson for files named *.ndjson or *.jsonl, else lines.")
    private @Nullable Format format;

    @Option(
            names = "--routing-key-from",
            paramLabel = "POINTER",
            description =
                    "JSON pointer to each record's routing key, as /symbol; ndjson only. Without --exchange it is "
                            + "a queue's name, and messages are mandatory.")
    private @Nullable String routingKeyFrom;

    @Option(names = "--rate", paramLabel = "N", description = "At most N messages a second, evenly. Default: no limit.")
    private @Nullable Double rate;

    @Option(names = "--repeat", paramLabel = "N", description = "Publish the file N times. Default: 1.")
    private int repeat = 1;

    @Option(names = "--strict", description = "Stop at the first rejected line.")
    private boolean strict;

    @Mixin
    private BatchOptions batch = new BatchOptions();

    @Option(
            names = "--lanes",
            paramLabel = "N",
            description = "Connections used side by side; several help with many routing keys. Default: a quarter of "
                    + "the processors.")
    private @Nullable Integer lanes;

    @Option(
            names = "--ring-size",
            paramLabel = "N",
            description = "Messages in flight on one lane at most, a power of two. Default: 16384.")
    private @Nullable Integer ringSize;

    @Option(
            names = "--max-message-bytes",
            paramLabel = "N",
            description = "Longer lines are rejected. Default: 16777216, or less if memory is short.")
    private @Nullable Integer maxMessageBytes;

    @Option(
            names = "--delivery-timeout",
            paramLabel = "TIME",
            converter = DurationOption.class,
            description = "A message without an answer for so long, as 500ms, 30s or 2m, has timed out, and reading "
                    + "stops. Default: 60s.")
    private Duration deliveryTimeout = Duration.ofSeconds(60);

    @Option(
            names = "--close-timeout",
            paramLabel = "TIME",
            converter = DurationOption.class,
            description = "How long to wait for the last answers at the end. Default: 30s.")
    private Duration closeTimeout = Duration.ofSeconds(30);

    @Option(names = "--report", paramLabel = "FILE", description = "Write what the summary says there as JSON.")
    private @Nullable String report;

    @Parameters(arity = "0..1", paramLabel = "FILE|-", description = "What to publish; - or nothing is standard input.")
    private @Nullable String file;

    private final Console console;
    private final StopRequest stop;

    PublishCommand(Console console, StopRequest stop) {
        this.console = console;
        this.stop = stop;
    }

    @Override
    public Integer call() throws InterruptedException {
        return new Publishing(plan(), report, console, stop).call();
    }

    /**
     * The options, checked.
     *
     * @throws CommandFailure naming the first that is wrong, and what to do
     */
    PublishPlan plan() {
        Input input = input();
        Format lineFormat = format == null ? Format.ofFileName(file == null ? "" : file) : format;
        if (repeat < 1) {
            throw CommandFailure.usage("--repeat " + repeat + " is less than 1: give how often to publish the file");
        }
        if (repeat > 1 && !input.isRepeatable()) {
            throw CommandFailure.usage(
                    "--repeat needs a file that can be read again, and " + input + " cannot: save it to a file");
        }
        if (rate != null && !(rate > 0 && rate <= Integer.MAX_VALUE)) {
            throw CommandFailure.usage("--rate " + rate + " is not above 0: give messages a second");
        }
        try {
            PublishPlan.Engine engine = engine();
            PublishPlan plan = new PublishPlan(
                    input,
                    lineFormat,
                    repeat,
                    strict,
                    keyPointer(lineFormat),
                    rate,
                    destination(),
                    batch.packing(lineFormat, settings(engine)),
                    engine);
            plan.options();
            return plan;
        } catch (InvalidMessageException e) {
            throw CommandFailure.usage(e.getMessage() + ": shorten it");
        }
    }

    private Input input() {
        if (file == null && console.inIsTerminal()) {
            throw CommandFailure.usage("no FILE: name one, or - to type lines; see ringpost publish --help");
        }
        return Input.of(file == null ? "-" : file, console.in());
    }

    private @Nullable JsonPointer keyPointer(Format lineFormat) {
        if (routingKeyFrom == null) {
            return null;
        }
        if (lineFormat != Format.NDJSON) {
            throw CommandFailure.usage("--routing-key-from needs JSON: add --format ndjson if the lines are");
        }
        if (routingKey != null) {
            throw CommandFailure.usage("--routing-key and --routing-key-from exclude each other: leave one out");
        }
        try {
            return JsonPointer.compile(routingKeyFrom);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage(
                    "--routing-key-from " + routingKeyFrom + " is no JSON pointer: it starts with a slash, as /symbol");
        }
    }

    private Destination destination() {
        if (queue != null && queue.isEmpty()) {
            throw CommandFailure.usage("--queue is empty: give the queue's name");
        }
        if (!exchange.isEmpty()) {
            return new Destination(exchange, routingKey == null ? "" : routingKey, queue, mandatory);
        }
        String target = queue == null ? DEFAULT_QUEUE : queue;
        if (routingKey != null && !routingKey.equals(target)) {
            // A long key is the more useful complaint.
            new Destination("", routingKey, null, false).options(Format.LINES);
            throw CommandFailure.usage("--routing-key needs --exchange: without one, name the queue with --queue");
        }
        return new Destination("", target, target, mandatory || routingKeyFrom != null);
    }

    private PublishPlan.Engine engine() {
        return new PublishPlan.Engine(
                uris, tls.settings(), lanes, ringSize, maxMessageBytes, deliveryTimeout, closeTimeout);
    }

    private EngineSettings settings(PublishPlan.Engine engine) {
        EngineSettings settings;
        try {
            settings = engine.builder(uris).buildSettings();
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCodes.USAGE, e.getMessage() + ": correct it", e);
        }
        if (maxMessageBytes != null && settings.maxMessageBytes() < maxMessageBytes) {
            throw CommandFailure.usage("--max-message-bytes " + maxMessageBytes + " does not fit into memory, only "
                    + settings.maxMessageBytes() + " do: lower it or --lanes, or set RINGPOST_JAVA_OPTS=-Xmx1g");
        }
        return settings;
    }
}
