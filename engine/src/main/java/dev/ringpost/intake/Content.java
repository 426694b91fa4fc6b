package dev.ringpost.intake;

import dev.ringpost.serialization.Serializer;

/** The two content properties that go with a kind of body. */
record Content(String type, String encoding) {

    /** Bytes as they are. */
    static final Content BYTES = new Content("application/data", "binary");

    /** A String. */
    static final Content TEXT = new Content("text/plain", "utf-8");

    /** What a serializer writes. */
    static Content of(Serializer serializer) {
        return new Content(serializer.contentType(), serializer.contentEncoding());
    }
}
