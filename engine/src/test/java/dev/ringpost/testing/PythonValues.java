package dev.ringpost.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Values as they travel to and from {@link KombuPeer}: JSON, where what JSON has no type for is an object of one entry whose
 * name begins with {@code $}, such as <code>{"$bytes": "AP8="}</code>. Two nodes are equal if Python's values are of the
 * same type and equal; an int is none of float's, and order counts in lists only.
 */
public final class PythonValues {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final BigInteger INT_MIN = BigInteger.valueOf(Integer.MIN_VALUE);
    private static final BigInteger INT_MAX = BigInteger.valueOf(Integer.MAX_VALUE);

    /** As {@code isoformat()}: six digits of a fraction or none. */
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

    private static final DateTimeFormatter TIME_WITH_MICROS = DateTimeFormatter.ofPattern("HH:mm:ss.SSSSSS");
    private static final DateTimeFormatter OFFSET =
            new DateTimeFormatterBuilder().appendOffset("+HH:MM", "+00:00").toFormatter();

    private PythonValues() {}

    /** A value that Java has no type for, or that is to be written as it is. */
    public static JsonNode tagged(String tag, Object content) {
        return NODES.objectNode().set(tag, of(content));
    }

    /** The node of a Java value; a node is brought into the one form that compares. */
    public static JsonNode of(@Nullable Object value) {
        if (value == null) {
            return NODES.nullNode();
        }
        if (value instanceof JsonNode node) {
            return ofNode(node);
        }
        if (value instanceof Number number) {
            return ofNumber(number);
        }
        if (value instanceof Map<?, ?> map) {
            return ofMap(map);
        }
        if (value instanceof Set<?> set) {
            return sorted("$set", set.stream().map(PythonValues::of));
        }
        if (value instanceof Iterable<?> list) {
            ArrayNode array = NODES.arrayNode();
            list.forEach(each -> array.add(of(each)));
            return array;
        }
        return ofScalar(value);
    }

    private static JsonNode ofScalar(Object value) {
        if (value instanceof String text) {
            return NODES.textNode(text);
        }
        if (value instanceof Boolean bool) {
            return NODES.booleanNode(bool);
        }
        if (value instanceof byte[] bytes) {
            return tagged("$bytes", Base64.getEncoder().encodeToString(bytes));
        }
        if (value instanceof OffsetDateTime time) {
            return tagged("$datetime", iso(time.toLocalDateTime()) + OFFSET.format(time));
        }
        if (value instanceof LocalDateTime time) {
            return tagged("$datetime", iso(time));
        }
        if (value instanceof LocalDate date) {
            return tagged("$date", date.toString());
        }
        if (value instanceof LocalTime time) {
            return tagged("$time", iso(time));
        }
        if (value instanceof UUID uuid) {
            return tagged("$uuid", uuid.toString().replace("-", ""));
        }
        throw new IllegalArgumentException("no form for a " + value.getClass().getName());
    }

    private static JsonNode ofNumber(Number number) {
        if (number instanceof BigDecimal decimal) {
            return tagged("$decimal", decimal.toString());
        }
        if (number instanceof Double || number instanceof Float) {
            return NODES.numberNode(number.doubleValue());
        }
        return ofInteger(number instanceof BigInteger big ? big : BigInteger.valueOf(number.longValue()));
    }

    /** The narrowest node: those of different widths are never equal. */
    private static JsonNode ofInteger(BigInteger integer) {
        if (integer.compareTo(INT_MIN) >= 0 && integer.compareTo(INT_MAX) <= 0) {
            return NODES.numberNode(integer.intValue());
        }
        return integer.bitLength() < Long.SIZE ? NODES.numberNode(integer.longValue()) : NODES.numberNode(integer);
    }

    private static JsonNode ofMap(Map<?, ?> map) {
        if (map.keySet().stream().allMatch(key -> key instanceof String name && !name.startsWith("$"))) {
            ObjectNode object = NODES.objectNode();
            map.forEach((key, each) -> object.set((String) key, of(each)));
            return object;
        }
        return sorted(
                "$map",
                map.entrySet().stream()
                        .map(entry -> NODES.arrayNode().add(of(entry.getKey())).add(of(entry.getValue()))));
    }

    private static JsonNode ofNode(JsonNode node) {
        if (node.isIntegralNumber()) {
            return ofInteger(node.bigIntegerValue());
        }
        if (node.isArray()) {
            return of((Iterable<?>) List.copyOf(elements(node)));
        }
        if (!node.isObject()) {
            return node;
        }
        for (String unordered : List.of("$set", "$map")) {
            if (node.size() == 1 && node.has(unordered)) {
                return sorted(unordered, elements(node.get(unordered)).stream().map(PythonValues::of));
            }
        }
        ObjectNode copy = NODES.objectNode();
        node.properties().forEach(entry -> copy.set(entry.getKey(), of(entry.getValue())));
        return copy;
    }

    private static List<JsonNode> elements(JsonNode array) {
        return array.valueStream().toList();
    }

    private static JsonNode sorted(String tag, Stream<? extends JsonNode> nodes) {
        ArrayNode array = NODES.arrayNode();
        nodes.sorted(Comparator.comparing(JsonNode::toString)).forEach(array::add);
        return NODES.objectNode().set(tag, array);
    }

    private static String iso(LocalDateTime time) {
        return time.toLocalDate() + "T" + iso(time.toLocalTime());
    }

    private static String iso(LocalTime time) {
        return (time.get(ChronoField.MICRO_OF_SECOND) == 0 ? TIME : TIME_WITH_MICROS).format(time);
    }
}
