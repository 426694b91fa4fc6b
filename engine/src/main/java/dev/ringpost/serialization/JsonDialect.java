package dev.ringpost.serialization;

/** How JSON carries the values that it has no type of its own for. */
public enum JsonDialect {

    /**
     * As Kombu does, from 5.3 on, and named {@code json}: dates, times, decimals, UUIDs and bytes are objects
     * <code>{"__type__": "date", "__value__": "2020-01-02"}</code>, which a Kombu consumer turns back into the Python type.
     * An object that has exactly these two keys for another reason looks the same to it.
     */
    KOMBU("json"),

    /**
     * For everyone else, and named {@code json-plain}: dates, times and durations are ISO 8601 strings, decimals are
     * numbers, UUIDs strings with dashes, bytes Base64.
     */
    PLAIN("json-plain");

    private final String serializerName;

    JsonDialect(String serializerName) {
        this.serializerName = serializerName;
    }

    /** The name of the serializer that writes it. */
    public String serializerName() {
        return serializerName;
    }
}
