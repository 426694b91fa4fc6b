package dev.ringpost.bench.peers;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A contestant that was not run. Immutable. */
record Skipped(
        @JsonProperty("name") String name,
        @JsonProperty("reason") String reason) {}
