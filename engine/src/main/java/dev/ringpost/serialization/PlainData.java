package dev.ringpost.serialization;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.temporal.Temporal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reduces any object to the few kinds of value that the formats other than JSON are written from: null, Boolean, Long,
 * BigInteger, Float, Double, BigDecimal, String, {@code byte[]}, the five of {@link Temporals#canonical}, UUID, and List,
 * Set and Map of these. Beans and records become Maps by Jackson's rules and annotations, so that no format learns the
 * name of a class. Thread-safe.
 *
 * <p>Jackson alone would make all keys Strings and all Sets lists. So it is left to walk beans and lists, into a buffer of
 * tokens, and passes on what it must not touch as an object embedded there.
 */
final class PlainData {

    /** Python's readers are recursive, and give up at about a thousand of their own calls. */
    private static final int MAX_DEPTH = 500;

    private final ObjectMapper mapper;
    private final ObjectWriter writer;

    PlainData(@Nullable ObjectMapper given) {
        mapper = JacksonSetup.copyOf(given);
        mapper.registerModule(embedding());
        writer = mapper.writer();
    }

    private static SimpleModule embedding() {
        SimpleModule module = new SimpleModule("dev.ringpost embedding");
        Embedding embedding = new Embedding();
        Temporals.CLASSES.forEach(type -> module.addSerializer(type, embedding));
        List.of(Map.class, Set.class, BigDecimal.class, UUID.class, byte[].class, ByteBuffer.class)
                .forEach(type -> module.addSerializer(type, embedding));
        return module;
    }

    /**
     * The value of an object.
     *
     * @throws IOException if Jackson has no form for it, or it is nested too deeply
     */
    @Nullable
    Object of(@Nullable Object body) throws IOException {
        try {
            return of(body, 0);
        } catch (IOException | StackOverflowError e) {
            throw Nesting.explain(e, MAX_DEPTH);
        }
    }

    private @Nullable Object of(@Nullable Object value, int depth) throws IOException {
        if (value instanceof String text) {
            return text(text);
        }
        // What most maps hold is known without asking Jackson.
        if (value == null || value instanceof Boolean || value instanceof Long || value instanceof Double) {
            return value;
        }
        if (value instanceof Integer number) {
            return number.longValue();
        }
        try (TokenBuffer buffer = new TokenBuffer(mapper, false)) {
            writer.writeValue(buffer, value);
            try (JsonParser tokens = buffer.asParserOnFirstToken()) {
                return read(tokens, depth);
            }
        }
    }

    private @Nullable Object read(JsonParser tokens, int depth) throws IOException {
        if (depth > MAX_DEPTH) {
            throw Nesting.tooDeep(MAX_DEPTH, null);
        }
        return switch (tokens.currentToken()) {
            case START_OBJECT -> {
                Map<Object, @Nullable Object> map = new LinkedHashMap<>();
                while (tokens.nextToken() != JsonToken.END_OBJECT) {
                    String name = text(tokens.currentName());
                    tokens.nextToken();
                    map.put(name, read(tokens, depth + 1));
                }
                yield map;
            }
            case START_ARRAY -> {
                List<@Nullable Object> list = new ArrayList<>();
                while (tokens.nextToken() != JsonToken.END_ARRAY) {
                    list.add(read(tokens, depth + 1));
                }
                yield list;
            }
            case VALUE_STRING -> text(tokens.getText());
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(tokens.getNumberValue());
            case VALUE_EMBEDDED_OBJECT -> embedded(tokens.getEmbeddedObject(), depth);
            default -> throw new IOException("unexpected " + tokens.currentToken());
        };
    }

    private @Nullable Object embedded(Object value, int depth) throws IOException {
        if (value instanceof Map<?, ?> source) {
            Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
            for (Map.Entry<?, ?> entry : source.entrySet()) {
                map.put(hashable(of(entry.getKey(), depth + 1), "key of a map"), of(entry.getValue(), depth + 1));
            }
            return map;
        }
        if (value instanceof Set<?> source) {
            Set<@Nullable Object> set = new LinkedHashSet<>();
            for (Object element : source) {
                set.add(of(element, depth + 1));
            }
            return set;
        }
        if (value instanceof ByteBuffer buffer) {
            return Bytes.copyOf(buffer);
        }
        if (value instanceof byte[] || value instanceof BigDecimal || value instanceof UUID) {
            return value;
        }
        return Temporals.canonical(value);
    }

    /**
     * That value, to be found again in a set or by a key.
     *
     * @throws IOException if Python could not: its lists, sets and dicts have no hash
     */
    static @Nullable Object hashable(@Nullable Object value, String role) throws IOException {
        if (value instanceof List || value instanceof Set || value instanceof Map) {
            throw new IOException("a list, set, map or bean is the " + role
                    + ", which Python has no form for: use a simple value there");
        }
        return value;
    }

    private static String text(String text) throws IOException {
        Bytes.requireWhole(text);
        return text;
    }

    private static Object number(Number number) {
        if (number instanceof BigInteger big) {
            return big.bitLength() < Long.SIZE ? (Object) big.longValue() : big;
        }
        return number instanceof Float || number instanceof Double || number instanceof BigDecimal
                ? number
                : (Object) number.longValue();
    }

    /** For a value of one of the kinds that the format has nothing for. */
    static IOException noForm(String format, Object value) {
        return new IOException(format + " has no form for " + kind(value)
                + ": make it a String or a number, or use json, which keeps its type");
    }

    private static String kind(Object value) {
        if (value instanceof Temporal temporal) {
            return "a " + Temporals.marker(temporal);
        }
        return value instanceof BigInteger
                ? "an integer over 64 bits"
                : "a " + value.getClass().getName();
    }

    /** Passes on the object as it is. */
    private static final class Embedding extends com.fasterxml.jackson.databind.JsonSerializer<Object> {

        @Override
        public void serialize(Object value, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeEmbeddedObject(value);
        }

        @Override
        public void serializeWithType(
                Object value, JsonGenerator out, SerializerProvider provider, TypeSerializer typeIds)
                throws IOException {
            out.writeEmbeddedObject(value);
        }
    }
}
