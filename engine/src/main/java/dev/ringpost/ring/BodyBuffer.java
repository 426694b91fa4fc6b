package dev.ringpost.ring;

import dev.ringpost.InvalidMessageException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Where serializers and compressors write: a growing array that is used again, with an upper limit. Not thread-safe. */
public final class BodyBuffer extends OutputStream {

    private static final int INITIAL_BYTES = 1024;
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final int KEPT_BYTES = 64 * 1024;

    private final int keptBytes;

    private byte[] bytes = new byte[INITIAL_BYTES];
    private int size;
    private int limitBytes;
    private boolean overLimit;

    /** One that keeps an array of at most 64 KiB when it is released. */
    public BodyBuffer() {
        this(KEPT_BYTES);
    }

    /** One that keeps an array of at most that many bytes. */
    public BodyBuffer(int keptBytes) {
        this.keptBytes = keptBytes;
    }

    /** Empties it for a body of at most that many bytes. */
    public void reset(int limitBytes) {
        this.limitBytes = limitBytes;
        size = 0;
        overLimit = false;
    }

    /** Whether a write failed since the last reset as there would have been more bytes than that. */
    public boolean isOverLimit() {
        return overLimit;
    }

    /** Makes room for a body of that many bytes, so that it need not grow. */
    public void reserve(int bodyBytes) {
        if (bodyBytes > bytes.length) {
            bytes = new byte[bodyBytes];
        }
    }

    /** The body is no longer needed: gives up an array that a large one made it grow to. */
    public void release() {
        if (bytes.length > keptBytes) {
            bytes = new byte[INITIAL_BYTES];
        }
    }

    /** The bytes, from index 0 to {@link #size()}. */
    public byte[] array() {
        return bytes;
    }

    /** How many. */
    public int size() {
        return size;
    }

    @Override
    public void write(int value) {
        room(1);
        bytes[size++] = (byte) value;
    }

    @Override
    public void write(byte[] source, int offset, int length) {
        room(length);
        System.arraycopy(source, offset, bytes, size, length);
        size += length;
    }

    /** Four bytes, the highest first. */
    public void writeInt(int value) {
        room(Integer.BYTES);
        INTS.set(bytes, size, value);
        size += Integer.BYTES;
    }

    /** Eight bytes, the highest first. */
    public void writeLong(long value) {
        room(Long.BYTES);
        LONGS.set(bytes, size, value);
        size += Long.BYTES;
    }

    private void room(int more) {
        long needed = (long) size + more;
        if (needed > limitBytes) {
            overLimit = true;
            throw new InvalidMessageException(
                    "the encoded body is over the limit of " + limitBytes + " bytes (maxMessageBytes)");
        }
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(limitBytes, Math.max(needed, bytes.length * 2L)));
        }
    }
}
