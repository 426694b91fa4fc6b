package dev.ringpost.serialization;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessagePacker;

/**
 * MessagePack, as Kombu's {@code msgpack} writes it: text and bytes are of different families, integers take as few bytes
 * as they can, floating-point numbers eight. Beans and records become maps, sets arrays. Dates, times, decimals, UUIDs and
 * integers over 64 bits are refused, since MessagePack has no form for them. Python reads maps by default only if all keys
 * are text or bytes. Needs msgpack-core. Thread-safe.
 */
public final class MsgpackSerializer implements Serializer {

    private final PlainData data;

    /** With a Jackson mapper of its own. */
    public MsgpackSerializer() {
        data = new PlainData(null);
    }

    /**
     * With the application's mapper.
     *
     * @param mapper how beans and records become maps; it is copied
     */
    public MsgpackSerializer(ObjectMapper mapper) {
        data = new PlainData(mapper);
    }

    @Override
    public String name() {
        return "msgpack";
    }

    @Override
    public String contentType() {
        return "application/x-msgpack";
    }

    @Override
    public String contentEncoding() {
        return "binary";
    }

    /**
     * Writes it.
     *
     * @throws IOException if MessagePack or Jackson has no form for it, or it is nested too deeply
     */
    @Override
    public void serialize(@Nullable Object body, OutputStream out) throws IOException {
        Object value = data.of(body);
        try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
            pack(value, packer);
            out.write(packer.toByteArray());
        }
    }

    private static void pack(@Nullable Object value, MessagePacker packer) throws IOException {
        if (value == null) {
            packer.packNil();
        } else if (value instanceof String text) {
            packer.packString(text);
        } else if (value instanceof Long number) {
            packer.packLong(number);
        } else if (value instanceof Double || value instanceof Float) {
            packer.packDouble(((Number) value).doubleValue());
        } else if (value instanceof Boolean flag) {
            packer.packBoolean(flag);
        } else if (value instanceof byte[] bytes) {
            packer.packBinaryHeader(bytes.length);
            packer.writePayload(bytes);
        } else if (value instanceof BigInteger number && number.signum() > 0 && number.bitLength() <= Long.SIZE) {
            packer.packBigInteger(number);
        } else if (value instanceof Map<?, ?> map) {
            packer.packMapHeader(map.size());
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                pack(entry.getKey(), packer);
                pack(entry.getValue(), packer);
            }
        } else if (value instanceof Collection<?> elements) {
            packer.packArrayHeader(elements.size());
            for (Object element : elements) {
                pack(element, packer);
            }
        } else {
            throw PlainData.noForm("msgpack", value);
        }
    }
}
