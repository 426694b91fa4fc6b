package dev.ringpost.bench.run;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.List;

/**
 * What a broker counted in one run; the JSON line of {@link dev.ringpost.bench.nullbroker.NullBrokerMain}. Immutable.
 * {@link #UNKNOWN} stands for what a broker does not count.
 *
 * @param messages AMQP messages that arrived
 * @param bodyBytes octets of their bodies
 * @param wireBytes everything read
 * @param reads socket reads that returned data
 * @param cpuSeconds the broker's CPU in this run
 * @param faults what went wrong there, for people
 */
public record BrokerCounts(
        @JsonProperty("messages") long messages,
        @JsonProperty("body_bytes") long bodyBytes,
        @JsonProperty("wire_bytes") long wireBytes,
        @JsonProperty("connections") long connections,
        @JsonProperty("reads") long reads,
        @JsonProperty("cpu_seconds") double cpuSeconds,
        @JsonProperty("faults") List<String> faults) {
    /** Not counted. */
    public static final long UNKNOWN = -1;

    /** Of a broker that only knows how many messages there are. */
    public static BrokerCounts ofQueue(long messages, double cpuSeconds) {
        return new BrokerCounts(messages, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, cpuSeconds, List.of());
    }

    /** What does not agree with that many confirmed messages of that size each; empty if all does. */
    public List<String> complaints(long confirmedCount, int bodyBytesEach) {
        List<String> complaints = complaints(confirmedCount);
        if (bodyBytes != UNKNOWN && bodyBytes != messages * bodyBytesEach) {
            complaints.add(
                    "broker counted " + bodyBytes + " body octets in " + messages + " messages of " + bodyBytesEach);
        }
        return complaints;
    }

    /** The same for bodies of unknown size. */
    public List<String> complaints(long confirmedCount) {
        List<String> complaints = new ArrayList<>(faults);
        if (messages != confirmedCount) {
            complaints.add("broker counted " + messages + " messages, contestant had " + confirmedCount + " confirmed");
        }
        return complaints;
    }
}
