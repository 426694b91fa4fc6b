package dev.ringpost.bench.contestant;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The one JSON line a contestant prints. Immutable.
 *
 * @param messages messages of the measured part
 * @param totalConfirmed everything confirmed, warm-up included: what the broker must have counted
 * @param seconds the measured part: from after the warm-up to the last confirm
 * @param cpuUsPerMessage process CPU over the measured part, all threads
 * @param allocatedBytesPerMessage heap allocated over the measured part, all threads; negative if unknown
 * @param clientIoAllocatedBytesPerMessage of these, amqp-client's reading threads
 * @param writeSyscallsPerMessage system calls that write, to the socket or to anything else, over the measured part;
 *     negative if unknown
 * @param peakRssBytes the most memory that the process had resident since its start; negative if unknown
 * @param packing how records shared messages; {@code null} if each went by itself
 * @param verified in words, what the contestant made sure of
 */
public record ContestantResult(
        @JsonProperty("name") String name,
        @JsonProperty("messages") long messages,
        @JsonProperty("total_confirmed") long totalConfirmed,
        @JsonProperty("seconds") double seconds,
        @JsonProperty("confirmed_per_second") double confirmedPerSecond,
        @JsonProperty("cpu_us_per_message") double cpuUsPerMessage,
        @JsonProperty("allocated_bytes_per_message") double allocatedBytesPerMessage,

        @JsonProperty("client_io_allocated_bytes_per_message")
        double clientIoAllocatedBytesPerMessage,

        @JsonProperty("gc_count") long gcCount,
        @JsonProperty("write_syscalls_per_message") double writeSyscallsPerMessage,
        @JsonProperty("peak_rss_bytes") long peakRssBytes,

        @JsonProperty("packing") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
        Packing packing,

        @JsonProperty("verified") String verified) {
    private static final ObjectMapper JSON = new ObjectMapper();

    public static ContestantResult of(
            String name,
            long messages,
            long totalConfirmed,
            ResourceProbe.Used used,
            @Nullable Packing packing,
            String verified) {
        double seconds = used.elapsedNs() / (double) TimeUnit.SECONDS.toNanos(1);
        return new ContestantResult(
                name,
                messages,
                totalConfirmed,
                round(seconds, 1e4),
                Math.rint(messages / seconds),
                round(used.cpuNs() / 1e3 / messages, 1e4),
                round((double) used.allocatedBytes() / messages, 1e2),
                round((double) used.clientIoAllocatedBytes() / messages, 1e2),
                used.gcCount(),
                used.writeSyscalls() < 0 ? ResourceProbe.UNKNOWN : round((double) used.writeSyscalls() / messages, 1e5),
                used.peakRssBytes(),
                packing,
                verified);
    }

    public String toJsonLine() throws JsonProcessingException {
        return JSON.writeValueAsString(this);
    }

    public static ContestantResult fromJsonLine(String line) throws JsonProcessingException {
        return JSON.readValue(line, ContestantResult.class);
    }

    private static double round(double value, double steps) {
        return Math.rint(value * steps) / steps;
    }
}
