package dev.ringpost.cli;

import com.fasterxml.jackson.core.JsonPointer;
import dev.ringpost.QueueType;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The command's options for where messages go. */
final class DestinationOptions {

    private static final String DEFAULT_QUEUE = "ringpost.demo";
    private static final String ALL_KEYS = "#";

    @Option(
            names = "--queue",
            paramLabel = "Q",
            description = "Queue to declare (durable, unless it exists) and to read the depth of at the end; without "
                    + "--exchange also the one to publish to. Default: " + DEFAULT_QUEUE + ", with --exchange none.")
    private @Nullable String queue;

    @Option(
            names = "--queue-type",
            paramLabel = "TYPE",
            description = "Declare the queue as classic, quorum or stream. Default: as it is, or the broker's default.")
    private @Nullable QueueType queueType;

    @Option(
            names = "--exchange",
            paramLabel = "X",
            description =
                    "Exchange to publish to; it must exist, or see --exchange-type. Default: straight to the queue.")
    private String exchange = "";

    @Option(
            names = "--exchange-type",
            paramLabel = "TYPE",
            description =
                    "Declare the exchange, durable, as direct, fanout, topic, headers or a plug-in's, and bind --queue to "
                            + "it by the routing key.")
    private @Nullable String exchangeType;

    @Option(
            names = {"--routing-key", "--key"},
            paramLabel = "K",
            description = "Routing key, with --exchange. Default: empty.")
    private @Nullable String routingKey;

    @Option(
            names = {"--routing-key-from", "--key-from"},
            paramLabel = "POINTER",
            description =
                    "JSON pointer to each record's routing key, as /symbol; ndjson and csv only. Without --exchange it is "
                            + "a queue's name, and messages are mandatory.")
    private @Nullable String routingKeyFrom;

    @Option(
            names = "--mandatory",
            description = "Have messages returned, and counted, that the exchange routes to no queue.")
    private boolean mandatory;

    /** Where a line has its routing key, or {@code null}. */
    @Nullable
    JsonPointer keyPointer(Format lineFormat) {
        if (routingKeyFrom == null) {
            return null;
        }
        if (!lineFormat.isJson()) {
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

    Destination destination() {
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

    Declarations declarations() {
        if (exchangeType != null && exchange.isEmpty()) {
            throw CommandFailure.usage("--exchange-type needs --exchange: name the exchange to declare");
        }
        if (queueType != null && queue == null && !exchange.isEmpty()) {
            throw CommandFailure.usage("--queue-type needs --queue: name the queue to declare");
        }
        return new Declarations(exchangeType, queueType, exchangeType == null || queue == null ? null : bindingKey());
    }

    private String bindingKey() {
        if (routingKeyFrom == null) {
            return routingKey == null ? "" : routingKey;
        }
        if ("direct".equals(exchangeType)) {
            throw CommandFailure.usage("a direct exchange has no binding for every key of --routing-key-from: use"
                    + " --exchange-type topic, or bind the queue at the broker and leave --queue out");
        }
        return ALL_KEYS;
    }
}
