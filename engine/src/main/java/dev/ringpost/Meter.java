package dev.ringpost;

import java.util.Locale;
import java.util.Map;

/**
 * Everything that an engine counts, and every level that it knows: read by {@link EngineMeters#value(Meter)}. Each has a name
 * by Micrometer's conventions; six have the names, and nearly the meaning, that RabbitMQ's Java client gave them. What is
 * timed has a {@link Timing}. Counters only grow, and start at 0 with the engine.
 */
public enum Meter {
    /** Messages that {@code publish} or {@code tryPublish} accepted. */
    ACCEPTED("rabbitmq.published", Kind.COUNTER, Unit.MESSAGES, "Messages accepted"),

    /** Messages with outcome {@link Outcome#CONFIRMED}. */
    CONFIRMED("rabbitmq.acknowledged_published", Kind.COUNTER, Unit.MESSAGES, "Messages with outcome CONFIRMED"),

    /** Messages with outcome {@link Outcome#REJECTED}; a nack that was followed by a retry is not among them. */
    REJECTED(
            "rabbitmq.not_acknowledged_published",
            Kind.COUNTER,
            Unit.MESSAGES,
            "Messages with outcome REJECTED: nacked, and not or not successfully tried again"),

    /** Messages with outcome {@link Outcome#RETURNED}. */
    RETURNED(
            "rabbitmq.unrouted_published",
            Kind.COUNTER,
            Unit.MESSAGES,
            "Messages with outcome RETURNED: mandatory, and no queue for them"),

    /** Messages with outcome {@link Outcome#TIMED_OUT}. */
    TIMED_OUT(
            "rabbitmq.failed_to_publish",
            Map.of("outcome", "timed_out"),
            Kind.COUNTER,
            Unit.MESSAGES,
            "Messages with outcome TIMED_OUT: no answer within the delivery timeout"),

    /** Messages with outcome {@link Outcome#FAILED}. */
    FAILED(
            "rabbitmq.failed_to_publish",
            Map.of("outcome", "failed"),
            Kind.COUNTER,
            Unit.MESSAGES,
            "Messages with outcome FAILED: not serialized or encoded, or refused by the broker"),

    /** Messages with outcome {@link Outcome#ABORTED}. */
    ABORTED(
            "rabbitmq.failed_to_publish",
            Map.of("outcome", "aborted"),
            Kind.COUNTER,
            Unit.MESSAGES,
            "Messages with outcome ABORTED: without an answer when the engine was closed"),

    /** Connections that are open now, at most one each lane. */
    CONNECTIONS("rabbitmq.connections", Kind.GAUGE, Unit.CONNECTIONS, "Connections open now, at most one each lane"),

    /** Connections made, the first ones included. */
    CONNECTS(
            "rabbitmq.publisher.connects", Kind.COUNTER, Unit.CONNECTIONS, "Connections made, the first ones included"),

    /** Connections made after an earlier one of the lane. */
    RECONNECTS(
            "rabbitmq.publisher.reconnects", Kind.COUNTER, Unit.CONNECTIONS, "Connections made in place of a lost one"),

    /** Rounds over all brokers that ended without a connection, since the engine runs. */
    CONNECT_FAILURES(
            "rabbitmq.publisher.connect.failures",
            Kind.COUNTER,
            Unit.ROUNDS,
            "Rounds over all brokers without a connection"),

    /** How long the broker blocked the lanes' connections, those blocked now included; summed over the lanes. */
    BLOCKED_NS(
            "rabbitmq.publisher.blocked",
            Kind.COUNTER,
            Unit.NANOSECONDS,
            "Time that the broker blocked connections, by an alarm"),

    /** Lanes whose connection the broker blocks now. */
    BLOCKED_LANES(
            "rabbitmq.publisher.blocked.lanes", Kind.GAUGE, Unit.LANES, "Lanes whose connection the broker blocks now"),

    /** Messages accepted whose outcome has not been delivered yet. */
    IN_FLIGHT("rabbitmq.publisher.in.flight", Kind.GAUGE, Unit.MESSAGES, "Messages without an outcome yet"),

