package dev.ringpost.bench.run;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** The JSON line of {@link dev.ringpost.bench.nullbroker.NullBrokerMain}. Immutable. */
record BrokerCounts(
        @JsonProperty("messages") long messages,
        @JsonProperty("body_bytes") long bodyBytes,
        @JsonProperty("wire_bytes") long wireBytes,
        @JsonProperty("connections") long connections,
        @JsonProperty("reads") long reads,
        @JsonProperty("cpu_seconds") double cpuSeconds,
        @JsonProperty("faults") List<String> faults) {}
