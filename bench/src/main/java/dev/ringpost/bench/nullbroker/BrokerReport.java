package dev.ringpost.bench.nullbroker;

import java.util.List;

/**
 * What a null broker received. Immutable.
 *
 * @param messages publishes that arrived whole
 * @param bodyBytes octets of their bodies, summed from the body frames
 * @param wireBytes everything read, handshakes included
 * @param reads socket reads that returned data
 * @param faults one text for each broken protocol rule or lost connection; empty in a good run
 */
public record BrokerReport(
        long connections, long messages, long bodyBytes, long wireBytes, long reads, List<String> faults) {}
