package dev.ringpost.serialization;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.MappingJsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What every mapper of this package has in common. */
final class JacksonSetup {

    private JacksonSetup() {}

    /** Refuses a mapper for another format, or one whose factory makes generators that nothing is known of. */
    static void requireJson(ObjectMapper mapper) {
        Class<?> factory = mapper.getFactory().getClass();
        if (factory != JsonFactory.class && factory != MappingJsonFactory.class) {
            throw new IllegalArgumentException("the ObjectMapper writes through a " + factory.getName()
                    + ", but JSON needs one that writes through Jackson's JsonFactory");
        }
    }

    /** A mapper of our own, with the settings of the given one. */
    static ObjectMapper copyOf(@Nullable ObjectMapper given) {
        ObjectMapper mapper = given == null ? new ObjectMapper() : given.copy();
        // Jackson passes over a module that is registered already.
        mapper.registerModules(new Jdk8Module(), new JavaTimeModule(), keys());
        mapper.disable(
                SerializationFeature.WRITE_DATES_AS_TIMESTAMPS, SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS);
        mapper.getSerializerProvider().setNullKeySerializer(new KeySerializer<>(absent -> "null"));
        return mapper;
    }

    /** Python's text of a floating-point number is what a consumer finds as the key. */
    private static SimpleModule keys() {
        SimpleModule module = new SimpleModule("dev.ringpost keys");
        module.addKeySerializer(
                Double.class,
                new KeySerializer<>(key -> Double.isFinite(key) ? PythonFloat.repr(key) : key.toString()));
        module.addKeySerializer(
                Float.class, new KeySerializer<>(key -> Float.isFinite(key) ? PythonFloat.repr(key) : key.toString()));
        return module;
    }

    private static final class KeySerializer<T> extends com.fasterxml.jackson.databind.JsonSerializer<T> {

        private final Function<T, String> text;

        KeySerializer(Function<T, String> text) {
            this.text = text;
        }

        @Override
        public void serialize(T key, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeFieldName(text.apply(key));
        }
    }
}
