package dev.ringpost.bench.latency;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ringpost.bench.contestant.ResourceProbe;

/**
 * The one JSON line of {@link LatencyRun}. Immutable.
 *
 * @param wantedPerSecond the rate that was asked for; 0 for as many as it takes
 * @param messages of the measured part
 * @param publishedPerSecond what came of it, by the last call's return
 * @param confirmedPerSecond the same by the last confirm
 * @param totalConfirmed everything confirmed, warm-up included: what the broker must have counted
 * @param cpuUsPerMessage of the process, all threads and the pacing included
 * @param allocatedBytesPerMessage all threads, amqp-client's reading thread included
 * @param isPreciseSleep whether the system let the pacing thread sleep to within some microseconds
 * @param call the publish call's own time, as {@link Latencies#encode} writes it
 * @param callFromDue from the due time to the call's return, likewise
 * @param confirmFromDue from the due time to the confirm, likewise
 */
record LatencyResult(
        @JsonProperty("contestant") String contestant,
        @JsonProperty("wanted_per_second") long wantedPerSecond,
        @JsonProperty("messages") long messages,
        @JsonProperty("published_per_second") double publishedPerSecond,
        @JsonProperty("confirmed_per_second") double confirmedPerSecond,
        @JsonProperty("total_confirmed") long totalConfirmed,
        @JsonProperty("cpu_us_per_message") double cpuUsPerMessage,
        @JsonProperty("allocated_bytes_per_message") double allocatedBytesPerMessage,
        @JsonProperty("precise_sleep") boolean isPreciseSleep,
        @JsonProperty("call") String call,
        @JsonProperty("call_from_due") String callFromDue,
        @JsonProperty("confirm_from_due") String confirmFromDue) {

    static LatencyResult of(
            String contestant,
            long wantedPerSecond,
            OpenLoop.Run run,
            ResourceProbe.Used used,
            long totalConfirmed,
            boolean isPreciseSleep) {
        return new LatencyResult(
                contestant,
                wantedPerSecond,
                run.messages(),
                run.publishedPerSecond(),
                run.confirmedPerSecond(),
                totalConfirmed,
                used.cpuNs() / 1e3 / run.messages(),
                (double) used.allocatedBytes() / run.messages(),
                isPreciseSleep,
                Latencies.encode(run.latencies().callNs()),
                Latencies.encode(run.latencies().callFromDueNs()),
                Latencies.encode(run.latencies().confirmFromDueNs()));
    }

    /** The histograms. */
    Latencies latencies() {
        return new Latencies(Latencies.decode(call), Latencies.decode(callFromDue), Latencies.decode(confirmFromDue));
    }
}
