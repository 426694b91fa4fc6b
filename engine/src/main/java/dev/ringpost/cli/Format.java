package dev.ringpost.cli;

import java.util.Locale;

/** What the input is. */
enum Format {
    /** Text, one message a line. */
    LINES("text/plain"),

    /** JSON, one value a line. */
    NDJSON("application/json"),

    /** Comma-separated values by RFC 4180, of which the first record has the names; one JSON object for each other. */
    CSV("application/json");

    private final String contentType;

    Format(String contentType) {
        this.contentType = contentType;
    }

    String contentType() {
        return contentType;
    }

    /** Whether the messages are JSON. */
    boolean isJson() {
        return this != LINES;
    }

    /** By the ending of a file's name: .ndjson and .jsonl are JSON, .csv is CSV. */
    static Format ofFileName(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.endsWith(".csv")) {
            return CSV;
        }
        return lower.endsWith(".ndjson") || lower.endsWith(".jsonl") ? NDJSON : LINES;
    }

    /** As it is written on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
