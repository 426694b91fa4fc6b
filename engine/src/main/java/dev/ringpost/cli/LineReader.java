package dev.ringpost.cli;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Cuts a stream of bytes into lines and hands each over where it lies in the read buffer. A line ends with LF or CR LF;
 * the last one may lack its end. Bytes are not decoded. A UTF-8 byte order mark at the very start is left out.
 *
 * <p>The buffer starts small and grows with the longest line, up to the limit: memory stays bounded whatever comes.
 *
 * <p><b>Threads:</b> used by one; {@link #bytesRead()} may be called by any.
 */
final class LineReader implements LineSource {

    private static final int CHUNK_BYTES = 256 * 1024;
    private static final int LINE_END_BYTES = 2;
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final long EACH_BYTE = 0x0101010101010101L;
    private static final long EACH_HIGH_BIT = 0x8080808080808080L;
    private static final long EACH_LF = EACH_BYTE * '\n';
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final int maxLineBytes;
    private final int maxBufferBytes;
    private final Count bytesRead = new Count();

    // The state of one pass over one stream.
    private byte[] buffer;
    private int start; // of the line not handed over yet
    private int searched; // no LF between start and here
    private int end; // of what was read
    private long lineNumber; // of the line handed over last

    /** With the longest line to hand over. */
    LineReader(int maxLineBytes) {
        this(maxLineBytes, CHUNK_BYTES);
    }

    /** For tests, with another size to start with. */
    LineReader(int maxLineBytes, int chunkBytes) {
        this.maxLineBytes = maxLineBytes;
        this.maxBufferBytes = Math.max(chunkBytes, Math.addExact(maxLineBytes, LINE_END_BYTES));
        this.buffer = new byte[chunkBytes];
    }

    @Override
    public long bytesRead() {
        return bytesRead.get();
    }

    @Override
    public long lineNumber() {
        return lineNumber;
    }

    @Override
    public void read(InputStream in, LineSink sink) throws IOException, InterruptedException {
        start = 0;
        searched = 0;
        end = 0;
        lineNumber = 0;
        while (end < BYTE_ORDER_MARK.length && fill(in)) {
            // The first line's first bytes may come one by one.
        }
        if (startsWithByteOrderMark()) {
            start = BYTE_ORDER_MARK.length;
            searched = start;
        }
        boolean more = true;
        while (more) {
            for (int lf = indexOfLf(); lf >= 0; lf = indexOfLf()) {
                if (!take(lf, sink)) {
                    return;
                }
                start = lf + 1;
                searched = start;
            }
            if (hasRoom()) {
                more = fill(in);
            } else if (!skipLine(in, sink)) {
                return;
            }
        }
        if (start < end) {
            take(end, sink);
        }
    }

    private boolean startsWithByteOrderMark() {
        int length = BYTE_ORDER_MARK.length;
        return end >= length && Arrays.equals(buffer, 0, length, BYTE_ORDER_MARK, 0, length);
    }

    /** Reads what comes; false at the end of the stream. */
    private boolean fill(InputStream in) throws IOException {
        int count = in.read(buffer, end, buffer.length - end);
        if (count < 0) {
            return false;
        }
        end += count;
        bytesRead.add(count);
        return true;
    }

    /** Hands over the line that ends before an index. */
    private boolean take(int lineEnd, LineSink sink) throws InterruptedException {
        int length = lineEnd - start;
        if (length > 0 && buffer[lineEnd - 1] == '\r') {
            length--;
        }
        lineNumber++;
        return length > maxLineBytes ? sink.tooLong(lineNumber, length) : sink.line(buffer, start, length, lineNumber);
    }

    /** Room behind the line's beginning: there is, or by moving it to the front, or in a larger buffer. */
    private boolean hasRoom() {
        if (end < buffer.length) {
            return true;
        }
        if (start > 0) {
            System.arraycopy(buffer, start, buffer, 0, end - start);
            end -= start;
            searched -= start;
            start = 0;
            return true;
        }
        if (buffer.length == maxBufferBytes) {
            return false;
        }
        buffer = Arrays.copyOf(buffer, (int) Math.min(maxBufferBytes, buffer.length * 2L));
        return true;
    }

    /** Reads a line that fills the whole buffer to its end, keeping nothing of it. */
    private boolean skipLine(InputStream in, LineSink sink) throws IOException {
        long bytes = 0;
        int lf = -1;
        byte last = 0;
        do {
            bytes += end;
            last = end > 0 ? buffer[end - 1] : last;
            end = 0;
            start = 0;
            searched = 0;
            if (!fill(in)) {
                break;
            }
            lf = indexOfLf();
        } while (lf < 0);
        if (lf >= 0) {
            bytes += lf;
            last = lf > 0 ? buffer[lf - 1] : last;
            start = lf + 1;
            searched = start;
        }
        lineNumber++;
        return sink.tooLong(lineNumber, last == '\r' ? bytes - 1 : bytes);
    }

    /** The next LF from {@link #searched} on, or -1; eight bytes at a time, by the well-known test for a zero byte. */
    private int indexOfLf() {
        int at = searched;
        for (; at <= end - Long.BYTES; at += Long.BYTES) {
            long difference = (long) LONGS.get(buffer, at) ^ EACH_LF;
            long zeros = (difference - EACH_BYTE) & ~difference & EACH_HIGH_BIT;
            if (zeros != 0) {
                return at + (Long.numberOfTrailingZeros(zeros) >>> 3);
            }
        }
        for (; at < end; at++) {
            if (buffer[at] == '\n') {
                return at;
            }
        }
        searched = end;
        return -1;
    }
}
