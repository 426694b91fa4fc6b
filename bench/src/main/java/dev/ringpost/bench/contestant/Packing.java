package dev.ringpost.bench.contestant;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * How a contestant put records together that were confirmed, warm-up included. Immutable.
 *
 * @param messages what the records went in: AMQP messages, or entries of the stream protocol
 * @param offsets places in a stream that they take, if the queue is one
 * @param wireBytes of those messages, with their frames; 0 if the contestant does not count them
 * @param compressionRatio how many times smaller compression made them; 1 without
 */
public record Packing(
        @JsonProperty("messages") long messages,
        @JsonProperty("offsets") long offsets,
        @JsonProperty("wire_bytes") long wireBytes,
        @JsonProperty("compression_ratio") double compressionRatio) {}
