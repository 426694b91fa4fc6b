package dev.ringpost;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Copies a caller's header table into the form that goes on the wire, and refuses there what cannot be sent.
 *
 * <p>Integral values become Integer where they fit and Long otherwise: AMQP's 8- and 16-bit integer tags mean different
 * things to different clients (a Java Short read by py-amqp as a string ends the consumer's connection).
 */
final class HeaderTables {

    private static final int MAX_DEPTH = 32;
    private static final int MAX_DECIMAL_SCALE = 255;
    private static final int MAX_DECIMAL_BITS = 31;

    private static final HeaderTables HEADERS = new HeaderTables("header");
    private static final HeaderTables ARGUMENTS = new HeaderTables("argument");

    /** What an entry of the table is called. */
    private final String entryName;

    private final String keyName;

    private HeaderTables(String entryName) {
        this.entryName = entryName;
        this.keyName = entryName + " name";
    }

    static Map<String, Object> copyOf(Map<String, ?> headers) {
        if (!headers.containsKey(PublishOptions.ATTEMPT_HEADER)) {
            return HEADERS.copyTable(headers, "", 0);
        }
        Map<String, Object> others = new LinkedHashMap<>(headers);
        others.remove(PublishOptions.ATTEMPT_HEADER);
        return HEADERS.copyTable(others, "", 0);
    }

    /** The same for the arguments of an exchange, a queue or a binding. */
    static Map<String, Object> copyOfArguments(Map<String, ?> arguments) {
        return ARGUMENTS.copyTable(arguments, "", 0);
    }

    private Map<String, Object> copyTable(Map<?, ?> table, String path, int depth) {
        checkDepth(path, depth);
        Map<String, Object> copy = new LinkedHashMap<>(table.size() * 2);
        for (Map.Entry<?, ?> entry : table.entrySet()) {
            if (!(entry.getKey() instanceof String key)) {
                throw new InvalidMessageException(
                        entryName + " " + path + entry.getKey() + ": an entry's name is a String");
            }
            AmqpLimits.shortString(keyName, key);
            Object value = entry.getValue();
            // The path is for errors, which most values cannot have.
            putNullable(copy, key, isImmutable(value) ? value : copyValue(value, path + key, depth));
        }
        return Collections.unmodifiableMap(copy);
    }

    // A header may have no value (AMQP's void), which the annotated Map type has no room for.
    @SuppressWarnings("NullAway")
    private static void putNullable(Map<String, Object> map, String key, @Nullable Object value) {
        map.put(key, value);
    }

    @SuppressWarnings("NullAway") // as above, for lists
    private List<Object> copyList(List<?> list, String path, int depth) {
        checkDepth(path, depth);
        List<Object> copy = new ArrayList<>(list.size());
        for (Object element : list) {
            copy.add(copyValue(element, path + "[]", depth));
        }
        return Collections.unmodifiableList(copy);
    }

    private static boolean isImmutable(@Nullable Object value) {
        return value == null
                || value instanceof String
                || value instanceof Integer
                || value instanceof Boolean
                || value instanceof Double
                || value instanceof Float;
    }

    private @Nullable Object copyValue(@Nullable Object value, String path, int depth) {
        if (value == null || isImmutable(value)) {
            return value;
        }
        if (value instanceof Long || value instanceof Short || value instanceof Byte) {
            return narrowest(((Number) value).longValue());
        }
        if (value instanceof BigInteger big) {
            try {
                return narrowest(big.longValueExact());
            } catch (ArithmeticException e) {
                throw refused(path, "the integer " + big + " does not fit 64 bits");
            }
        }
        if (value instanceof BigDecimal decimal) {
            return checkDecimal(decimal, path);
        }
        if (value instanceof Instant instant) {
            return Date.from(instant);
        }
        if (value instanceof Date date) {
            return new Date(date.getTime());
        }
        if (value instanceof byte[] bytes) {
            return bytes.clone();
        }
        if (value instanceof Map<?, ?> map) {
            return copyTable(map, path + ".", depth + 1);
        }
        if (value instanceof List<?> list) {
            return copyList(list, path, depth + 1);
        }
        if (value instanceof Object[] array) {
            return copyList(java.util.Arrays.asList(array), path, depth + 1);
        }
        throw refused(path, "AMQP has no type for " + value.getClass().getName());
    }

    private static Object narrowest(long value) {
        // Not a conditional expression: that would widen the Integer to a Long.
        if (value == (int) value) {
            return (int) value;
        }
        return value;
    }

    private BigDecimal checkDecimal(BigDecimal decimal, String path) {
        if (decimal.scale() < 0 || decimal.scale() > MAX_DECIMAL_SCALE) {
            throw refused(path, "the scale of the decimal " + decimal + " is not in 0.." + MAX_DECIMAL_SCALE);
        }
        if (decimal.unscaledValue().bitLength() > MAX_DECIMAL_BITS) {
            throw refused(path, "the digits of the decimal " + decimal + " do not fit 32 bits");
        }
        return decimal;
    }

    private void checkDepth(String path, int depth) {
        if (depth > MAX_DEPTH) {
            throw refused(path.substring(0, 20) + "…", "nested more than " + MAX_DEPTH + " deep (or in itself)");
        }
    }

    private InvalidMessageException refused(String path, String why) {
        return new InvalidMessageException(entryName + " \"" + path + "\": " + why);
    }
}
