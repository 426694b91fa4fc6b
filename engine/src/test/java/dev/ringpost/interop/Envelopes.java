package dev.ringpost.interop;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/** Kombu's JSON form of values that JSON has no type for. */
final class Envelopes {

    private Envelopes() {}

    /** As it is before a consumer turns it back. */
    static Map<String, Object> of(String type, Object value) {
        return Map.of("__type__", type, "__value__", value);
    }

    /** Of bytes: as text if they are one. */
    static Map<String, Object> ofBytes(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return of("bytes", text);
        } catch (CharacterCodingException binary) {
            return of("base64", Base64.getEncoder().encodeToString(bytes));
        }
    }
}
