package dev.ringpost.wire;

import dev.ringpost.Batching;
import dev.ringpost.RecordFormat;
import dev.ringpost.compression.Compressor;
import org.jspecify.annotations.Nullable;

/**
 * How the records of a route share AMQP messages.
 *
 * @param batching the user's settings
 * @param lingerNs the same linger
 * @param withMessageIds whether each record carries its number
 * @param compression of whole messages, or {@code null}
 */
public record Packing(
        Batching batching,
        long lingerNs,
        boolean withMessageIds,
        @Nullable BodyCompression compression) {

    /** How records are put together. */
    public RecordFormat format() {
        return batching.format();
    }

    /** Bytes that a record takes besides its own. */
    public int overheadBytes() {
        return format().overheadBytes(withMessageIds);
    }

    /** Why bytes cannot be a record here, or {@code null}; that JSON is JSON is not looked at. */
    public @Nullable String refusal(byte[] array, int offset, int length) {
        String refusal = refusal(length);
        return refusal == null && format() == RecordFormat.NDJSON && hasLineBreak(array, offset, length)
                ? "the record has a line break, which ends a record of ndjson"
                : refusal;
    }

    /** Why so many bytes cannot be a record here, or {@code null}. */
    public @Nullable String refusal(int length) {
        if (length == 0) {
            return "an empty record: a consumer of " + format() + " batches could not tell it from nothing";
        }
        if (!fits(length)) {
            return "the record has " + length + " bytes, and with what " + format()
                    + " adds the limit of an AMQP message is " + batching.maxBytes() + " (maxBytes of batching)";
        }
        return null;
    }

    /** The same with a reply-to that was not known before. */
    Packing replyingTo(String address, RouteTemplate plain, RouteEncoder encoder) {
        if (compression == null) {
            return this;
        }
        RouteTemplate compressed =
                encoder.encode(compression.compressed().spec().replyingTo(address));
        return new Packing(
                batching,
                lingerNs,
                withMessageIds,
                new BodyCompression(
                        compression.compressor(),
                        compression.fromBytes(),
                        compression.onlyIfSmaller(),
                        plain,
                        compressed));
    }

    private boolean fits(int length) {
        return (long) length + overheadBytes() + format().emptyBytes() <= batching.maxBytes();
    }

    private static boolean hasLineBreak(byte[] array, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            if (array[i] == '\n' || array[i] == '\r') {
                return true;
            }
        }
        return false;
    }

    /** Whether records of the two may share a message as far as that is decided here. */
    @SuppressWarnings("ReferenceEquality") // a shortcut
    boolean isLike(Packing other) {
        return this == other
                || (batching.equals(other.batching)
                        && withMessageIds == other.withMessageIds
                        && isLike(compression, other.compression));
    }

    @SuppressWarnings("ReferenceEquality") // a compressor is itself: what two do alike nobody knows
    private static boolean isLike(@Nullable BodyCompression one, @Nullable BodyCompression other) {
        if (one == null || other == null) {
            return one == other;
        }
        Compressor compressor = one.compressor();
        return compressor == other.compressor()
                && one.fromBytes() == other.fromBytes()
                && one.onlyIfSmaller() == other.onlyIfSmaller();
    }
}
