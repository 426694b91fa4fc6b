package dev.ringpost.intake;

import dev.ringpost.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** The two content properties that go with a kind of body. */
record Content(String type, String encoding) {

    /** Bytes as they are. */
    static final Content BYTES = new Content("application/data", "binary");

    /** A String. */
    static final Content TEXT = new Content("text/plain", "utf-8");

    /** JSON values. */
    static final Content JSON = new Content("application/json", "utf-8");

    /** What a serializer writes of a body. */
    static Content of(Serializer serializer, @Nullable Object body) {
        return new Content(serializer.contentType(), serializer.contentEncoding(body));
    }
}
