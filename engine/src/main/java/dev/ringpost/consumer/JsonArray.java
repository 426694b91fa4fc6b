package dev.ringpost.consumer;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;

/**
 * Finds the values of a JSON array: checks the whole text by the grammar of RFC 8259, and makes nothing of it but where
 * each value begins and ends. As with Kombu's JSON, the words {@code NaN}, {@code Infinity} and {@code -Infinity} are
 * numbers. Whether strings are UTF-8 is for whoever reads the values. However deep the nesting, it takes a bit for each
 * level and no stack.
 */
final class JsonArray {

    private static final int FIRST_PRINTABLE = ' ';
    private static final int HEX_DIGITS = 4;
    private static final int HEX = 16;
    private static final int END = -1;

    private final RecordIndex records;
    private final byte[] text;
    private int at;

    // What is open within the record: for each level whether it is an object, else an array.
    private final BitSet objects = new BitSet();
    private int depth;

    private JsonArray(RecordIndex records) {
        this.records = records;
        this.text = records.body();
    }

    static void find(RecordIndex records) {
        new JsonArray(records).array();
    }

    private void array() {
        skipSpace();
        require('[', "an array");
        skipSpace();
        if (peek() == ']') {
            at++;
        } else {
            int end;
            do {
                skipSpace();
                int begin = at;
                value();
                records.found(begin, at);
                skipSpace();
                end = peek();
                if (end != ',' && end != ']') {
                    throw unexpected("a comma or the array's end");
                }
                at++;
            } while (end == ',');
        }
        skipSpace();
        if (at < text.length) {
            throw unexpected("nothing after the array");
        }
    }

    /** A value with all that is in it; leaves the place behind it. */
    private void value() {
        do {
            boolean isWhole = switch (peek()) {
                case '{' -> openObject();
                case '[' -> openArray();
                case '"' -> string();
                case 't' -> word("true");
                case 'f' -> word("false");
                case 'n' -> word("null");
                case 'N' -> word("NaN");
                case 'I' -> word("Infinity");
                default -> number();
            };
            if (isWhole) {
                closeUpToNext();
            }
        } while (depth > 0);
    }

    /** Whether it was empty, and so closed again; else its first value is next. */
    private boolean openObject() {
        at++;
        skipSpace();
        if (peek() == '}') {
            at++;
            return true;
        }
        objects.set(depth++);
        key();
        return false;
    }

    private boolean openArray() {
        at++;
        skipSpace();
        if (peek() == ']') {
            at++;
            return true;
        }
        objects.clear(depth++);
        return false;
    }

    /** After a whole value: closes what ends with it, and goes to the next value, if there is one in what is open. */
    private void closeUpToNext() {
        while (depth > 0) {
            skipSpace();
            boolean inObject = objects.get(depth - 1);
            int next = peek();
            if (next == ',') {
                at++;
                skipSpace();
                if (inObject) {
                    key();
                }
                return;
            }
            if (next != (inObject ? '}' : ']')) {
                throw unexpected(inObject ? "a comma or the object's end" : "a comma or the inner array's end");
            }
            at++;
            depth--;
        }
    }

    private void key() {
        if (peek() != '"') {
            throw unexpected("a key in quotes");
        }
        string();
        skipSpace();
        require(':', "a colon");
        skipSpace();
    }

    private boolean string() {
        int begin = at++;
        while (at < text.length) {
            int next = text[at];
            if (next == '"') {
                at++;
                return true;
            }
            if (next == '\\') {
                escape();
            } else if (next >= 0 && next < FIRST_PRINTABLE) {
                throw unexpected("in a string, no control character that is not escaped");
            } else {
                at++;
            }
        }
        throw records.broken(begin, "a string begins that has no end: the body is cut short");
    }

    private void escape() {
        at++;
        switch (peek()) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> at++;
            case 'u' -> {
                at++;
                for (int i = 0; i < HEX_DIGITS; i++) {
                    if (Character.digit(peek(), HEX) < 0) {
                        throw unexpected("a hexadecimal digit of an escape");
                    }
                    at++;
                }
            }
            default -> throw unexpected("a character that can be escaped");
        }
    }

    private boolean word(String word) {
        for (byte each : word.getBytes(StandardCharsets.US_ASCII)) {
            if (peek() != each) {
                throw unexpected("the word " + word);
            }
            at++;
        }
        return true;
    }

    private boolean number() {
        if (peek() == '-') {
            at++;
            if (peek() == 'I') {
                return word("Infinity");
            }
        }
        if (peek() == '0') {
            at++;
        } else {
            digits("a value");
        }
        if (peek() == '.') {
            at++;
            digits("a digit");
        }
        if (peek() == 'e' || peek() == 'E') {
            at++;
            if (peek() == '+' || peek() == '-') {
                at++;
            }
            digits("a digit");
        }
        return true;
    }

    private void digits(String expected) {
        if (!isDigit(peek())) {
            throw unexpected(expected);
        }
        while (isDigit(peek())) {
            at++;
        }
    }

    private static boolean isDigit(int next) {
        return next >= '0' && next <= '9';
    }

    private void require(int wanted, String expected) {
        if (peek() != wanted) {
            throw unexpected(expected);
        }
        at++;
    }

    private void skipSpace() {
        while (at < text.length && isSpace(text[at])) {
            at++;
        }
    }

    private static boolean isSpace(int next) {
        return next == ' ' || next == '\n' || next == '\r' || next == '\t';
    }

    /** The byte that is next, 0 to 255, or {@link #END}. */
    private int peek() {
        return at < text.length ? text[at] & 0xFF : END;
    }

    private RecordReadException unexpected(String expected) {
        int next = peek();
        String found = next == END
                ? "the body ends"
                : next > FIRST_PRINTABLE && next < 0x7F ? "there is '" + (char) next + "'" : "there is byte " + next;
        return records.broken(at, found + " where " + expected + " is expected");
    }
}
