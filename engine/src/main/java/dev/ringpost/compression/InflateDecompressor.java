package dev.ringpost.compression;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * zlib and gzip by the JDK's inflater. gzip's frame is read here: the JDK's own stream passes over what follows a frame and
 * is none. Used by one thread, for one body.
 */
final class InflateDecompressor {

    private static final int GUESSED_RATIO = 4;
    private static final int LEAST_ROOM_BYTES = 256;
    private static final int FIXED_HEADER_BYTES = 10;

    private static final int HAS_HEADER_CHECK = 2;
    private static final int HAS_EXTRA = 4;
    private static final int HAS_NAME = 8;
    private static final int HAS_COMMENT = 16;
    private static final int RESERVED = 0xE0;

    private final byte[] stream;
    private final int maxBytes;
    private byte[] room;
    private int sizeBytes;

    private InflateDecompressor(byte[] stream, int maxBytes) {
        this.stream = stream;
        this.maxBytes = maxBytes;
        long guessBytes = Math.max(LEAST_ROOM_BYTES, (long) GUESSED_RATIO * stream.length);
        this.room = new byte[(int) Math.min(maxBytes, guessBytes)];
    }

    static byte[] zlib(byte[] stream, int maxBytes) throws IOException {
        InflateDecompressor body = new InflateDecompressor(stream, maxBytes);
        int end = body.inflate(false, 0);
        if (end < stream.length) {
            throw new IOException((stream.length - end) + " bytes follow the end of the zlib stream");
        }
        return body.result();
    }

    static byte[] gzip(byte[] stream, int maxBytes) throws IOException {
        InflateDecompressor body = new InflateDecompressor(stream, maxBytes);
        ByteBuffer in = ByteBuffer.wrap(stream).order(ByteOrder.LITTLE_ENDIAN);
        try {
            do {
                skipHeader(in);
                int memberAt = body.sizeBytes;
                in.position(body.inflate(true, in.position()));
                CRC32 sum = new CRC32();
                sum.update(body.room, memberAt, body.sizeBytes - memberAt);
                int trailerAt = in.position();
                int checksum = in.getInt();
                int lengthBytes = in.getInt();
                if (checksum != (int) sum.getValue() || lengthBytes != body.sizeBytes - memberAt) {
                    throw new IOException("the gzip stream is broken: its checksum or length, at byte " + trailerAt
                            + ", is that of other bytes");
                }
            } while (in.hasRemaining());
        } catch (BufferUnderflowException e) {
            throw cutShort();
        }
        return body.result();
    }

    private static void skipHeader(ByteBuffer in) throws IOException {
        int start = in.position();
        if (in.remaining() < FIXED_HEADER_BYTES) {
            throw cutShort();
        }
        boolean isDeflate = in.get() == 0x1F && in.get() == (byte) 0x8B && in.get() == 8;
        int flags = isDeflate ? in.get() : 0;
        if (!isDeflate || (flags & RESERVED) != 0) {
            throw new IOException("no gzip header at byte " + start);
        }
        in.position(start + FIXED_HEADER_BYTES);
        if ((flags & HAS_EXTRA) != 0) {
            skip(in, Short.toUnsignedInt(in.getShort()));
        }
        if ((flags & HAS_NAME) != 0) {
            skipText(in);
        }
        if ((flags & HAS_COMMENT) != 0) {
            skipText(in);
        }
        if ((flags & HAS_HEADER_CHECK) != 0) {
            skip(in, Short.BYTES);
        }
    }

    private static void skip(ByteBuffer in, int bytes) {
        if (bytes > in.remaining()) {
            throw new BufferUnderflowException();
        }
        in.position(in.position() + bytes);
    }

    private static void skipText(ByteBuffer in) {
        byte next;
        do {
            next = in.get();
        } while (next != 0);
    }

    /** Adds what one stream holds that begins there, and answers where it ends. */
    private int inflate(boolean raw, int offset) throws IOException {
        Inflater inflater = new Inflater(raw);
        try {
            inflater.setInput(stream, offset, stream.length - offset);
            while (!inflater.finished()) {
                int bytes = inflater.inflate(room, sizeBytes, room.length - sizeBytes);
                sizeBytes += bytes;
                if (sizeBytes == room.length && !inflater.finished()) {
                    makeRoom(inflater);
                } else if (bytes == 0 && !inflater.finished()) {
                    throw inflater.needsDictionary() ? new IOException("the stream needs a dictionary") : cutShort();
                }
            }
            return stream.length - inflater.getRemaining();
        } catch (DataFormatException e) {
            throw new IOException("the deflate stream is broken: " + e.getMessage(), e);
        } finally {
            inflater.end();
        }
    }

    private void makeRoom(Inflater inflater) throws IOException, DataFormatException {
        if (room.length < maxBytes) {
            room = Arrays.copyOf(room, (int) Math.min(maxBytes, Math.max(LEAST_ROOM_BYTES, 2L * room.length)));
        } else if (inflater.inflate(new byte[1]) > 0) { // else it has only to find its end
            throw Decompressor.tooLong(maxBytes);
        } else if (!inflater.finished()) {
            throw inflater.needsDictionary() ? new IOException("the stream needs a dictionary") : cutShort();
        }
    }

    private byte[] result() {
        return sizeBytes == room.length ? room : Arrays.copyOf(room, sizeBytes);
    }

    private static IOException cutShort() {
        return new IOException("the stream is cut short");
    }
}