    /** Slots of the rings that callers may use. */
    RING_SIZE("rabbitmq.publisher.ring.size", Kind.GAUGE, Unit.SLOTS, "Slots of the ring that callers may use"),

    /** Slots of the rings that are free for callers now; none means that {@code publish} waits. */
    RING_REMAINING("rabbitmq.publisher.ring.remaining", Kind.GAUGE, Unit.SLOTS, "Slots free for callers now"),

    /** Bytes of the memory budget that large bodies and stored messages take now. */
    MEMORY_USED_BYTES(
            "rabbitmq.publisher.memory.used",
            Kind.GAUGE,
            Unit.BYTES,
            "Memory budget taken by large bodies and retries"),

    /** Bytes of the memory budget, see {@link EngineBuilder#memoryBudgetBytes}. */
    MEMORY_LIMIT_BYTES("rabbitmq.publisher.memory.limit", Kind.GAUGE, Unit.BYTES, "Memory budget"),

    /** Messages that left their slot and wait for a retry, a late answer or their turn. */
    STORED_MESSAGES(
            "rabbitmq.publisher.retry.stored",
            Kind.GAUGE,
            Unit.MESSAGES,
            "Messages that wait outside the ring for a retry, a late answer or their turn"),

    /** Bytes of the memory budget that those take. */
    STORED_BYTES(
            "rabbitmq.publisher.retry.memory",
            Kind.GAUGE,
            Unit.BYTES,
            "Memory budget taken by messages that wait outside the ring"),

    /** Messages tried again after a nack. */
    RETRIES_AFTER_NACK(
            "rabbitmq.publisher.retries",
            Map.of("cause", "nack"),
            Kind.COUNTER,
            Unit.MESSAGES,
            "Messages tried again after a nack"),

    /** Messages tried again after the confirm timeout. */
    RETRIES_AFTER_CONFIRM_TIMEOUT(
            "rabbitmq.publisher.retries",
            Map.of("cause", "confirm_timeout"),
            Kind.COUNTER,
            Unit.MESSAGES,
            "Messages tried again after the confirm timeout"),

    /** Messages written again after a connection or channel was lost. */
    RESENDS(
            "rabbitmq.publisher.resends",
            Kind.COUNTER,
            Unit.MESSAGES,
            "Messages written again after a connection or channel was lost"),

    /** Messages written to a connection, repeats included. */
    SENT("rabbitmq.publisher.sent", Kind.COUNTER, Unit.MESSAGES, "Messages written to a connection, repeats included"),

    /** AMQP messages written, repeats included: fewer than {@link #SENT} where records share them. */
    AMQP_MESSAGES(
            "rabbitmq.publisher.amqp.messages",
            Kind.COUNTER,
            Unit.MESSAGES,
            "AMQP messages written: fewer than sent where records share one"),

    /** Batches written, each one a write to the socket, or a few for large bodies. */
    WRITES("rabbitmq.publisher.writes", Kind.COUNTER, Unit.WRITES, "Batches written to the socket"),

    /** Bytes of message bodies written, repeats included. */
    BODY_BYTES("rabbitmq.publisher.body", Kind.COUNTER, Unit.BYTES, "Message bodies written, repeats included"),

    /** Bytes of the frames written for them, without TLS. */
    WIRE_BYTES("rabbitmq.publisher.wire", Kind.COUNTER, Unit.BYTES, "Frames written, without TLS"),

    /** Bytes that compressors were given. */
    UNCOMPRESSED_BYTES("rabbitmq.publisher.uncompressed", Kind.COUNTER, Unit.BYTES, "What compressors were given"),

    /** Bytes that they made of them. */
    COMPRESSED_BYTES("rabbitmq.publisher.compressed", Kind.COUNTER, Unit.BYTES, "What compressors made of it"),

    /** Calls that were refused, at once or by the enqueue timeout, as the ring or the memory budget was full. */
    REFUSED_FULL(
            "rabbitmq.publisher.refused",
            Map.of("reason", "full"),
            Kind.COUNTER,
            Unit.CALLS,
            "Calls refused, at once or by the enqueue timeout: ring or memory budget full"),

