package dev.ringpost.compression;

/**
 * Tells whether bytes are a text in UTF-8, byte by byte, by the rules of Python's strict decoder: no overlong forms, no
 * surrogates, nothing past U+10FFFF. Used by one thread.
 */
public final class Utf8Check {

    private static final int FIRST_CONTINUATION = 0x80;
    private static final int LAST_CONTINUATION = 0xBF;

    private boolean valid = true;
    private int pendingCount;
    private int lowest = FIRST_CONTINUATION;
    private int highest = LAST_CONTINUATION;

    /** Takes the next byte, given as 0 to 255. */
    void next(int octet) {
        if (pendingCount > 0) {
            valid &= octet >= lowest && octet <= highest;
            lowest = FIRST_CONTINUATION;
            highest = LAST_CONTINUATION;
            pendingCount--;
        } else if (octet >= FIRST_CONTINUATION) {
            valid &= octet >= 0xC2 && octet <= 0xF4;
            pendingCount = octet >= 0xF0 ? 3 : octet >= 0xE0 ? 2 : 1;
            switch (octet) {
                case 0xE0 -> lowest = 0xA0; // below: overlong
                case 0xED -> highest = 0x9F; // above: surrogates
                case 0xF0 -> lowest = 0x90; // below: overlong
                case 0xF4 -> highest = 0x8F; // above: past U+10FFFF
                default -> {}
            }
        }
    }

    /** Whether more bytes can still make it a text; once false it stays so. */
    boolean isPossible() {
        return valid;
    }

    /** Whether the bytes so far are a text. */
    boolean isText() {
        return valid && pendingCount == 0;
    }

    /** Whether an array is a text. */
    static boolean isText(byte[] bytes) {
        return isText(bytes, 0, bytes.length);
    }

    /** Whether a part of an array is a text. */
    public static boolean isText(byte[] bytes, int offset, int length) {
        int i = offset;
        while (i < offset + length && bytes[i] >= 0) {
            i++; // most are ASCII to the end
        }
        Utf8Check check = new Utf8Check();
        while (i < offset + length && check.valid) {
            check.next(bytes[i++] & 0xFF);
        }
        return check.isText();
    }
}
