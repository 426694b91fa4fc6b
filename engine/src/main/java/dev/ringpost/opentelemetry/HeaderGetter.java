package dev.ringpost.opentelemetry;

import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a context from a header table. */
enum HeaderGetter implements TextMapGetter<Map<String, Object>> {
    /** The only one. */
    INSTANCE;

    @Override
    public Iterable<String> keys(Map<String, Object> headers) {
        return headers.keySet();
    }

    @Override
    public @Nullable String get(@Nullable Map<String, Object> headers, String name) {
        Object value = headers == null ? null : headers.get(name);
        return value == null ? null : value.toString();
    }
}
