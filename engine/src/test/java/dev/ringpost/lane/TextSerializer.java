package dev.ringpost.lane;

import dev.ringpost.serialization.Serializer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Writes {@code toString()}, and fails for one object. */
final class TextSerializer implements Serializer {

    static final Object UNSERIALIZABLE = new Object();

    @Override
    public String name() {
        return "text";
    }

    @Override
    public String contentType() {
        return "text/test";
    }

    @Override
    public String contentEncoding() {
        return "utf-8";
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // the very same one is meant
    public void serialize(Object body, OutputStream out) throws IOException {
        if (body == UNSERIALIZABLE) {
            throw new IOException("scripted: cannot be written");
        }
        out.write(body.toString().getBytes(StandardCharsets.UTF_8));
    }
}
