package dev.ringpost.cli;

import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts characters into the records of CSV by RFC 4180: values may be quoted and then hold separators, quotes (doubled) and
 * line breaks. Records end with LF, CR LF or CR; blank lines are passed over. What is wrong with a record is told of that
 * record alone: reading goes on behind its end. A library such as FastCSV, which is the test's measure, ends
 * with the first record that is wrong or too long.
 *
 * <p>Memory grows with the longest record, up to the limit: of a longer one nothing is kept but its length. Used by one
 * thread.
 */
final class CsvRecords {

    /** Further values of a record are counted, and not kept. */
    static final int MAX_VALUES = 16_384;

    private static final int FIRST_CHARS = 1024;
    private static final int FIRST_VALUES = 32;
    private static final int ONE_BYTE_LIMIT = 0x80;
    private static final int TWO_BYTES_LIMIT = 0x800;
    private static final int THREE_BYTES = 3;

    private enum State {
        VALUE_BEGINS,
        PLAIN,
        QUOTED,
        QUOTE_IN_QUOTED
    }

    private final Utf8Chars chars;
    private final char separator;
    private final int maxRecordBytes;

    private long line = 1; // that is read
    private boolean afterCr; // a LF that follows belongs to it

    // The record.
    private char[] text = new char[FIRST_CHARS]; // its values, one behind the other
    private int used;
    private int[] ends = new int[FIRST_VALUES]; // of the values in the text
    private long valueCount;
    private long recordBytes;
    private long firstLine;
    private long lastLine;
    private @Nullable String fault;
    private boolean goesOn; // it was told of before its end
    private State state = State.VALUE_BEGINS;

    /** With the longest record to keep. */
    CsvRecords(Utf8Chars chars, char separator, int maxRecordBytes) {
        this.chars = chars;
        this.separator = separator;
        this.maxRecordBytes = maxRecordBytes;
    }

    /**
     * Reads the next record; false if there are no more. One with line breaks in quotes that gets too long is told of then: with
     * a quote that is not closed, all of the input belongs to it, and that may come for hours.
     */
    boolean next() throws IOException {
        if (goesOn) {
            goesOn = false;
            read(chars.next(), true);
        }
        int c = chars.next();
        while (c == '\n' || c == '\r') {
            endLine(c);
            c = chars.next();
        }
        afterCr = false;
        if (c == Utf8Chars.END) {
            return false;
        }
        used = 0;
        valueCount = 0;
        recordBytes = 0;
        fault = null;
        firstLine = line;
        state = State.VALUE_BEGINS;
        read(c, false);
        return true;
    }

    private void read(int first, boolean isTold) throws IOException {
        for (int c = first; ; c = chars.next()) {
            if (c == Utf8Chars.MALFORMED) {
                fault = "it is not UTF-8: convert the input, as with iconv";
                recordBytes++;
                continue;
            }
            boolean isLineEnd = c == '\n' || c == '\r';
            if (c == Utf8Chars.END || (isLineEnd && state != State.QUOTED)) {
                endRecord(c);
                return;
            }
            recordBytes += c < ONE_BYTE_LIMIT ? 1 : bytes((char) c);
            state = switch (state) {
                case VALUE_BEGINS -> c == '"' ? State.QUOTED : plain(c);
                case PLAIN -> plain(c);
                case QUOTED -> {
                    if (isLineEnd) {
                        endLine(c);
                    } else {
                        afterCr = false;
                    }
                    if (c == '"') {
                        yield State.QUOTE_IN_QUOTED;
                    }
                    keep(c);
                    yield State.QUOTED;
                }
                case QUOTE_IN_QUOTED -> {
                    if (c == '"') {
                        keep(c);
                        yield State.QUOTED;
                    }
                    if (c != separator && fault == null) {
                        fault = "there is text behind the closing quote of value " + (valueCount + 1)
                                + ": double the quotes within a value";
                    }
                    yield plain(c);
                }
            };
            if (!isTold && state == State.QUOTED && line > firstLine && isTooLong()) {
                lastLine = line;
                goesOn = true;
                return;
            }
        }
    }

    private State plain(int c) {
        if (c == separator) {
            endValue();
            return State.VALUE_BEGINS;
        }
        keep(c);
        return State.PLAIN;
    }

    private void keep(int c) {
        if (recordBytes > maxRecordBytes) {
            return;
        }
        if (used == text.length) {
            // A character has a byte at least.
            text = Arrays.copyOf(text, (int) Math.min(Math.max(maxRecordBytes, FIRST_CHARS), used * 2L));
        }
        text[used++] = (char) c;
    }

    private void endValue() {
        if (valueCount < MAX_VALUES) {
            int index = (int) valueCount;
            if (index == ends.length) {
                ends = Arrays.copyOf(ends, index * 2);
            }
            ends[index] = used;
        }
        valueCount++;
    }

    private void endRecord(int c) {
        lastLine = line;
        endValue();
        if (state == State.QUOTED && fault == null) {
            fault = "the quote that opens value " + valueCount
                    + " is never closed, so that all of the input behind it belongs to it: close it, or double it";
        }
        if (c != Utf8Chars.END) {
            endLine(c);
        }
    }

    private void endLine(int c) {
        if (c == '\r' || !afterCr) {
            line++;
        }
        afterCr = c == '\r';
    }

    private static int bytes(char c) {
        // Each half of a pair is two of the four bytes.
        return c < TWO_BYTES_LIMIT || Character.isSurrogate(c) ? 2 : THREE_BYTES;
    }

    /** What is wrong with the record, for people; {@code null} if nothing is. It may be too long besides. */
    @Nullable
    String fault() {
        return fault;
    }

    /** Whether the record is over the limit; then its values are not there. */
    boolean isTooLong() {
        return recordBytes > maxRecordBytes;
    }

    /** The record's length in bytes, without its end. */
    long recordBytes() {
        return recordBytes;
    }

    /** The number of the line that it begins in, from 1. */
    long firstLine() {
        return firstLine;
    }

    /** The number of the line that it ends in, or if it {@linkplain #isTooLong is too long} has got to. */
    long lastLine() {
        return lastLine;
    }

    /** How many values it has; those from {@link #MAX_VALUES} on cannot be got. */
    long valueCount() {
        return valueCount;
    }

    /** A value without its quotes, by its index from 0. */
    String value(int index) {
        int start = index == 0 ? 0 : ends[index - 1];
        return new String(text, start, ends[index] - start);
    }
}
