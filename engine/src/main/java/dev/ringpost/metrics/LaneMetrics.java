package dev.ringpost.metrics;

import dev.ringpost.Outcome;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;

/** The counters of one lane; each names its one writing thread. */
public final class LaneMetrics {

    private static final long LOWEST_LATENCY_NS = 1_000;
    private static final long HIGHEST_LATENCY_NS = 3_600_000_000_000L;
    private static final int LATENCY_DIGITS = 3;

    private final Counter sent = new Counter();
    private final Counter resends = new Counter();
    private final Counter retries = new Counter();
    private final Counter moved = new Counter();
    private final Counter reenqueued = new Counter();
    private final Counter bodyBytes = new Counter();
    private final Counter amqpMessages = new Counter();
    private final Counter wireBytes = new Counter();
    private final Counter uncompressedBytes = new Counter();
    private final Counter compressedBytes = new Counter();
    private final Counter writes = new Counter();
    private final Counter connects = new Counter();
    private final Counter callbackErrors = new Counter();

    private final Map<Outcome, Counter> outcomes = new EnumMap<>(Outcome.class);
    private final SingleWriterRecorder confirmLatency =
            new SingleWriterRecorder(LOWEST_LATENCY_NS, HIGHEST_LATENCY_NS, LATENCY_DIGITS);
    private final ReentrantLock totalLock = new ReentrantLock();
    private final Histogram total = new Histogram(LOWEST_LATENCY_NS, HIGHEST_LATENCY_NS, LATENCY_DIGITS);

    /** All zero. */
    public LaneMetrics() {
        for (Outcome outcome : Outcome.values()) {
            outcomes.put(outcome, new Counter());
        }
    }

    /** Messages written, repeats included. Written by the lane. */
    public Counter sent() {
        return sent;
    }

    /** Messages written again after a loss. Written by the lane. */
    public Counter resends() {
        return resends;
    }

    /** Messages tried again by their retry policy. Written by the lane. */
    public Counter retries() {
        return retries;
    }

    /** Messages put back into the ring, each into a slot of its own. Written by the lane. */
    public Counter reenqueued() {
        return reenqueued;
    }

    /** Messages taken out of the ring before their outcome. Written by the lane. */
    public Counter moved() {
        return moved;
    }

    /** Bytes of bodies written. Written by the lane. */
    public Counter bodyBytes() {
        return bodyBytes;
    }

    /** AMQP messages written: as many as {@link #sent()}, or fewer where records share one. Written by the lane. */
    public Counter amqpMessages() {
        return amqpMessages;
    }

    /** Bytes of frames written. Written by the lane. */
    public Counter wireBytes() {
        return wireBytes;
    }

    /** Bytes given to compressors. Written by the lane. */
    public Counter uncompressedBytes() {
        return uncompressedBytes;
    }

    /** Bytes they made of them. Written by the lane. */
    public Counter compressedBytes() {
        return compressedBytes;
    }

    /** Batches written. Written by the lane. */
    public Counter writes() {
        return writes;
    }

    /** Connections made. Written by the supervisor. */
    public Counter connects() {
        return connects;
    }

    /** Exceptions out of callbacks. Written by the completion thread. */
    public Counter callbackErrors() {
        return callbackErrors;
    }

    /** Outcomes of one kind delivered. Written by the completion thread. */
    public Counter outcomes(Outcome outcome) {
        return Objects.requireNonNull(outcomes.get(outcome));
    }

    /** Records the time from accepted to confirmed. Completion thread. */
    public void recordConfirmLatency(long ns) {
        confirmLatency.recordValue(Math.max(0, Math.min(ns, HIGHEST_LATENCY_NS)));
    }

    /** Adds all confirm latencies so far to a histogram. Any thread. */
    public void addConfirmLatencyTo(Histogram sum) {
        totalLock.lock();
        try {
            total.add(confirmLatency.getIntervalHistogram());
            sum.add(total);
        } finally {
            totalLock.unlock();
        }
    }

    /** An empty histogram of the right range. */
    public static Histogram emptyHistogram() {
        return new Histogram(LOWEST_LATENCY_NS, HIGHEST_LATENCY_NS, LATENCY_DIGITS);
    }
}
