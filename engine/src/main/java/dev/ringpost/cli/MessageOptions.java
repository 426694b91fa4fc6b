package dev.ringpost.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ringpost.DeliveryMode;
import dev.ringpost.PublishOptions;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The command's options for the AMQP properties of every message, in AMQP's and Kombu's words. */
final class MessageOptions {

    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    @Option(
            names = "--header",
            paramLabel = "K=V",
            description =
                    "A header with a text as its value, or with K:=V a JSON value, as retries:=3. May be repeated.")
    private List<String> headers = new ArrayList<>();

    @Option(
            names = "--persistent",
            description =
                    "Kept over a restart of the broker, where the queue is durable (delivery mode 2). The default.")
    private boolean persistent;

    @Option(names = "--transient", description = "Lost with a restart of the broker (delivery mode 1).")
    private boolean isTransient;

    @Option(names = "--priority", paramLabel = "N", description = "Priority, 0 to 255. Default: 0.")
    private @Nullable Integer priority;

    @Option(
            names = "--expiration",
            paramLabel = "TIME",
            converter = DurationOption.class,
            description = "How long a message may wait in a queue, as 60s. Default: for ever.")
    private @Nullable Duration expiration;

    @Option(
            names = "--content-type",
            paramLabel = "TYPE",
            description = "Default: text/plain for lines, application/json for ndjson and csv.")
    private @Nullable String contentType;

    @Option(names = "--content-encoding", paramLabel = "ENC", description = "Default: utf-8.")
    private @Nullable String contentEncoding;

    @Option(names = "--correlation-id", paramLabel = "ID", description = "The same for every message.")
    private @Nullable String correlationId;

    @Option(names = "--reply-to", paramLabel = "Q", description = "Queue that answers are expected in.")
    private @Nullable String replyTo;

    @Option(names = "--message-id", paramLabel = "ID", description = "The same for every message.")
    private @Nullable String messageId;

    @Option(
            names = "--numbered-message-id",
            description =
                    "A message id of its own for each line, the same whenever it is sent again: consumers tell repeats "
                            + "by it.")
    private boolean numberedMessageId;

    @Option(
            names = "--timestamp",
            paramLabel = "T",
            description = "The same for every message, as 2026-01-31T12:00:00Z. Default: none.")
    private @Nullable String timestamp;

    @Option(names = "--type", paramLabel = "TYPE", description = "What kind of message it is, to the application.")
    private @Nullable String type;

    @Option(names = "--user-id", paramLabel = "USER", description = "Must be the user of the login.")
    private @Nullable String userId;

    @Option(names = "--app-id", paramLabel = "ID", description = "The application that publishes.")
    private @Nullable String appId;

    /**
     * What is given, and nothing else.
     *
     * @throws CommandFailure if one is wrong by itself
     * @throws dev.ringpost.InvalidMessageException if one breaks a rule of AMQP
     */
    PublishOptions options() {
        PublishOptions.Builder builder = PublishOptions.builder();
        if (!headers.isEmpty()) {
            builder.headers(headerTable());
        }
        if (persistent && isTransient) {
            throw CommandFailure.usage("--persistent and --transient exclude each other: leave one out");
        }
        if (persistent || isTransient) {
            builder.deliveryMode(isTransient ? DeliveryMode.TRANSIENT : DeliveryMode.PERSISTENT);
        }
        if (priority != null) {
            builder.priority(priority);
        }
        if (expiration != null) {
            builder.expiration(expiration);
        }
        if (contentType != null) {
            builder.contentType(contentType);
        }
        if (contentEncoding != null) {
            builder.contentEncoding(contentEncoding);
        }
        ids(builder);
        if (replyTo != null) {
            builder.replyTo(replyTo);
        }
        if (timestamp != null) {
            builder.timestamp(instant(timestamp));
        }
        if (type != null) {
            builder.type(type);
        }
        return builder.build();
    }

    private void ids(PublishOptions.Builder builder) {
        if (messageId != null && numberedMessageId) {
            throw CommandFailure.usage("--message-id and --numbered-message-id exclude each other: leave one out");
        }
        if (messageId != null) {
            builder.messageId(messageId);
        }
        if (numberedMessageId) {
            builder.numberedMessageId();
        }
        if (correlationId != null) {
            builder.correlationId(correlationId);
        }
        if (userId != null) {
            builder.userId(userId);
        }
        if (appId != null) {
            builder.appId(appId);
        }
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw CommandFailure.usage(
                    "--timestamp " + text + " is no moment in UTC: write it as 2026-01-31T12:00:00Z");
        }
    }

    /** A header of that name that comes twice is most likely a mistake. */
    private Map<String, Object> headerTable() {
        Map<String, Object> table = new LinkedHashMap<>();
        for (String header : headers) {
            int equals = header.indexOf('=');
            boolean isJson = equals > 0 && header.charAt(equals - 1) == ':';
            int nameEnd = isJson ? equals - 1 : equals;
            if (nameEnd <= 0) {
                throw CommandFailure.usage("--header " + header + " has no name and value: write it as NAME=VALUE");
            }
            String name = header.substring(0, nameEnd);
            String text = header.substring(equals + 1);
            if (table.containsKey(name)) {
                throw CommandFailure.usage("--header " + name + " is given twice: leave one out");
            }
            table.put(name, isJson ? jsonValue(name, text) : text);
        }
        return table;
    }

    private static Object jsonValue(String name, String text) {
        try {
            Object value = JSON.readValue(text, Object.class);
            if (value != null) {
                return value;
            }
        } catch (JsonProcessingException e) {
            // answered below
        }
        throw CommandFailure.usage("--header " + name + ":= is followed by no JSON value: write " + name
                + "=... for a text, or a number, true, false, a list or an object");
    }
}
