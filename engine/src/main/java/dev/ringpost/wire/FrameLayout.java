package dev.ringpost.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The bytes of one publish, all numbers big-endian:
 *
 * <pre>
 * method   01 | channel 16 | size 32 | 003C 0028 | ticket 16 = 0 | exchange | routing key | bits | CE
 * header   02 | channel 16 | size 32 | 003C 0000 | body size 64 | flags 16 | properties … | CE
 * body     03 | channel 16 | size 32 | payload | CE          none for an empty body, several for a large one
 * </pre>
 */
final class FrameLayout {

    static final byte METHOD = 1;
    static final byte HEADER = 2;
    static final byte BODY = 3;
    static final byte END = (byte) 0xCE;

    /** Type, channel and size. */
    static final int FRAME_HEAD_BYTES = 7;

    /** Head and end octet. */
    static final int FRAME_OVERHEAD_BYTES = 8;

    static final int CLASS_BASIC = 60;
    static final int METHOD_PUBLISH = 40;
    static final int MANDATORY_BIT = 1;

    /** The pinned channel is always the connection's first, so templates outlive connections. */
    static final int PINNED_CHANNEL = 1;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private FrameLayout() {}

    static void putLong(byte[] buffer, int offset, long value) {
        LONGS.set(buffer, offset, value);
    }

    static void putInt(byte[] buffer, int offset, int value) {
        INTS.set(buffer, offset, value);
    }

    /** Writes a number as 16 lower-case hexadecimal digits. */
    static void putHex(byte[] buffer, int offset, long value) {
        putLong(buffer, offset, hexDigits((int) (value >>> 32)));
        putLong(buffer, offset + 8, hexDigits((int) value));
    }

    /** Eight digits in the eight bytes of a long, all at once. */
    private static long hexDigits(int value) {
        long digits = value & 0xFFFF_FFFFL;
        digits = (digits << 16 | digits) & 0x0000_FFFF_0000_FFFFL;
        digits = (digits << 8 | digits) & 0x00FF_00FF_00FF_00FFL;
        digits = (digits << 4 | digits) & 0x0F0F_0F0F_0F0F_0F0FL;
        long letters = (digits + 0x0606_0606_0606_0606L) >>> 4 & 0x0101_0101_0101_0101L; // 1 where it is over 9
        return digits + 0x3030_3030_3030_3030L + letters * ('a' - '0' - 10);
    }

    /** Writes the head of a body frame and returns the offset behind it. */
    static int putBodyHead(byte[] buffer, int offset, int payloadBytes) {
        buffer[offset] = BODY;
        buffer[offset + 1] = (byte) (PINNED_CHANNEL >>> 8);
        buffer[offset + 2] = (byte) PINNED_CHANNEL;
        putInt(buffer, offset + 3, payloadBytes);
        return offset + FRAME_HEAD_BYTES;
    }
}
