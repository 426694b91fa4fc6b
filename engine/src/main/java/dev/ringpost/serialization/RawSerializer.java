package dev.ringpost.serialization;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Nothing but the bytes, as Kombu's {@code raw}: of {@code byte[]} and {@code ByteBuffer} as they are, of a String in UTF-8.
 * Which of the two it was says the content encoding. Thread-safe.
 */
public final class RawSerializer implements Serializer {

    /** It has no options. */
    public RawSerializer() {}

    @Override
    public String name() {
        return "raw";
    }

    @Override
    public String contentType() {
        return "application/data";
    }

    @Override
    public String contentEncoding() {
        return "binary";
    }

    /** {@code utf-8} for a String, {@code binary} for all else. */
    @Override
    public String contentEncoding(@Nullable Object body) {
        return body instanceof String ? "utf-8" : contentEncoding();
    }

    /**
     * Writes it.
     *
     * @throws IOException if it is neither bytes nor a String, or a String with half a surrogate pair in it
     */
    @Override
    public void serialize(@Nullable Object body, OutputStream out) throws IOException {
        if (body instanceof byte[] bytes) {
            out.write(bytes);
        } else if (body instanceof ByteBuffer buffer) {
            out.write(Bytes.copyOf(buffer));
        } else if (body instanceof String text) {
            out.write(Bytes.encodeUtf8(text));
        } else {
            throw new IOException("raw writes byte[], ByteBuffer and String, but this is "
                    + (body == null ? "null" : "a " + body.getClass().getName()) + ": use json for objects");
        }
    }
}
