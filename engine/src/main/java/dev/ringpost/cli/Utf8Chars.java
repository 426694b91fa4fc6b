package dev.ringpost.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * The characters of a stream in UTF-8, one after the other; what is no UTF-8 is told where it stands, and the rest goes on. A
 * byte order mark at the very start is left out. Used by one thread.
 */
final class Utf8Chars {

    /** In place of a character: there are no more. */
    static final int END = -1;

    /** In place of a character: bytes that are none. */
    static final int MALFORMED = -2;

    private static final int CHUNK_BYTES = 64 * 1024;
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final InputStream in;
    private final Count bytesRead;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    private final ByteBuffer bytes = ByteBuffer.allocate(CHUNK_BYTES).flip();
    private final CharBuffer buffer = CharBuffer.allocate(CHUNK_BYTES).flip();
    private final char[] chars = buffer.array();
    private int next;
    private int end;
    private boolean malformed; // what follows on the last character of the buffer
    private boolean atStart = true;
    private boolean atEnd;

    /** Adds what is read of the stream to a count of bytes. */
    Utf8Chars(InputStream in, Count bytesRead) {
        this.in = in;
        this.bytesRead = bytesRead;
    }

    /** The next character, a UTF-16 code unit, or {@link #END} or {@link #MALFORMED}. */
    int next() throws IOException {
        return next < end ? chars[next++] : refill();
    }

    private int refill() throws IOException {
        while (!malformed) {
            if (!decode()) {
                return END;
            }
            if (next < end) {
                char first = chars[next++];
                boolean isMark = atStart && first == BYTE_ORDER_MARK;
                atStart = false;
                if (!isMark) {
                    return first;
                }
                if (next < end) {
                    return chars[next++];
                }
            }
        }
        malformed = false;
        atStart = false;
        return MALFORMED;
    }

    /** Has more characters in the buffer, or a malformed sequence behind none; false at the end. */
    private boolean decode() throws IOException {
        buffer.clear();
        CoderResult result = decoder.decode(bytes, buffer, atEnd);
        if (result.isError()) {
            bytes.position(bytes.position() + result.length());
            malformed = true;
        } else if (buffer.position() == 0) {
            if (atEnd) {
                return false;
            }
            fill();
        }
        next = 0;
        end = buffer.position();
        return true;
    }

    /** Reads what comes behind what is left, which is part of a character at most. */
    private void fill() throws IOException {
        bytes.compact();
        int count = in.read(bytes.array(), bytes.position(), bytes.remaining());
        if (count < 0) {
            atEnd = true;
        } else {
            bytesRead.add(count);
            bytes.position(bytes.position() + count);
        }
        bytes.flip();
    }
}
