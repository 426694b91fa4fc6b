package dev.ringpost.serialization;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Between bytes and text, without the replacement characters that Java puts in where it does not fit. */
final class Bytes {

    private Bytes() {}

    /** What lies between position and limit; the buffer stays as it is. */
    static byte[] copyOf(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    /** Null if the bytes are not UTF-8. */
    static @Nullable String decodeUtf8(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    /**
     * In UTF-8.
     *
     * @throws IOException as {@link #requireWhole}
     */
    static byte[] encodeUtf8(String text) throws IOException {
        requireWhole(text);
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Refuses what UTF-8 has no form for, and Java writes a question mark for.
     *
     * @throws IOException if one half of a surrogate pair stands alone
     */
    static void requireWhole(String text) throws IOException {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean alone = Character.isHighSurrogate(c)
                    ? i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1))
                    : Character.isLowSurrogate(c) && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
            if (alone) {
                throw new IOException("half a surrogate pair at index " + i
                        + " of a String, which UTF-8 has no form for: was a character cut in two?");
            }
        }
    }
}
