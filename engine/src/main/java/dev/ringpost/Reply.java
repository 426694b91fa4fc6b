package dev.ringpost;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A direct reply.
 *
 * @param correlationId tells which message it answers, if who replied gave it back
 * @param body the bytes
 * @param contentType the property, or {@code null}
 * @param contentEncoding the property, or {@code null}
 * @param headers the header table; strings in it are amqp-client's {@code LongString}
 */
@SuppressWarnings("ArrayRecordComponent") // handed over once and never compared
public record Reply(
        @Nullable String correlationId,
        byte[] body,
        @Nullable String contentType,
        @Nullable String contentEncoding,
        Map<String, Object> headers) {}
