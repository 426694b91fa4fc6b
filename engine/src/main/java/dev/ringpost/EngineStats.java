package dev.ringpost;

import org.HdrHistogram.Histogram;

/**
 * What an engine has done since its start, summed over its lanes. {@code accepted = confirmed + returned + rejected +
 * timedOut + failed + aborted + inFlight} holds exactly when nothing moves, for example after close.
 *
 * @param accepted messages accepted
 * @param confirmed messages with outcome {@link Outcome#CONFIRMED}
 * @param returned messages with outcome {@link Outcome#RETURNED}
 * @param rejected messages with outcome {@link Outcome#REJECTED}
 * @param timedOut messages with outcome {@link Outcome#TIMED_OUT}
 * @param failed messages with outcome {@link Outcome#FAILED}
 * @param aborted messages with outcome {@link Outcome#ABORTED}
 * @param inFlight messages accepted whose outcome has not been delivered yet
 * @param sent messages written to a connection, repeats included
 * @param resends messages written again after a connection or channel was lost
 * @param retries messages tried again after a nack or a confirm timeout
 * @param bodyBytes bytes of message bodies written, repeats included
 * @param amqpMessages AMQP messages written, repeats included; with {@linkplain Batching record batching} fewer than {@code
 *     sent}
 * @param wireBytes bytes of the frames written for them, without TLS
 * @param uncompressedBytes bytes that compressors were given; of bodies, or with record batching of whole AMQP messages
 * @param compressedBytes bytes that they made of them
 * @param writes batches written, each one a write to the socket (or a few, for large bodies)
 * @param connects connections made, the first ones included
 * @param callbackErrors exceptions thrown by callbacks and listeners
 * @param confirmLatencyNs time from accepted to the outcome's delivery for confirmed messages, in nanoseconds; every
 *     message while an engine is not busy, one of eight while it is
 */
public record EngineStats(
        long accepted,
        long confirmed,
        long returned,
        long rejected,
        long timedOut,
        long failed,
        long aborted,
        long inFlight,
        long sent,
        long resends,
        long retries,
        long bodyBytes,
        long amqpMessages,
        long wireBytes,
        long uncompressedBytes,
        long compressedBytes,
        long writes,
        long connects,
        long callbackErrors,
        Histogram confirmLatencyNs) {

    /** How many times smaller compression made what it was given; 1 if that was nothing. */
    public double compressionRatio() {
        return compressedBytes == 0 ? 1 : (double) uncompressedBytes / compressedBytes;
    }

    /** Records of one AMQP message on the average; 1 without record batching. */
    public double recordsPerMessage() {
        return amqpMessages == 0 ? 1 : (double) sent / amqpMessages;
    }

    /** The outcomes delivered so far, of all kinds. */
    public long settled() {
        return confirmed + returned + rejected + timedOut + failed + aborted;
    }
}
