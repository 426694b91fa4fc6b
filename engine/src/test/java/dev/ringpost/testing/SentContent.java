package dev.ringpost.testing;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.LongString;
import com.rabbitmq.client.impl.AMQImpl;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The content header and the body of a published message, as they were on the wire.
 *
 * @param headerPayload payload of the header frame
 * @param bodyFrames payloads of the body frames
 */
@SuppressWarnings("ArrayRecordComponent") // compared by what the methods say
public record SentContent(byte[] headerPayload, List<byte[]> bodyFrames) {

    private static final int FLAGS_AT = 12; // behind class, weight and body size
    private static final int PROPERTIES_AT = 14;
    private static final int CONTENT_TYPE = 0x8000;
    private static final int CONTENT_ENCODING = 0x4000;
    private static final int HEADERS = 0x2000;

    /** Copies the list. */
    public SentContent {
        bodyFrames = List.copyOf(bodyFrames);
    }

    /** The property flags: which properties are there, AMQP's first at the highest bit. */
    public int flags() {
        return ByteBuffer.wrap(headerPayload).getShort(FLAGS_AT) & 0xFFFF;
    }

    /** The properties. */
    public AMQP.BasicProperties properties() {
        try {
            return (AMQP.BasicProperties)
                    AMQImpl.readContentHeaderFrom(new DataInputStream(new ByteArrayInputStream(headerPayload)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A header's value; strings as {@code String}. */
    public @Nullable Object header(String name) {
        Object value = properties().getHeaders().get(name);
        return value instanceof LongString ? value.toString() : value;
    }

    /** The body. */
    public byte[] body() {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        bodyFrames.forEach(body::writeBytes);
        return body.toByteArray();
    }

    /** The body as UTF-8. */
    public String text() {
        return new String(body(), StandardCharsets.UTF_8);
    }

    /** The sizes of the body frames' payloads. */
    public List<Integer> bodyFrameSizes() {
        return bodyFrames.stream().map(frame -> frame.length).toList();
    }

    /** The type tags of the header table's entries, as in AMQP's field table: {@code S} for a string. */
    public Map<String, Character> headerTags() {
        ByteBuffer in = ByteBuffer.wrap(headerPayload).position(PROPERTIES_AT);
        for (int flag : new int[] {CONTENT_TYPE, CONTENT_ENCODING}) {
            if ((flags() & flag) != 0) {
                skip(in, Byte.toUnsignedInt(in.get()));
            }
        }
        Map<String, Character> tags = new LinkedHashMap<>();
        int end = (flags() & HEADERS) == 0 ? in.position() : in.getInt() + in.position();
        while (in.position() < end) {
            byte[] name = new byte[Byte.toUnsignedInt(in.get())];
            in.get(name);
            char tag = (char) in.get();
            tags.put(new String(name, StandardCharsets.UTF_8), tag);
            skip(in, sizeOf(tag, in));
        }
        return tags;
    }

    private static int sizeOf(char tag, ByteBuffer in) {
        return switch (tag) {
            case 'V' -> 0;
            case 't', 'b', 'B' -> 1;
            case 's', 'u' -> 2;
            case 'I', 'i', 'f' -> 4;
            case 'D' -> 5;
            case 'l', 'L', 'd', 'T' -> 8;
            case 'S', 'x', 'F', 'A' -> in.getInt();
            default -> throw new AssertionError("no type of AMQP's has the tag " + tag);
        };
    }

    private static void skip(ByteBuffer in, int bytes) {
        in.position(in.position() + bytes);
    }
}
