package dev.ringpost.wire;

import dev.ringpost.InvalidMessageException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A growing buffer that writes AMQP's data types. Not thread-safe. */
final class WireBuffer {

    private static final int MAX_SHORT_STRING_BYTES = 255;

    private byte[] bytes = new byte[512];
    private int size;

    int size() {
        return size;
    }

    void clear() {
        size = 0;
    }

    byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }

    void octet(int value) {
        room(1);
        bytes[size++] = (byte) value;
    }

    void shortInt(int value) {
        room(2);
        bytes[size++] = (byte) (value >>> 8);
        bytes[size++] = (byte) value;
    }

    void longInt(int value) {
        room(4);
        FrameLayout.putInt(bytes, size, value);
        size += 4;
    }

    void longLong(long value) {
        room(8);
        FrameLayout.putLong(bytes, size, value);
        size += 8;
    }

    /** Sets a 32-bit number written before. */
    void patchLongInt(int offset, int value) {
        FrameLayout.putInt(bytes, offset, value);
    }

    /** Sets a 16-bit number written before. */
    void patchShortInt(int offset, int value) {
        bytes[offset] = (byte) (value >>> 8);
        bytes[offset + 1] = (byte) value;
    }

    void shortString(String what, String value) {
        int sizeAt = size;
        octet(0);
        int length = text(value);
        if (length > MAX_SHORT_STRING_BYTES) {
            throw new InvalidMessageException(
                    what + " has " + length + " bytes in UTF-8; AMQP allows " + MAX_SHORT_STRING_BYTES);
        }
        bytes[sizeAt] = (byte) length;
    }

    /** Appends UTF-8 and returns how many bytes that were. */
    private int text(String value) {
        int length = value.length();
        room(length);
        byte[] out = bytes;
        int at = size;
        for (int i = 0; i < length; i++) {
            char c = value.charAt(i);
            if (c >= 0x80) {
                byte[] encoded = value.getBytes(StandardCharsets.UTF_8);
                room(encoded.length);
                System.arraycopy(encoded, 0, bytes, size, encoded.length);
                size += encoded.length;
                return encoded.length;
            }
            out[at + i] = (byte) c;
        }
        size += length;
        return length;
    }

    /** Writes a table and returns the offset of its 32-bit length. */
    int table(Map<String, ?> table) {
        int sizeAt = size;
        longInt(0);
        for (Map.Entry<String, ?> entry : table.entrySet()) {
            shortString("header name", entry.getKey());
            field(entry.getKey(), entry.getValue());
        }
        patchLongInt(sizeAt, size - sizeAt - 4);
        return sizeAt;
    }

    private void array(String name, List<?> list) {
        int sizeAt = size;
        longInt(0);
        for (Object element : list) {
            field(name, element);
        }
        patchLongInt(sizeAt, size - sizeAt - 4);
    }

    private void field(String name, @Nullable Object value) {
        if (value instanceof String text) {
            octet('S');
            int sizeAt = size;
            longInt(0);
            patchLongInt(sizeAt, text(text));
        } else if (value instanceof Integer number) {
            octet('I');
            longInt(number);
        } else if (value instanceof Long number) {
            octet('l');
            longLong(number);
        } else if (value instanceof Boolean flag) {
            octet('t');
            octet(flag ? 1 : 0);
        } else if (value instanceof Double number) {
            octet('d');
            longLong(Double.doubleToLongBits(number));
        } else if (value instanceof Float number) {
            octet('f');
            longInt(Float.floatToIntBits(number));
        } else if (value == null) {
            octet('V');
        } else if (value instanceof byte[] raw) {
            octet('x');
            longInt(raw.length);
            room(raw.length);
            System.arraycopy(raw, 0, bytes, size, raw.length);
            size += raw.length;
        } else if (value instanceof Date date) {
            octet('T');
            longLong(date.getTime() / 1000);
        } else if (value instanceof BigDecimal decimal) {
            octet('D');
            octet(decimal.scale());
            longInt(decimal.unscaledValue().intValue());
        } else if (value instanceof Map<?, ?> map) {
            octet('F');
            @SuppressWarnings("unchecked") // the options' copy has String keys only
            Map<String, ?> table = (Map<String, ?>) map;
            table(table);
        } else if (value instanceof List<?> list) {
            octet('A');
            array(name, list);
        } else {
            throw new InvalidMessageException("header \"" + name + "\": AMQP has no type for "
                    + value.getClass().getName());
        }
    }

    private void room(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}
