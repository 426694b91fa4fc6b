package dev.ringpost.consumer;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One record of a message: a part of an array, which is the message's body as it was received or uncompressed. Nothing is
 * copied until {@link #bytes()} or {@link #text()} is called, so a record that is kept keeps the whole body.
 *
 * <p><b>Threads:</b> any; immutable, as long as nobody writes to the array.
 */
public final class ReceivedRecord {

    private final byte[] array;
    private final int offset;
    private final int length;
    private final @Nullable String messageId;
    private final @Nullable String contentType;
    private final @Nullable String contentEncoding;

    ReceivedRecord(
            byte[] array,
            int offset,
            int length,
            @Nullable String messageId,
            @Nullable String contentType,
            @Nullable String contentEncoding) {
        this.array = array;
        this.offset = offset;
        this.length = length;
        this.messageId = messageId;
        this.contentType = contentType;
        this.contentEncoding = contentEncoding;
    }

    /** The array that holds the record, from {@link #offset()} for {@link #length()} bytes; not a copy. */
    public byte[] array() {
        return array;
    }

    /** Where in the array the record begins. */
    public int offset() {
        return offset;
    }

    /** How many bytes the record has. */
    public int length() {
        return length;
    }

    /** A copy of the record's bytes. */
    public byte[] bytes() {
        return Arrays.copyOfRange(array, offset, offset + length);
    }

    /** A read-only view of the record's bytes. */
    public ByteBuffer buffer() {
        return ByteBuffer.wrap(array, offset, length).slice().asReadOnlyBuffer();
    }

    /** The record as text in UTF-8; what is none becomes U+FFFD. */
    public String text() {
        return new String(array, offset, length, StandardCharsets.UTF_8);
    }

    /**
     * The record's own message id, such as {@link RepeatFilter#firstTime} takes; {@code null} if the format carries none or
     * the producer does not number its messages. A message that is no batch has its id in its properties.
     */
    public @Nullable String messageId() {
        return messageId;
    }

    /** The content type of the record; {@code null} if the message has none. */
    public @Nullable String contentType() {
        return contentType;
    }

    /**
     * The content encoding of the record, usually the name of a charset; {@code null} if the message has none, or if
     * compression took its place.
     */
    public @Nullable String contentEncoding() {
        return contentEncoding;
    }

    /** How many bytes of what type; not the content, which may be secret. */
    @Override
    public String toString() {
        return "record of " + length + " bytes, " + (contentType == null ? "no content type" : contentType)
                + (messageId == null ? "" : ", message id " + messageId);
    }
}
