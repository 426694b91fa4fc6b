package dev.ringpost;

import java.time.Duration;
import java.util.Objects;

/**
 * Record batching: what waits to be published anyway shares AMQP messages, because a broker's work is by the message. Each
 * record stays a message in every other way: its own receipt, callback, return, retries and timeouts. Immutable.
 *
 * <p>Two records share an AMQP message if they are for one exchange and routing key, all their properties and headers are
 * equal, and so are their batching and their compressor, which is the very same object; nothing is merged. Per exchange and
 * routing key one message at the most is being filled. It is sent when it has {@link #maxRecords()} records or has no room for
 * the next one, when a record comes for the same place with other properties, and else, with no linger, as soon as the engine
 * has nothing else to take. While the broker is behind, that is with a quarter of the ring unanswered, a message that is not
 * full waits for up to 5 ms more.
 *
 * <p>The order of an ordering key holds across records as across messages. With {@link Ordering#STRICT} each record is a
 * message of its own, in the same format.
 */
public final class Batching {

    /** The most records one AMQP message may have: 65,536. */
    public static final int MOST_RECORDS = 65_536;

    private final RecordFormat format;
    private final int maxRecords;
    private final int maxBytes;
    private final Duration linger;

    private Batching(RecordFormat format, int maxRecords, int maxBytes, Duration linger) {
        if (maxRecords < 1 || maxRecords > MOST_RECORDS) {
            throw new InvalidMessageException("batching: maxRecords " + maxRecords + " is not in 1.." + MOST_RECORDS);
        }
        if (maxBytes < 1) {
            throw new InvalidMessageException("batching: maxBytes " + maxBytes + " is not positive");
        }
        if (linger.isNegative()) {
            throw new InvalidMessageException("batching: linger " + linger + " is negative");
        }
        this.format = format;
        this.maxRecords = maxRecords;
        this.maxBytes = maxBytes;
        this.linger = linger;
    }

    /**
     * {@link RecordFormat#LENGTH_PREFIXED} records, without linger.
     *
     * @param maxRecords of one AMQP message; 1 to {@link #MOST_RECORDS}, and no more than the engine's ring has slots
     * @param maxBytes of its body before compression, with what the format adds; no more than the engine's {@code
     *     maxMessageBytes}. A record that does not fit alone is refused
     * @throws InvalidMessageException if one is out of range
     */
    public static Batching of(int maxRecords, int maxBytes) {
        return new Batching(RecordFormat.LENGTH_PREFIXED, maxRecords, maxBytes, Duration.ZERO);
    }

    /**
     * The same with a linger: how long a record may wait for others, counted from the first one of its AMQP message; less
     * than the delivery timeout. {@link PublisherEngine#flush} and close end it. Default 0: no record waits for one that is not
     * there yet, but for up to 5 ms while the broker is behind.
     *
     * @throws InvalidMessageException if it is negative
     */
    public Batching linger(Duration longest) {
        return new Batching(format, maxRecords, maxBytes, Objects.requireNonNull(longest, "linger"));
    }

    /** The same in another format. */
    public Batching format(RecordFormat other) {
        return new Batching(Objects.requireNonNull(other, "format"), maxRecords, maxBytes, linger);
    }

    /** The same in a format by its name, see {@link RecordFormat#of(String)}. */
    public Batching format(String name) {
        return format(RecordFormat.of(name));
    }

    /** How records are put together. */
    public RecordFormat format() {
        return format;
    }

    /** Records of one AMQP message at most. */
    public int maxRecords() {
        return maxRecords;
    }

    /** Bytes of one AMQP message's body at most, before compression. */
    public int maxBytes() {
        return maxBytes;
    }

    /** How long a record may wait for others. */
    public Duration linger() {
        return linger;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Batching that
                && format == that.format
                && maxRecords == that.maxRecords
                && maxBytes == that.maxBytes
                && linger.equals(that.linger);
    }

    @Override
    public int hashCode() {
        return Objects.hash(format, maxRecords, maxBytes, linger);
    }

    @Override
    public String toString() {
        return "batching of " + maxRecords + " records or " + maxBytes + " bytes, " + format + ", linger " + linger;
    }
}
