package dev.ringpost.intake;

import dev.ringpost.EncodeException;
import dev.ringpost.InvalidMessageException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;

/** Turns text into bytes, and refuses what the charset cannot say instead of replacing it. */
final class TextEncoding {

    private TextEncoding() {}

    static byte[] utf8(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        // getBytes writes ? for a surrogate alone, so without a ? there was none.
        return !hasQuestionMark(bytes) || isWellFormed(text) ? bytes : exact(text, StandardCharsets.UTF_8);
    }

    private static boolean hasQuestionMark(byte[] bytes) {
        for (byte octet : bytes) {
            if (octet == '?') {
                return true;
            }
        }
        return false;
    }

    private static boolean isWellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                boolean pair = Character.isHighSurrogate(text.charAt(i))
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    /**
     * In the charset that a content encoding names, as Java or as Python writes it.
     *
     * @throws InvalidMessageException if there is no such charset
     * @throws EncodeException if the charset has no code for a character
     */
    static byte[] inCharset(String text, String contentEncoding) {
        Charset charset = charset(contentEncoding);
        return charset.equals(StandardCharsets.UTF_8) ? utf8(text) : exact(text, charset);
    }

    private static byte[] exact(String text, Charset charset) {
        try {
            ByteBuffer encoded = charset.newEncoder().encode(CharBuffer.wrap(text));
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return bytes;
        } catch (CharacterCodingException e) {
            throw new EncodeException("the text has characters that " + charset + " has no code for: " + e, e);
        }
    }

    private static Charset charset(String name) {
        try {
            // Python takes _ for - and has names that Java does not know.
            String python = name.toLowerCase(Locale.ROOT).replace('_', '-');
            return switch (python) {
                case "latin-1", "latin" -> StandardCharsets.ISO_8859_1;
                case "utf-8", "utf8" -> StandardCharsets.UTF_8;
                case "utf-16-le" -> StandardCharsets.UTF_16LE;
                case "utf-16-be" -> StandardCharsets.UTF_16BE;
                default -> Charset.forName(Charset.isSupported(name) ? name : python);
            };
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw new InvalidMessageException(
                    "content encoding \"" + name + "\" is no charset, which a String body with a content type needs");
        }
    }
}