    /** Calls that were refused, at once or by the enqueue timeout, as the broker blocks publishers. */
    REFUSED_BLOCKED(
            "rabbitmq.publisher.refused",
            Map.of("reason", "blocked"),
            Kind.COUNTER,
            Unit.CALLS,
            "Calls refused, at once or by the enqueue timeout: the broker blocks publishers"),

    /** Calls that were refused as the engine is closed, or its lane failed. */
    REFUSED_CLOSED(
            "rabbitmq.publisher.refused",
            Map.of("reason", "closed"),
            Kind.COUNTER,
            Unit.CALLS,
            "Calls refused: engine closed or lane failed"),

    /** Exceptions thrown by callbacks and listeners. */
    CALLBACK_ERRORS(
            "rabbitmq.publisher.callback.errors",
            Kind.COUNTER,
            Unit.EXCEPTIONS,
            "Exceptions thrown by callbacks and listeners");

    /** Whether a value only grows. */
    public enum Kind {
        /** Grows from 0; of interest is by how much in some time. */
        COUNTER,

        /** A level that goes up and down. */
        GAUGE
    }

    /** What a value counts. */
    public enum Unit {
        /** Messages, or with record batching records. */
        MESSAGES,
        /** Calls that publish; of {@code tryPublish} in a loop, each one. */
        CALLS,
        /** Slots of rings. */
        SLOTS,
        /** Batches written. */
        WRITES,
        /** Connections to a broker. */
        CONNECTIONS,
        /** Rounds of trying every broker once. */
        ROUNDS,
        /** Lanes. */
        LANES,
        /** Exceptions. */
        EXCEPTIONS,
        /** Bytes. */
        BYTES,
        /** Nanoseconds; shown to monitoring systems in seconds. */
        NANOSECONDS;

        private static final double NS_PER_SECOND = 1e9;

        /** The base unit by Micrometer's conventions: {@code bytes}, {@code seconds}, or for mere counts the empty text. */
        public String baseUnit() {
            return switch (this) {
                case BYTES -> "bytes";
                case NANOSECONDS -> "seconds";
                default -> "";
            };
        }

        /** A value in the base unit. */
        public double toBaseUnit(long value) {
            return this == NANOSECONDS ? value / NS_PER_SECOND : value;
        }
    }

    private final String meterName;

    @SuppressWarnings("ImmutableEnumChecker") // each is of Map.of
    private final Map<String, String> tags;

    private final Kind kind;
    private final Unit unit;
    private final String description;

    Meter(String meterName, Kind kind, Unit unit, String description) {
        this(meterName, Map.of(), kind, unit, description);
    }

    Meter(String meterName, Map<String, String> tags, Kind kind, Unit unit, String description) {
        this.meterName = meterName;
        this.tags = tags;
        this.kind = kind;
        this.unit = unit;
        this.description = description;
    }

    /** The name by Micrometer's conventions, as {@code rabbitmq.publisher.ring.remaining}, without a unit. */
    public String meterName() {
        return meterName;
    }

    /** What tells it from other meters of the same name, as {@code outcome} or {@code cause}; mostly nothing. */
    public Map<String, String> tags() {
        return tags;
    }

    /** Whether it only grows. */
    public Kind kind() {
        return kind;
    }

    /** The unit of {@link EngineMeters#value(Meter)}. */
    public Unit unit() {
        return unit;
    }

    /** What it tells, in a few words. */
    public String description() {
        return description;
    }

    /** The name that Micrometer's Prometheus registry makes of it: with the base unit, and {@code _total} for counters. */
    public String prometheusName() {
        return prometheusName(meterName, unit.baseUnit()) + (kind == Kind.COUNTER ? "_total" : "");
    }

    static String prometheusName(String meterName, String baseUnit) {
        String name = meterName.replace('.', '_').toLowerCase(Locale.ROOT);
        return baseUnit.isEmpty() ? name : name + "_" + baseUnit;
    }
}
