package dev.ringpost;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * How the records of one AMQP message are put together, see {@link Batching}. What a consumer goes by is a header; with
 * {@link dev.ringpost.consumer.RecordReader} it need not know.
 */
public enum RecordFormat {
    /**
     * Spring AMQP's own batches ({@code lengthHeader4}): each record behind its length in four bytes, big-endian, and the
     * header {@code springBatchFormat}. A listener container of Spring AMQP hands over the records one by one. Of the
     * compressors its own post-processors undo {@code gzip-rfc1952} alone; others are for {@link
     * dev.ringpost.consumer.RecordReader}.
     */
    SPRING("spring"),

    /** Records are JSON values, the body is a JSON array of them, of type {@code application/json}: Kombu sees a list. */
    JSON_ARRAY("json-array"),

    /** Each record is a line without line breaks of its own, usually a JSON value; {@code application/x-ndjson}. */
    NDJSON("ndjson"),

    /**
     * Each record behind its length in four bytes, big-endian. The only format that carries message ids: where they are
     * {@linkplain PublishOptions.Builder#numberedMessageId() numbered}, the header {@link #PRODUCER_HEADER} has what all of
     * them begin with, and each record's number follows its length in eight bytes.
     */
    LENGTH_PREFIXED("length-prefixed");

    /** The header that names the format, for all but {@link #SPRING}. */
    public static final String FORMAT_HEADER = "ringpost-records";

    /** The header that message ids of {@link #LENGTH_PREFIXED} begin with. */
    public static final String PRODUCER_HEADER = "ringpost-producer";

    /** Spring AMQP's header, and its value. */
    public static final String SPRING_FORMAT_HEADER = "springBatchFormat";

    /** See {@link #SPRING_FORMAT_HEADER}. */
    public static final String SPRING_FORMAT = "lengthHeader4";

    /** What tells Spring AMQP's decompressing post-processors that they may. */
    public static final String SPRING_DECOMPRESS_HEADER = "springAutoDecompress";

    private final String formatName;

    RecordFormat(String formatName) {
        this.formatName = formatName;
    }

    /**
     * The format of that name: {@code spring}, {@code json-array}, {@code ndjson} or {@code length-prefixed}.
     *
     * @throws InvalidMessageException if it is none of them
     */
    public static RecordFormat of(String name) {
        return Arrays.stream(values())
                .filter(format -> format.formatName.equals(name))
                .findFirst()
                .orElseThrow(() -> new InvalidMessageException("record format \"" + name + "\" is none of "
                        + Arrays.stream(values()).map(RecordFormat::formatName).collect(Collectors.joining(", "))));
    }

    /** The name by which it is chosen. */
    public String formatName() {
        return formatName;
    }

    /** Whether records are texts in UTF-8, of the type {@code application/json}, whatever their options say. */
    public boolean isJson() {
        return this == JSON_ARRAY || this == NDJSON;
    }

    /** Whether each record may have a message id of its own. */
    public boolean carriesMessageIds() {
        return this == LENGTH_PREFIXED;
    }

    /** Bytes that a body has around its records, without any. */
    public int emptyBytes() {
        return this == JSON_ARRAY ? 1 : 0; // two brackets, and one comma less than records
    }

    /** Bytes that a record takes besides its own. */
    public int overheadBytes(boolean withMessageId) {
        return switch (this) {
            case JSON_ARRAY, NDJSON -> 1;
            case SPRING -> Integer.BYTES;
            case LENGTH_PREFIXED -> withMessageId ? Integer.BYTES + Long.BYTES : Integer.BYTES;
        };
    }

    @Override
    public String toString() {
        return formatName;
    }
}
