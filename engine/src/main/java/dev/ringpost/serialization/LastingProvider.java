package dev.ringpost.serialization;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.CacheProvider;
import com.fasterxml.jackson.databind.ser.DefaultSerializerProvider;
import com.fasterxml.jackson.databind.ser.SerializerFactory;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Jackson's provider of serializers, good for more than one value: what it notes of a value is forgotten with it.
 * The blueprint is thread-safe, the instances made of it are not.
 */
final class LastingProvider extends DefaultSerializerProvider {

    private static final long serialVersionUID = 1L;

    private int valueCount;

    /** A blueprint with the settings of that one. */
    LastingProvider(DefaultSerializerProvider settings) {
        super(settings);
    }

    private LastingProvider(LastingProvider blueprint, CacheProvider caches) {
        super(blueprint, caches);
    }

    private LastingProvider(SerializerProvider blueprint, SerializationConfig config, SerializerFactory factory) {
        super(blueprint, config, factory);
    }

    @Override
    public LastingProvider createInstance(SerializationConfig config, SerializerFactory factory) {
        return new LastingProvider(this, config, factory);
    }

    @Override
    public DefaultSerializerProvider withCaches(CacheProvider caches) {
        return new LastingProvider(this, caches);
    }

    /** Writes one value as if there had been none before. */
    void writeValue(JsonGenerator out, @Nullable Object value) throws IOException {
        valueCount++;
        try {
            serializeValue(out, value);
        } finally {
            if (_seenObjectIds != null) { // ids of @JsonIdentityInfo are of one document
                _seenObjectIds = null;
                _objectIdGenerators = null;
            }
            _attributes = _config.getAttributes();
        }
    }

    /** How many values it has written or tried to. */
    int valueCount() {
        return valueCount;
    }
}
