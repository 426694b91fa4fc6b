package dev.ringpost.serialization;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What serializers write. */
final class Bodies {

    private Bodies() {}

    @SuppressWarnings("NullAway") // null is a body too
    static byte[] bytes(Serializer serializer, @Nullable Object body) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        serializer.serialize(body, out);
        return out.toByteArray();
    }

    static String text(Serializer serializer, @Nullable Object body) throws IOException {
        return new String(bytes(serializer, body), StandardCharsets.UTF_8);
    }
}
