package dev.ringpost.serialization;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.PrettyPrinter;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.json.JsonWriteContext;
import com.fasterxml.jackson.core.json.UTF8JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.ser.DefaultSerializerProvider;
import com.fasterxml.jackson.databind.ser.SerializerFactory;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What one thread writes JSON with, message after message: a generator and a provider of serializers, which Jackson would make
 * anew for each value. After anything unusual the generator is given up, and the next message has a new one. Not thread-safe.
 */
final class ThreadJson {

    /** A generator keeps references to what it wrote, and what a large body was made of may be large. */
    private static final int LARGEST_KEPT_BYTES = 64 * 1024;

    /** A provider finds without a lock those serializers that there were when it was made, so the first ones live shortly. */
    private static final int LONGEST_LIFE_VALUES = 1_024;

    private static final int TYPE_ROOT = 0; // JsonStreamContext's, which is protected

    private final ObjectWriter writer;
    private final Supplier<LastingProvider> providers;
    private final Target target = new Target();
    private @Nullable UTF8JsonGenerator generator;
    private @Nullable Settings settings; // the generator's first ones
    private LastingProvider provider;
    private int lifeValues = 1;
    private boolean writing;

    private ThreadJson(ObjectWriter writer, Supplier<LastingProvider> providers) {
        this.writer = writer;
        this.providers = providers;
        provider = providers.get();
    }

    /**
     * Each thread's own, with the settings of a writer.
     *
     * @return {@code null} if the mapper has a provider of the application's, of which nothing is known, or makes other
     *     generators than usual
     */
    static @Nullable ThreadLocal<ThreadJson> of(ObjectMapper mapper, ObjectWriter writer) {
        if (!(mapper.getSerializerProvider() instanceof DefaultSerializerProvider.Impl settings)
                || settings.getClass() != DefaultSerializerProvider.Impl.class
                || !makesPlainGenerators(writer)) {
            return null;
        }
        LastingProvider blueprint = new LastingProvider(settings);
        SerializerFactory factory = mapper.getSerializerFactory();
        return ThreadLocal.withInitial(
                () -> new ThreadJson(writer, () -> blueprint.createInstance(writer.getConfig(), factory)));
    }

    private static boolean makesPlainGenerators(ObjectWriter writer) {
        try (JsonGenerator made = writer.createGenerator(OutputStream.nullOutputStream())) {
            return made instanceof UTF8JsonGenerator;
        } catch (IOException e) {
            throw new UncheckedIOException(e); // it writes nothing and to nowhere
        }
    }

    /** Writes a body as the writer would. */
    void write(@Nullable Object body, OutputStream out) throws IOException {
        boolean isForJacksonToClose =
                body instanceof Closeable && writer.isEnabled(SerializationFeature.CLOSE_CLOSEABLE);
        if (writing || isForJacksonToClose) { // writing: a serializer of the application's writes another body
            writer.writeValue(out, body);
            return;
        }
        UTF8JsonGenerator with = generator;
        generator = null; // until all went well
        writing = true;
        target.begin(out);
        try {
            if (with == null) {
                with = (UTF8JsonGenerator) writer.createGenerator(target);
                settings = Settings.of(with);
            }
            if (writeWith(with, body)) {
                generator = with;
            }
        } finally {
            writing = false;
            target.end();
        }
    }

    /** Returns whether the generator is good for another one. */
    private boolean writeWith(UTF8JsonGenerator with, @Nullable Object body) throws IOException {
        if (provider.valueCount() >= lifeValues) {
            lifeValues = Math.min(LONGEST_LIFE_VALUES, lifeValues * 2);
            provider = providers.get();
        }
        provider.writeValue(with, body);
        JsonWriteContext context = (JsonWriteContext) with.getOutputContext();
        if (!context.inRoot() || with.isClosed()) {
            with.close(); // ends what a serializer has left open
            return false;
        }
        with.flush();
        context.reset(TYPE_ROOT); // or the next value would be told from this one by a space
        return target.writtenBytes <= LARGEST_KEPT_BYTES && settings != null && settings.areOf(with);
    }

    /** What a serializer may change about a generator, which is to hold for its own message only. */
    private record Settings(
            int features,
            int highestEscapedChar,
            @Nullable CharacterEscapes escapes,
            @Nullable PrettyPrinter prettyPrinter) {

        static Settings of(JsonGenerator generator) {
            return new Settings(
                    generator.getFeatureMask(),
                    generator.getHighestEscapedChar(),
                    generator.getCharacterEscapes(),
                    generator.getPrettyPrinter());
        }

        @SuppressWarnings("ReferenceEquality") // others that are equal count as changed
        boolean areOf(JsonGenerator generator) {
            return features == generator.getFeatureMask()
                    && highestEscapedChar == generator.getHighestEscapedChar()
                    && escapes == generator.getCharacterEscapes()
                    && prettyPrinter == generator.getPrettyPrinter();
        }
    }

    /** Where a generator writes, which it is told once; where that goes, this is told for each message. */
    private static final class Target extends OutputStream {

        private OutputStream out = OutputStream.nullOutputStream();
        private long writtenBytes;

        void begin(OutputStream to) {
            out = to;
            writtenBytes = 0;
        }

        void end() {
            out = OutputStream.nullOutputStream();
        }

        @Override
        public void write(int value) throws IOException {
            writtenBytes++;
            out.write(value);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            writtenBytes += length;
            out.write(bytes, offset, length);
        }
    }
}
