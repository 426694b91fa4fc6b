package dev.ringpost.serialization;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.IOException;
import java.io.OutputStream;

/** JSON in UTF-8 through Jackson. Thread-safe. */
public final class JsonSerializer implements Serializer {

    private final ObjectWriter writer;

    /** With a plain {@link ObjectMapper}. */
    public JsonSerializer() {
        this(new ObjectMapper());
    }

    /**
     * With the application's own mapper.
     *
     * @param mapper how objects become JSON; must not be reconfigured afterwards
     */
    public JsonSerializer(ObjectMapper mapper) {
        // The target is a buffer of ours: closing or flushing it for each message would be wasted work.
        this.writer = mapper.writer()
                .without(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
                .without(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
    }

    @Override
    public String name() {
        return "json";
    }

    @Override
    public String contentType() {
        return "application/json";
    }

    @Override
    public String contentEncoding() {
        return "utf-8";
    }

    @Override
    public void serialize(Object body, OutputStream out) throws IOException {
        writer.writeValue(out, body);
    }
}
