package dev.ringpost.bench.scaling;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ringpost.bench.contestant.ResourceProbe;
import dev.ringpost.bench.run.Spread;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The one JSON line of {@link ScalingRun}. Immutable.
 *
 * @param totalConfirmed everything confirmed, warm-up included: what the broker must have counted
 * @param intervals in order of time
 */
record ScalingResult(
        @JsonProperty("total_confirmed") long totalConfirmed,
        @JsonProperty("intervals") List<Interval> intervals) {
    /** A process's CPU time is told in steps of up to 10 ms. */
    private static final long LEAST_CPU_NS = TimeUnit.MILLISECONDS.toNanos(200);

    /**
     * A part of the run, from its first publish to its last confirm.
     *
     * @param allocatedBytes by all threads
     * @param clientIoAllocatedBytes of these by amqp-client's reading threads
     */
    record Interval(
            @JsonProperty("messages") long messages,
            @JsonProperty("elapsed_ns") long elapsedNs,
            @JsonProperty("cpu_ns") long cpuNs,
            @JsonProperty("allocated_bytes") long allocatedBytes,
            @JsonProperty("client_io_allocated_bytes") long clientIoAllocatedBytes) {
        static Interval of(long messages, ResourceProbe.Used used) {
            return new Interval(
                    messages, used.elapsedNs(), used.cpuNs(), used.allocatedBytes(), used.clientIoAllocatedBytes());
        }

        double confirmedPerSecond() {
            return (double) messages * TimeUnit.SECONDS.toNanos(1) / elapsedNs;
        }

        double timeUsPerMessage() {
            return elapsedNs / 1e3 / messages;
        }
    }

    /** Messages of all intervals. */
    long messages() {
        return intervals.stream().mapToLong(Interval::messages).sum();
    }

    /** The median of the intervals: a disturbance of one does not decide it. */
    double confirmedPerSecond() {
        return Spread.of(intervals, Interval::confirmedPerSecond).median();
    }

    /** Likewise. */
    double timeUsPerMessage() {
        return Spread.of(intervals, Interval::timeUsPerMessage).median();
    }

    /** Over all intervals, user and system time of all threads; NaN if that is too little to be told from nothing. */
    double cpuUsPerMessage() {
        return cpuUsPerMessage(intervals);
    }

    /** The same of some intervals. */
    static double cpuUsPerMessage(List<Interval> some) {
        long cpuNs = some.stream().mapToLong(Interval::cpuNs).sum();
        long messages = some.stream().mapToLong(Interval::messages).sum();
        return cpuNs < LEAST_CPU_NS ? Double.NaN : cpuNs / 1e3 / messages;
    }

    /** Over all intervals. */
    double allocatedBytesPerMessage() {
        return (double) intervals.stream().mapToLong(Interval::allocatedBytes).sum() / messages();
    }

    /** Over all intervals; of these amqp-client's reading threads. */
    double clientIoAllocatedBytesPerMessage() {
        return (double) intervals.stream()
                        .mapToLong(Interval::clientIoAllocatedBytes)
                        .sum()
                / messages();
    }
}
