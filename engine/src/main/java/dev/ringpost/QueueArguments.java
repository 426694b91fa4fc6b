package dev.ringpost;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The arguments of a queue that RabbitMQ knows, and what it would refuse of them. */
final class QueueArguments {

    static final String TYPE = "x-queue-type";
    static final String EXPIRES = "x-expires";
    static final String MESSAGE_TTL = "x-message-ttl";
    static final String MAX_LENGTH = "x-max-length";
    static final String MAX_LENGTH_BYTES = "x-max-length-bytes";
    static final String MAX_PRIORITY = "x-max-priority";

    /** RabbitMQ takes any width of integer for these, and no other type. */
    private static final Set<String> INTEGERS = Set.of(
            EXPIRES,
            MESSAGE_TTL,
            MAX_LENGTH,
            MAX_LENGTH_BYTES,
            MAX_PRIORITY,
            "x-max-in-memory-length",
            "x-max-in-memory-bytes",
            "x-delivery-limit",
            "x-quorum-initial-group-size",
            "x-initial-cluster-size",
            "x-stream-max-segment-size-bytes",
            "x-stream-filter-size-bytes",
            "x-consumer-timeout");

    private static final Set<String> NOT_FOR_STREAMS = Set.of(EXPIRES, MESSAGE_TTL, MAX_LENGTH, MAX_PRIORITY);

    private QueueArguments() {}

    /** Refuses fractions where an integer is wanted. */
    static void checkTypes(String queue, Map<String, Object> arguments) {
        arguments.forEach((name, value) -> {
            boolean fraction = value instanceof Double || value instanceof Float || value instanceof BigDecimal;
            if (fraction && INTEGERS.contains(name)) {
                throw new InvalidMessageException(queue + ": argument \"" + name + "\" is the "
                        + value.getClass().getSimpleName() + " " + value + ", and RabbitMQ takes integers only");
            }
        });
    }

    /** Refuses combinations that no broker accepts. */
    static void checkType(Queue queue, Map<String, Object> arguments) {
        Object type = arguments.get(TYPE);
        boolean stream = QueueType.STREAM.argument().equals(type);
        if (!stream && !QueueType.QUORUM.argument().equals(type)) {
            return;
        }
        String wrong = null;
        if (!queue.durable()) {
            wrong = "it must be durable";
        } else if (queue.exclusive()) {
            wrong = "it cannot be exclusive";
        } else if (queue.autoDelete()) {
            wrong = "it cannot be auto-delete";
        } else if (stream && queue.isServerNamed()) {
            wrong = "it needs a name";
        } else {
            wrong = wrongArgument(stream, arguments);
        }
        if (wrong != null) {
            throw new InvalidMessageException(queue + " is of type " + type + ": " + wrong);
        }
    }

    private static @Nullable String wrongArgument(boolean stream, Map<String, Object> arguments) {
        for (String name : arguments.keySet()) {
            if (stream ? NOT_FOR_STREAMS.contains(name) : name.equals(MAX_PRIORITY)) {
                return "it has no argument \"" + name + "\"";
            }
        }
        return null;
    }

    /** Sets an argument to a duration in whole milliseconds. */
    static void putMs(Map<String, Object> attributes, String argument, Duration value, long leastMs) {
        Duration most = AmqpLimits.MAX_EXPIRATION; // of its timers, the same
        if (value.isNegative() || value.compareTo(most) > 0 || value.toMillis() < leastMs) {
            throw new InvalidMessageException("queue argument \"" + argument + "\" of " + value + " is not in "
                    + leastMs + ".." + most.toMillis() + " ms");
        }
        put(attributes, argument, value.toMillis(), Long.MAX_VALUE);
    }

    /** Sets an argument to an integer, as narrow as it fits. */
    static void put(Map<String, Object> attributes, String argument, long value, long most) {
        if (value < 0 || value > most) {
            throw new InvalidMessageException(
                    "queue argument \"" + argument + "\" of " + value + " is not in 0.." + most);
        }
        attributes.putAll(HeaderTables.copyOfArguments(Map.of(argument, value)));
    }
}
