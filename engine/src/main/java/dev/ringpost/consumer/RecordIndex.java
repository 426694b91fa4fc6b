package dev.ringpost.consumer;

import dev.ringpost.RecordFormat;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/** Where in a body its records are: filled by one thread, then an immutable list that makes each record when asked for it. */
final class RecordIndex extends AbstractList<ReceivedRecord> implements RandomAccess {

    /** A body of nothing but empty records would else take many times its size in heap. */
    static final int MOST_RECORDS = 1 << 20;

    private static final int FIRST_ROOM = 16;

    private final byte[] body;
    private final @Nullable RecordFormat format;
    private final @Nullable String producer;
    private final @Nullable String contentType;
    private final @Nullable String contentEncoding;
    private int[] bounds = new int[2 * FIRST_ROOM]; // where a record begins and ends, in turn
    private int count;

    /**
     * Without records.
     *
     * @param body what they are in
     * @param format by which they are found; {@code null} if the body is the one record
     * @param producer what message ids begin with, if each record has its number in the eight bytes before it
     * @param contentType of each record
     * @param contentEncoding of each record
     */
    RecordIndex(
            byte[] body,
            @Nullable RecordFormat format,
            @Nullable String producer,
            @Nullable String contentType,
            @Nullable String contentEncoding) {
        this.body = body;
        this.format = format;
        this.producer = producer;
        this.contentType = contentType;
        this.contentEncoding = contentEncoding;
    }

    byte[] body() {
        return body;
    }

    boolean isNumbered() {
        return producer != null;
    }

    /** Adds the record between the two. */
    void found(int begin, int end) {
        if (2 * count == bounds.length) {
            if (count == MOST_RECORDS) {
                throw broken(begin, "more than " + MOST_RECORDS + " records, the limit");
            }
            bounds = Arrays.copyOf(bounds, 2 * bounds.length);
        }
        bounds[2 * count] = begin;
        bounds[2 * count + 1] = end;
        count++;
    }

    /** The error for what was met at a byte of the body. */
    RecordReadException broken(int atByte, String reason) {
        return new RecordReadException(
                "cannot read the records of a body of " + body.length + " bytes in format " + format + ": at byte "
                        + atByte + ", after " + count + " whole records, " + reason,
                null);
    }

    @Override
    public int size() {
        return count;
    }

    @Override
    public ReceivedRecord get(int index) {
        Objects.checkIndex(index, count);
        int begin = bounds[2 * index];
        int end = bounds[2 * index + 1];
        return new ReceivedRecord(body, begin, end - begin, messageId(begin), contentType, contentEncoding);
    }

    private @Nullable String messageId(int begin) {
        return producer == null
                ? null
                : producer + "-" + HexFormat.of().toHexDigits(BigEndian.longAt(body, begin - Long.BYTES));
    }
}
