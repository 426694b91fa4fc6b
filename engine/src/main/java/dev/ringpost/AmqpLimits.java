package dev.ringpost;

import java.time.Duration;
import java.util.Objects;

/** The limits of AMQP 0-9-1 that can be checked before anything is sent. */
final class AmqpLimits {

    /** RabbitMQ refuses an expiration above 2^32 - 1 ms by closing the channel. */
    static final Duration MAX_EXPIRATION = Duration.ofMillis(0xFFFF_FFFFL);

    private static final int MAX_SHORT_STRING_BYTES = 255;
    private static final int SHOWN_CHARS = 40;

    private AmqpLimits() {}

    /** The value itself, or an error that names it: an AMQP short string holds at most 255 bytes of UTF-8. */
    static String shortString(String what, String value) {
        Objects.requireNonNull(value, what);
        // A char takes at most three bytes of UTF-8, so short values need no counting.
        if (value.length() * 3L > MAX_SHORT_STRING_BYTES) {
            long bytes = utf8Bytes(value);
            if (bytes > MAX_SHORT_STRING_BYTES) {
                throw new InvalidMessageException(what + " \"" + value.substring(0, SHOWN_CHARS) + "…\" has " + bytes
                        + " bytes in UTF-8; AMQP allows " + MAX_SHORT_STRING_BYTES);
            }
        }
        return value;
    }

    private static long utf8Bytes(String value) {
        long bytes = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < 0x80) {
                bytes += 1;
            } else if (c < 0x800 || Character.isSurrogate(c)) {
                bytes += 2; // a surrogate pair takes four bytes
            } else {
                bytes += 3;
            }
        }
        return bytes;
    }
}
