package dev.ringpost.bench.latency;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/**
 * The histograms of one run, or the sum of several, in nanoseconds.
 *
 * <p>Writers: the publishing thread those of the call, the confirming thread that of the confirm. Readers: anyone, once both
 * are quiet. Recording allocates nothing: the range is fixed, and what lies above it counts as its end.
 *
 * @param callNs the publish call, from its start to its return
 * @param callFromDueNs from the time that a message was due at to the call's return
 * @param confirmFromDueNs from that time to the message's confirm
 */
public record Latencies(Histogram callNs, Histogram callFromDueNs, Histogram confirmFromDueNs) {
    static final long HIGHEST_NS = TimeUnit.MINUTES.toNanos(5);
    private static final int SIGNIFICANT_DIGITS = 3;

    /** For one run, or to sum several. */
    public static Latencies empty() {
        return new Latencies(newHistogram(), newHistogram(), newHistogram());
    }

    private static Histogram newHistogram() {
        return new Histogram(HIGHEST_NS, SIGNIFICANT_DIGITS);
    }

    static void record(Histogram histogram, long latencyNs) {
        histogram.recordValue(Math.min(HIGHEST_NS, Math.max(0, latencyNs)));
    }

    /** Adds what another run has measured. */
    void add(Latencies other) {
        callNs.add(other.callNs);
        callFromDueNs.add(other.callFromDueNs);
        confirmFromDueNs.add(other.confirmFromDueNs);
    }

    /** A histogram in HdrHistogram's compressed form, as base 64. */
    static String encode(Histogram histogram) {
        ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        int lengthBytes = histogram.encodeIntoCompressedByteBuffer(buffer);
        buffer.position(0).limit(lengthBytes);
        return StandardCharsets.ISO_8859_1
                .decode(Base64.getEncoder().encode(buffer))
                .toString();
    }

    /** The inverse of {@link #encode}. */
    static Histogram decode(String encoded) {
        try {
            ByteBuffer buffer = ByteBuffer.wrap(Base64.getDecoder().decode(encoded));
            return Histogram.decodeFromCompressedByteBuffer(buffer, HIGHEST_NS);
        } catch (DataFormatException e) {
            throw new IllegalArgumentException("not a compressed histogram: " + e.getMessage(), e);
        }
    }
}
