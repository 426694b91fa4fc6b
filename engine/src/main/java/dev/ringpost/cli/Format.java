package dev.ringpost.cli;

import java.util.Locale;

/** What a line of the input is. */
enum Format {
    /** Text, one message a line. */
    LINES("text/plain"),

    /** JSON, one value a line. */
    NDJSON("application/json");

    private final String contentType;

    Format(String contentType) {
        this.contentType = contentType;
    }

    String contentType() {
        return contentType;
    }

    /** By the ending of a file's name: .ndjson and .jsonl are JSON. */
    static Format ofFileName(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".ndjson") || lower.endsWith(".jsonl") ? NDJSON : LINES;
    }

    /** As it is written on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
