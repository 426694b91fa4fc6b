package dev.ringpost.serialization;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Python's pickle, of plain data only: numbers, text, bytes, lists, sets, dicts, and the values that
 * {@linkplain JsonDialect#KOMBU Kombu's JSON} has types for. Beans and records become dicts; no name of a Java class is ever
 * written. It is protocol 2, which every Python 3 reads. Needs {@code net.razorvine:pickle}. Thread-safe.
 *
 * <p>Who reads a pickle runs what it says, so consumers should accept it from nobody but you; Kombu's do not by default.
 */
public final class PickleSerializer implements Serializer {

    private final PlainData data;

    /** With a Jackson mapper of its own. */
    public PickleSerializer() {
        this(new PlainData(null));
    }

    /**
     * With the application's mapper.
     *
     * @param mapper how beans and records become dicts; it is copied
     */
    public PickleSerializer(ObjectMapper mapper) {
        this(new PlainData(mapper));
    }

    private PickleSerializer(PlainData data) {
        this.data = data;
    }

    @Override
    public String name() {
        return "pickle";
    }

    @Override
    public String contentType() {
        return "application/x-python-serialize";
    }

    @Override
    public String contentEncoding() {
        return "binary";
    }

    /**
     * Writes it.
     *
     * @throws IOException if Jackson has no form for it, or it is nested too deeply
     */
    @Override
    public void serialize(@Nullable Object body, OutputStream out) throws IOException {
        new PlainPickler().dump(data.of(body), out);
    }
}
