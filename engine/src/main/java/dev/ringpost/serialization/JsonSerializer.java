package dev.ringpost.serialization;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * JSON in UTF-8 through Jackson, in one of two {@linkplain JsonDialect dialects}. Beans, records, {@code Optional} and
 * {@code java.time} need no set-up. Map keys become strings, null the string {@code null}. Thread-safe.
 *
 * <p>Kombu's typed values, at any depth: {@code Instant}, {@code OffsetDateTime}, {@code ZonedDateTime}, {@code Date} and
 * {@code Calendar} are an aware datetime (its offset kept, its zone's name not), {@code LocalDateTime} is a naive one,
 * {@code LocalDate} a date, {@code LocalTime} and {@code OffsetTime} a time, {@code BigDecimal} a decimal, and bytes in an
 * array or a {@code ByteBuffer} are bytes. Nanoseconds are cut to microseconds. The other types of {@code java.time} are
 * ISO 8601 strings. {@code @JsonFormat} does not apply to typed values; {@code @JsonSerialize} does.
 *
 * <p>NaN and the infinities, which JSON has no form for, fail the message unless
 * {@linkplain Builder#allowNonFinite allowed}. So does an object that contains itself.
 */
public final class JsonSerializer implements Serializer {

    private final JsonDialect dialect;
    private final ObjectWriter writer;
    private final @Nullable ThreadLocal<ThreadJson> ofThread;

    /** Kombu's dialect, with a Jackson mapper of its own. */
    public JsonSerializer() {
        this(builder());
    }

    /**
     * Kombu's dialect, with the application's mapper.
     *
     * @param mapper as {@link Builder#mapper}
     */
    public JsonSerializer(ObjectMapper mapper) {
        this(builder().mapper(mapper));
    }

    private JsonSerializer(Builder from) {
        dialect = from.dialect;
        ObjectMapper mapper = JacksonSetup.copyOf(from.mapper);
        if (dialect == JsonDialect.KOMBU) {
            mapper.registerModule(TypedValues.kombu());
        }
        if (!from.types.isEmpty()) {
            mapper.registerModule(TypedValues.module("own types", from.types)); // the last one registered comes first
        }
        // The target is a buffer of ours: closing or flushing it for each message would be wasted work.
        ObjectWriter quiet = mapper.writer()
                .without(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
                .without(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
        writer = from.allowNonFinite
                ? quiet.without(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
                : quiet.with(new FiniteJsonFactory(mapper.getFactory(), mapper));
        ofThread = ThreadJson.of(mapper, writer);
    }

    /** JSON for readers that are not Kombu: {@link JsonDialect#PLAIN}, with a Jackson mapper of its own. */
    public static JsonSerializer plain() {
        return builder().dialect(JsonDialect.PLAIN).build();
    }

    /** For other than the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public String name() {
        return dialect.serializerName();
    }

    @Override
    public String contentType() {
        return "application/json";
    }

    @Override
    public String contentEncoding() {
        return "utf-8";
    }

    /**
     * Writes it.
     *
     * @throws IOException if Jackson has no form for it, it has a number that is not finite, or is nested too deeply
     */
    @Override
    public void serialize(@Nullable Object body, OutputStream out) throws IOException {
        try {
            if (ofThread == null) {
                writer.writeValue(out, body);
            } else {
                ofThread.get().write(body, out);
            }
        } catch (IOException | StackOverflowError e) {
            throw Nesting.explain(
                    e, writer.getFactory().streamWriteConstraints().getMaxNestingDepth());
        }
    }

    /** Sets up a serializer. Not thread-safe. */
    public static final class Builder {

        private final Map<Class<?>, TypedValues.Encoding<?>> types = new LinkedHashMap<>();
        private JsonDialect dialect = JsonDialect.KOMBU;
        private @Nullable ObjectMapper mapper;
        private boolean allowNonFinite;

        private Builder() {}

        /**
         * The application's own mapper; default a new one. It is copied, so it stays as it is and later changes to it have
         * no effect. Its serializers lose to {@link #type} and to the dialect's types, its annotations and settings count,
         * except that dates are never numbers. The modules for {@code Optional} and {@code java.time} are added where it
         * has none.
         *
         * @throws IllegalArgumentException if it does not write JSON with Jackson's own {@code JsonFactory}
         */
        public Builder mapper(ObjectMapper mapper) {
            JacksonSetup.requireJson(mapper);
            this.mapper = mapper;
            return this;
        }

        /** Default {@link JsonDialect#KOMBU}. */
        public Builder dialect(JsonDialect dialect) {
            this.dialect = Objects.requireNonNull(dialect, "dialect");
            return this;
        }

        /**
         * Whether NaN and the infinities are written, as the bare words {@code NaN}, {@code Infinity} and {@code -Infinity};
         * default false. Python reads them, most other readers refuse the whole message.
         */
        public Builder allowNonFinite(boolean allowNonFinite) {
            this.allowNonFinite = allowNonFinite;
            return this;
        }

        /**
         * Says how objects of a class, and of its subclasses, are written; comes before everything else there is for them.
         *
         * @param type the class; of several that fit an object, the nearest to its own counts
         * @param marker the {@code __type__} under which a Kombu consumer has registered it, or null for no envelope
         * @param encoding makes of an object what is written in its place: anything that this serializer can write, but not
         *     the object itself
         * @throws IllegalArgumentException if the marker is empty
         */
        public <T> Builder type(
                Class<T> type, @Nullable String marker, Function<? super T, ? extends @Nullable Object> encoding) {
            Objects.requireNonNull(type, "type");
            Objects.requireNonNull(encoding, "encoding");
            if (marker != null && marker.isEmpty()) {
                throw new IllegalArgumentException(
                        "type " + type.getName() + ": the marker is empty; give null for no envelope");
            }
            types.put(type, new TypedValues.Encoding<>(marker, encoding));
            return this;
        }

        /**
         * The serializer.
         *
         * @throws IllegalArgumentException if a type has a marker in the dialect {@link JsonDialect#PLAIN}, which has none
         */
        public JsonSerializer build() {
            types.forEach((type, encoding) -> {
                if (dialect == JsonDialect.PLAIN && encoding.marker() != null) {
                    throw new IllegalArgumentException(
                            "type " + type.getName() + ": json-plain writes no envelopes, so its" + " marker \""
                                    + encoding.marker() + "\" has to be null");
                }
            });
            return new JsonSerializer(this);
        }
    }
}
