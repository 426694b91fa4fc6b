package dev.ringpost.intake;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.ringpost.InvalidMessageException;
import dev.ringpost.RecordFormat;
import dev.ringpost.compression.Utf8Check;
import dev.ringpost.wire.Packing;
import dev.ringpost.wire.RouteTemplate;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Looks at records before they are accepted: what would make an AMQP message unreadable for the others in it is refused at
 * the call.
 */
final class RecordCheck {

    /** Python's parser, for one, gives up at a depth of a thousand, with that of its callers. */
    private static final int DEEPEST_NESTING = 200;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST_NESTING)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES) // names may be data, and without end
            .build();

    /** Jackson looks at no more to guess at the encoding. */
    private static final int ENCODING_BYTES = 4;

    private static final byte UTF_8_MARK = (byte) 0xEF;

    private RecordCheck() {}

    /**
     * Checks bytes, if their route packs records.
     *
     * @param isJson whether they are known to be JSON
     * @throws InvalidMessageException if they cannot be a record
     */
    static void check(RouteTemplate route, byte[] array, int offset, int length, boolean isJson) {
        Packing packing = route.packing();
        if (packing == null) {
            return;
        }
        String refusal = packing.refusal(array, offset, length);
        if (refusal == null && !isJson && packing.format().isJson()) {
            refusal = whyNoRecord(packing.format(), array, offset, length);
        }
        refuse(route, refusal);
    }

    private static void refuse(RouteTemplate route, @Nullable String why) {
        if (why != null) {
            throw new InvalidMessageException(why + " (" + route + ")");
        }
    }

    /** The same for what remains of a buffer, which is not moved. */
    static void check(RouteTemplate route, ByteBuffer buffer) {
        Packing packing = route.packing();
        if (packing == null) {
            return;
        }
        int length = buffer.remaining();
        if (!packing.format().isJson()) {
            refuse(route, packing.refusal(length));
        } else if (buffer.hasArray()) {
            check(route, buffer.array(), buffer.arrayOffset() + buffer.position(), length, false);
        } else {
            byte[] copy = new byte[length];
            buffer.get(buffer.position(), copy);
            check(route, copy, 0, length, false);
        }
    }

    /** Checks the serializer of an object, if its route packs JSON values. */
    static void checkSerializer(RouteTemplate route, String serializer, Content content) {
        Packing packing = route.packing();
        if (packing != null && packing.format().isJson() && !content.type().equals(Content.JSON.type())) {
            throw new InvalidMessageException(
                    "records of " + packing.format() + " are JSON values, and the serializer \"" + serializer
                            + "\" writes " + content.type() + " (" + route + ")");
        }
    }

    /** Whether texts under a route are in UTF-8, whatever their options say. */
    static boolean areUtf8(RouteTemplate route) {
        Packing packing = route.packing();
        return packing != null && packing.format().isJson();
    }

    private static @Nullable String whyNoRecord(RecordFormat format, byte[] array, int offset, int length) {
        if (!Utf8Check.isText(array, offset, length)) {
            return "the record is not UTF-8, and those of " + format + " are";
        }
        return format == RecordFormat.JSON_ARRAY ? whyNoJson(array, offset, length) : null;
    }

    /** Why a text in UTF-8 is not one JSON value; {@code null} if it is. */
    private static @Nullable String whyNoJson(byte[] array, int offset, int length) {
        for (int i = offset; i < offset + Math.min(length, ENCODING_BYTES); i++) {
            if (array[i] == 0 || array[offset] == UTF_8_MARK) {
                return "the record is not JSON in UTF-8: it begins like another encoding, or with a byte order mark";
            }
        }
        try (JsonParser parser = JSON.createParser(array, offset, length)) {
            if (parser.nextToken() == null) {
                return "the record is not JSON: it is blank";
            }
            parser.skipChildren();
            return parser.nextToken() == null ? null : "the record is more than one JSON value";
        } catch (IOException e) {
            return "the record cannot be read as JSON: " + firstLine(e.getMessage());
        }
    }

    private static String firstLine(@Nullable String message) {
        return message == null
                ? "it cannot be read"
                : message.lines().findFirst().orElse(message);
    }
}
