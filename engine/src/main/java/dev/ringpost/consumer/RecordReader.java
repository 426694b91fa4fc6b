package dev.ringpost.consumer;

import dev.ringpost.RecordFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the records of messages that an engine with {@code PublishOptions.Builder.batching} published, and those of Spring
 * AMQP's batching template: in any {@link RecordFormat}, under any built-in compression.
 *
 * <pre>{@code
 * RecordReader reader = new RecordReader();
 * channel.basicConsume(queue, false, (consumerTag, message) -> {
 *     AMQP.BasicProperties properties = message.getProperties();
 *     for (ReceivedRecord each : reader.read(
 *             properties.getContentType(), properties.getContentEncoding(), properties.getHeaders(), message.getBody())) {
 *         work(each.bytes());
 *     }
 *     channel.basicAck(message.getEnvelope().getDeliveryTag(), false);
 * }, consumerTag -> {});
 * }</pre>
 *
 * <p><b>All or nothing:</b> the whole message is checked before the first record is handed out. A message that is no batch
 * gives one record, its body, uncompressed if need be: a queue may have both.
 *
 * <p><b>Compression</b> is undone by the header {@code compression} if there is one, else by a content encoding of {@code
 * gzip} or {@code lz4}. In the formats {@code spring} and {@code length-prefixed} a content encoding without compression is
 * that of the records; which one it is, the body's first bytes tell. All but zlib and gzip need a library that is an
 * optional dependency of this one; each is loaded when a message needs it.
 *
 * <p><b>Memory:</b> 8 bytes for each record besides the uncompressed body. A message has a million records at the most
 * (1,048,576), and a limit on its uncompressed size, against those that are made to fill a consumer's heap.
 *
 * <p><b>Threads:</b> any number at once.
 */
public final class RecordReader {

    /** How long a body may be uncompressed, unless said otherwise: 128 MiB. */
    public static final int DEFAULT_MAX_UNCOMPRESSED_BYTES = 128 * 1024 * 1024;

    private static final String JSON = "application/json";
    private static final String UTF_8 = "utf-8";

    private final int maxUncompressedBytes;

    /** With {@link #DEFAULT_MAX_UNCOMPRESSED_BYTES}. */
    public RecordReader() {
        this(DEFAULT_MAX_UNCOMPRESSED_BYTES);
    }

    /**
     * With a limit of its own.
     *
     * @param maxUncompressedBytes how long the body of a compressed message may be when it is uncompressed; at least 1
     * @throws IllegalArgumentException if it is less
     */
    public RecordReader(int maxUncompressedBytes) {
        if (maxUncompressedBytes < 1) {
            throw new IllegalArgumentException("maxUncompressedBytes " + maxUncompressedBytes + " must be at least 1");
        }
        this.maxUncompressedBytes = maxUncompressedBytes;
    }

    /**
     * The records of a message, in their order.
     *
     * @param contentType the property {@code content-type}
     * @param contentEncoding the property {@code content-encoding}
     * @param headers the message's headers; of their values, texts may be of any type that gives them by {@code toString},
     *     as amqp-client's do, or arrays of bytes
     * @param body as it was received; only read, and the records are parts of it unless it is compressed
     * @return unmodifiable; each record is made when it is asked for
     * @throws RecordReadException if the message is not what its headers say, or too large
     * @throws IllegalStateException naming the Maven artifact to add, if the library that the compression needs is missing
     */
    public List<ReceivedRecord> read(
            @Nullable String contentType,
            @Nullable String contentEncoding,
            @Nullable Map<String, ? extends @Nullable Object> headers,
            byte[] body) {
        MessageHeaders known = new MessageHeaders(headers);
        RecordFormat format = known.format();
        PlainBody plain = PlainBody.of(known.compression(), contentEncoding, format, body, maxUncompressedBytes);
        RecordIndex records = index(format, known, contentType, plain);
        if (format == null) {
            records.found(0, plain.bytes().length);
        } else {
            switch (format) {
                case JSON_ARRAY -> JsonArray.find(records);
                case NDJSON -> Lines.find(records);
                case SPRING, LENGTH_PREFIXED -> LengthPrefixed.find(records);
            }
        }
        return records;
    }

    private static RecordIndex index(
            @Nullable RecordFormat format, MessageHeaders headers, @Nullable String contentType, PlainBody plain) {
        if (format == RecordFormat.JSON_ARRAY || format == RecordFormat.NDJSON) {
            return new RecordIndex(plain.bytes(), format, null, JSON, UTF_8);
        }
        String producer = format == RecordFormat.LENGTH_PREFIXED ? headers.producer() : null;
        return new RecordIndex(plain.bytes(), format, producer, contentType, plain.contentEncoding());
    }
}
