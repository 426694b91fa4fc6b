package dev.ringpost.wire;

import dev.ringpost.Batching;
import dev.ringpost.PublishOptions;
import dev.ringpost.RecordFormat;
import dev.ringpost.compression.Compressor;
import dev.ringpost.topology.Declarations;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link RouteTemplate} is made from, with everything that is decided: which properties the options leave to the
 * body, the compression and the declarations.
 *
 * @param options complete: the message's over the producer's
 * @param contentType the property; of each record where records share messages
 * @param contentEncoding the property; likewise
 * @param replyTo the property, or {@code null} for none
 * @param compressor what compressed the body, or {@code null}
 * @param declarations what has to be there before its messages are published, or {@code null}
 * @param producerId what the message id begins with if it is numbered, else {@code null}; a header where records share
 *     messages
 * @param longLived whether the template belongs to a producer, rather than to one message
 */
public record RouteSpec(
        PublishOptions options,
        String contentType,
        String contentEncoding,
        @Nullable String replyTo,
        @Nullable Compressor compressor,
        @Nullable Declarations declarations,
        @Nullable String producerId,
        boolean longLived) {

    /** What tells a consumer how to read a body. */
    private static final Set<String> READING_HEADERS = Set.of(
            RecordFormat.FORMAT_HEADER,
            RecordFormat.PRODUCER_HEADER,
            RecordFormat.SPRING_FORMAT_HEADER,
            RecordFormat.SPRING_DECOMPRESS_HEADER,
            PublishOptions.COMPRESSION_HEADER);

    /** What Spring AMQP undoes by itself. */
    private static final String GZIP = "gzip";

    private static final String NDJSON_TYPE = "application/x-ndjson";

    /** For bodies that go out as they are. */
    public static RouteSpec plain(
            PublishOptions options, String contentType, String contentEncoding, boolean longLived) {
        return new RouteSpec(options, contentType, contentEncoding, options.replyTo(), null, null, null, longLived);
    }

    /** The same where something has to be declared first. */
    public RouteSpec requiring(@Nullable Declarations needed) {
        return new RouteSpec(options, contentType, contentEncoding, replyTo, compressor, needed, producerId, longLived);
    }

    /** The same with message ids of that producer. */
    public RouteSpec numberedBy(String producer) {
        return new RouteSpec(
                options, contentType, contentEncoding, replyTo, compressor, declarations, producer, longLived);
    }

    /** The same for a body that is compressed. */
    public RouteSpec compressedBy(Compressor how) {
        String encoding = how.contentEncoding();
        return new RouteSpec(
                options,
                contentType,
                encoding == null ? contentEncoding : encoding,
                replyTo,
                how,
                declarations,
                producerId,
                longLived);
    }

    /** The same with a reply-to that was not known before. */
    public RouteSpec replyingTo(String address) {
        return new RouteSpec(
                options, contentType, contentEncoding, address, compressor, declarations, producerId, longLived);
    }

    /** The same with other headers of the user's. */
    RouteSpec withHeaders(Map<String, Object> headers) {
        return new RouteSpec(
                options.toBuilder().headers(headers).build(),
                contentType,
                contentEncoding,
                replyTo,
                compressor,
                declarations,
                producerId,
                longLived);
    }

    /** The header table without the attempt header: the options', and what tells a consumer how to read the body. */
    public Map<String, Object> headers() {
        Map<String, Object> own = options.headers() == null ? Map.of() : options.headers();
        String header = compressor == null ? null : compressor.header();
        Batching batching = options.batching();
        if (header == null && batching == null) {
            return own;
        }
        Map<String, Object> all = new LinkedHashMap<>(own);
        if (batching != null) {
            all.keySet().removeAll(READING_HEADERS); // of a message that was consumed, perhaps
            addFormat(all, batching.format());
        }
        if (header != null) {
            all.put(PublishOptions.COMPRESSION_HEADER, header);
        }
        return Collections.unmodifiableMap(all);
    }

    private void addFormat(Map<String, Object> headers, RecordFormat format) {
        if (format != RecordFormat.SPRING) {
            headers.put(RecordFormat.FORMAT_HEADER, format.formatName());
        } else {
            headers.put(RecordFormat.SPRING_FORMAT_HEADER, RecordFormat.SPRING_FORMAT);
            if (compressor != null && GZIP.equals(compressor.contentEncoding())) {
                headers.put(RecordFormat.SPRING_DECOMPRESS_HEADER, true);
            }
        }
        if (producerId != null) {
            headers.put(RecordFormat.PRODUCER_HEADER, producerId);
        }
    }

    /** The property {@code content-type} of the AMQP message. */
    String messageContentType() {
        Batching batching = options.batching();
        return batching != null && batching.format() == RecordFormat.NDJSON ? NDJSON_TYPE : contentType;
    }

    /** The message id begins with it, a number is to follow; {@code null} where it is not numbered. */
    @Nullable
    String numberedIdStart() {
        return options.batching() == null ? producerId : null;
    }

    boolean mandatory() {
        return Boolean.TRUE.equals(options.mandatory());
    }

    /** The property {@code priority}, or {@code null} for none. */
    @Nullable
    Integer priority() {
        Integer priority = options.priority();
        return priority != null ? priority : options.isWithoutPriority() ? null : Integer.valueOf(0);
    }
}
