package dev.ringpost.serialization;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.temporal.Temporal;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Values that JSON has no type for, in Kombu's envelope: an object of exactly the keys {@code __type__} and
 * {@code __value__}, in this order.
 */
final class TypedValues {

    private TypedValues() {}

    /** What stands for a value: null as the marker means without an envelope. */
    private record Typed(@Nullable String marker, @Nullable Object value) {}

    /** How objects of a class become typed values, always with the same marker. */
    record Encoding<T>(@Nullable String marker, Function<? super T, ? extends @Nullable Object> function) {

        @SuppressWarnings("ReferenceEquality") // the very same object, over and over
        private Typed apply(T value) {
            Object encoded = function.apply(value);
            if (encoded == value) {
                throw new IllegalArgumentException("the encoding of type "
                        + value.getClass().getName() + " returns the object itself, which would never end");
            }
            return new Typed(marker, encoded);
        }
    }

    /** The types that Kombu knows. */
    static SimpleModule kombu() {
        SimpleModule module = new SimpleModule("dev.ringpost Kombu types");
        for (Class<?> type : Temporals.CLASSES) {
            add(module, type, TypedValues::temporal);
        }
        add(module, BigDecimal.class, value -> new Typed("decimal", value.toString())); // as Python's str() writes it
        add(
                module,
                UUID.class,
                value -> new Typed("uuid", Map.of("hex", value.toString().replace("-", ""))));
        add(module, byte[].class, TypedValues::bytes);
        add(module, ByteBuffer.class, value -> bytes(Bytes.copyOf(value)));
        return module;
    }

    /** An application's own. */
    static SimpleModule module(String name, Map<Class<?>, Encoding<?>> types) {
        SimpleModule module = new SimpleModule("dev.ringpost " + name);
        types.forEach((type, encoding) -> addOwn(module, type, encoding));
        return module;
    }

    @SuppressWarnings("unchecked") // the builder puts a class and its encoding into the map together
    private static <T> void addOwn(SimpleModule module, Class<T> type, Encoding<?> encoding) {
        Encoding<T> own = (Encoding<T>) encoding;
        add(module, type, own::apply);
    }

    private static <T> void add(SimpleModule module, Class<T> type, Function<? super T, Typed> encoding) {
        module.addSerializer(type, new EnvelopeSerializer<>(encoding));
    }

    private static Typed temporal(Object value) {
        Temporal canonical = Temporals.canonical(value);
        return new Typed(Temporals.marker(canonical), Temporals.isoformat(canonical));
    }

    private static Typed bytes(byte[] bytes) {
        String text = Bytes.decodeUtf8(bytes);
        return text == null ? new Typed("base64", Base64.getEncoder().encodeToString(bytes)) : new Typed("bytes", text);
    }

    private static final class EnvelopeSerializer<T> extends com.fasterxml.jackson.databind.JsonSerializer<T> {

        private final Function<? super T, Typed> encoding;

        EnvelopeSerializer(Function<? super T, Typed> encoding) {
            this.encoding = encoding;
        }

        @Override
        public void serialize(T value, JsonGenerator out, SerializerProvider provider) throws IOException {
            Typed typed = encoding.apply(value);
            if (typed.marker() == null) {
                write(typed.value(), out, provider);
                return;
            }
            out.writeStartObject();
            out.writeStringField("__type__", typed.marker());
            out.writeFieldName("__value__");
            write(typed.value(), out, provider);
            out.writeEndObject();
        }

        private static void write(@Nullable Object value, JsonGenerator out, SerializerProvider provider)
                throws IOException {
            if (value == null) {
                provider.defaultSerializeNull(out);
            } else {
                // Not defaultSerializeValue, which would add type ids where the mapper has them.
                provider.findValueSerializer(value.getClass(), null).serialize(value, out, provider);
            }
        }

        /** Where a mapper adds type ids, these values have none: the envelope says what they are. */
        @Override
        public void serializeWithType(T value, JsonGenerator out, SerializerProvider provider, TypeSerializer typeIds)
                throws IOException {
            serialize(value, out, provider);
        }
    }
}
