package dev.ringpost.compression;

import org.jspecify.annotations.Nullable;

/** What the compressors have in common that Kombu knows: consumers are told by the message header alone. */
abstract class HeaderCompressor implements Compressor {

    private final String name;
    private final String header;

    HeaderCompressor(String name, String header) {
        this.name = name;
        this.header = header;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final String header() {
        return header;
    }

    @Override
    public final @Nullable String contentEncoding() {
        return null;
    }
}
