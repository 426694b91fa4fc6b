package dev.ringpost.serialization;

import java.io.OutputStream;

/** An application's serializer, as a service too. */
public record NamedSerializer(String name, String contentType) implements Serializer {

    /** As {@link java.util.ServiceLoader} makes it. */
    public NamedSerializer() {
        this("found", "application/x-found");
    }

    @Override
    public String contentEncoding() {
        return "utf-8";
    }

    @Override
    public void serialize(Object body, OutputStream out) {}
}
