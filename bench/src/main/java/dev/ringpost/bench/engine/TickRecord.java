package dev.ringpost.bench.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

/** A record of six fields, as a trading or telemetry application publishes them. */
public record TickRecord(String symbol, double price, int size, long sequence, boolean buy, String note) {

    /** A record whose JSON is exactly that long. */
    public static TickRecord ofJsonBytes(int bodyBytes) {
        return new TickRecord("EURUSD", 1.25, 1_000_000, 100_000_000L, true, noteForBodyOf(bodyBytes, bodyBytes));
    }

    /** The note that makes the record's JSON exactly that long. */
    static String noteForBodyOf(int bodyBytes, int maxPadding) {
        try {
            int bare = new ObjectMapper()
                    .writeValueAsBytes(new TickRecord("EURUSD", 1.25, 1_000_000, 100_000_000L, true, ""))
                    .length;
            int padding = bodyBytes - bare;
            if (padding < 0 || padding > maxPadding) {
                throw new IllegalArgumentException(
                        "a record takes " + bare + " to " + (bare + maxPadding) + " bytes, not " + bodyBytes);
            }
            return "n".repeat(padding);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
