package dev.ringpost.metrics;

import dev.ringpost.Outcome;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** The counters of one lane; each names its one writing thread. */
public final class LaneMetrics {

    private final String lane;
    private final Activity activity = new Activity();
    private final Counter sent = new Counter();
    private final Counter resends = new Counter();
    private final Counter retriesAfterNack = new Counter();
    private final Counter retriesAfterConfirmTimeout = new Counter();
    private final Counter moved = new Counter();
    private final Counter reenqueued = new Counter();
    private final Counter bodyBytes = new Counter();
    private final Counter amqpMessages = new Counter();
    private final Counter wireBytes = new Counter();
    private final Counter uncompressedBytes = new Counter();
    private final Counter compressedBytes = new Counter();
    private final Counter writes = new Counter();
    private final Counter connects = new Counter();
    private final Counter connectFailures = new Counter();
    private final Counter callbackErrors = new Counter();
    private final Level storedMessages = new Level();
    private final Level storedBytes = new Level();

    private final Map<Outcome, Counter> outcomes = new EnumMap<>(Outcome.class);
    private final TimeRecorder confirmLatency = TimeRecorder.ofOneThread();
    private final TimeRecorder publishCalls = TimeRecorder.ofAnyThread();

    /**
     * All zero.
     *
     * @param lane what the lane's threads are named after
     */
    public LaneMetrics(String lane) {
        this.lane = lane;
        for (Outcome outcome : Outcome.values()) {
            outcomes.put(outcome, new Counter());
        }
    }

    /** The lane's name. */
    public String lane() {
        return lane;
    }

    /** What the lane's thread is doing now. Written by the lane. */
    public Activity activity() {
        return activity;
    }

    /** Messages written, repeats included. Written by the lane. */
    public Counter sent() {
        return sent;
    }

    /** Messages written again after a loss. Written by the lane. */
    public Counter resends() {
        return resends;
    }

    /** Messages tried again by their retry policy, for whatever cause. Any thread. */
    public long retryCount() {
        return retriesAfterNack.get() + retriesAfterConfirmTimeout.get();
    }

    /** Those of them that were nacked. Written by the lane. */
    public Counter retriesAfterNack() {
        return retriesAfterNack;
    }

    /** Those of them that were not answered in time. Written by the lane. */
    public Counter retriesAfterConfirmTimeout() {
        return retriesAfterConfirmTimeout;
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

    /** Rounds over all brokers without a connection. Written by the supervisor. */
    public Counter connectFailures() {
        return connectFailures;
    }

    /** Messages in the retry store. Written by the lane. */
    public Level storedMessages() {
        return storedMessages;
    }

    /** Bytes of the budget that they take. Written by the lane. */
    public Level storedBytes() {
        return storedBytes;
    }

    /** Exceptions out of callbacks. Written by the completion thread. */
    public Counter callbackErrors() {
        return callbackErrors;
    }

    /** Outcomes of one kind delivered. Written by the completion thread. */
    public Counter outcomes(Outcome outcome) {
        return Objects.requireNonNull(outcomes.get(outcome));
    }

    /** Times from accepted to confirmed. Written by the completion thread. */
    public TimeRecorder confirmLatency() {
        return confirmLatency;
    }

    /** Times of calls that publish. Written by callers. */
    public TimeRecorder publishCalls() {
        return publishCalls;
    }
}
