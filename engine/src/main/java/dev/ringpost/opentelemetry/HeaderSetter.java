package dev.ringpost.opentelemetry;

import io.opentelemetry.context.propagation.TextMapSetter;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Writes a context into a message's headers. */
enum HeaderSetter implements TextMapSetter<BiConsumer<String, Object>> {
    /** The only one. */
    INSTANCE;

    @Override
    public void set(@Nullable BiConsumer<String, Object> headers, String name, String value) {
        if (headers != null) {
            headers.accept(name, value);
        }
    }
}
