package dev.ringpost.consumer;

import dev.ringpost.InvalidMessageException;
import dev.ringpost.RecordFormat;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a message's headers say of its body. Texts have other types in each client: amqp-client's are no {@code String}. */
final class MessageHeaders {

    private static final String COMPRESSION = "compression";

    private final Map<String, ? extends @Nullable Object> headers;

    /** Those of one message; {@code null} for none. */
    MessageHeaders(@Nullable Map<String, ? extends @Nullable Object> headers) {
        this.headers = headers == null ? Map.of() : headers;
    }

    /** The format of its records; {@code null} if it is no batch. */
    @Nullable
    RecordFormat format() {
        String name = text(RecordFormat.FORMAT_HEADER);
        if (name != null) {
            try {
                return RecordFormat.of(name);
            } catch (InvalidMessageException e) {
                throw new RecordReadException(
                        "cannot read a message as its header " + RecordFormat.FORMAT_HEADER + " says: "
                                + e.getMessage(),
                        e);
            }
        }
        String springs = text(RecordFormat.SPRING_FORMAT_HEADER);
        if (springs == null) {
            return null;
        }
        if (!springs.equals(RecordFormat.SPRING_FORMAT)) {
            throw new RecordReadException(
                    "cannot read a message as its header " + RecordFormat.SPRING_FORMAT_HEADER
                            + " says: batch format \"" + springs + "\" is not " + RecordFormat.SPRING_FORMAT,
                    null);
        }
        return RecordFormat.SPRING;
    }

    /** What its message ids begin with; {@code null} if its records have none. */
    @Nullable
    String producer() {
        return text(RecordFormat.PRODUCER_HEADER);
    }

    /** What its body was compressed with; {@code null} if not, or if the content encoding tells. */
    @Nullable
    String compression() {
        return text(COMPRESSION);
    }

    private @Nullable String text(String name) {
        Object value = headers.get(name);
        if (value == null) {
            return null;
        }
        return value instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : value.toString();
    }
}
