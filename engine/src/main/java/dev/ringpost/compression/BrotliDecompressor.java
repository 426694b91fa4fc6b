package dev.ringpost.compression;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.decoder.DecoderJNI;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Brotli through the core of brotli4j. Its stream takes some bodies for cut short: once all input was given, it does not let
 * the decoder go on with what that still holds.
 */
final class BrotliDecompressor {

    private static final int CHUNK_BYTES = 64 * 1024;

    private BrotliDecompressor() {}

    static byte[] decompress(byte[] stream, int maxBytes) throws IOException {
        Throwable cause = Brotli4jLoader.getUnavailabilityCause();
        if (cause != null) {
            throw OptionalLibrary.BROTLI4J.unusable("brotli", cause);
        }
        DecoderJNI.Wrapper decoder = new DecoderJNI.Wrapper(Math.min(CHUNK_BYTES, Math.max(1, stream.length)));
        try {
            return decompress(decoder, stream, maxBytes);
        } finally {
            decoder.destroy();
        }
    }

    private static byte[] decompress(DecoderJNI.Wrapper decoder, byte[] stream, int maxBytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int givenBytes = 0;
        boolean isAllGiven = false;
        while (true) {
            switch (decoder.getStatus()) {
                case DONE -> {
                    if (givenBytes < stream.length) {
                        throw new IOException("bytes follow the end of the brotli stream");
                    }
                    return out.toByteArray();
                }
                case OK -> decoder.push(0);
                case NEEDS_MORE_OUTPUT -> {
                    ByteBuffer part = decoder.pull();
                    if (part.remaining() > maxBytes - out.size()) {
                        throw Decompressor.tooLong(maxBytes);
                    }
                    byte[] bytes = new byte[part.remaining()];
                    part.get(bytes);
                    out.writeBytes(bytes);
                }
                case NEEDS_MORE_INPUT -> {
                    if (isAllGiven) {
                        throw new IOException("the brotli stream is cut short");
                    }
                    int bytes = Math.min(CHUNK_BYTES, stream.length - givenBytes);
                    decoder.getInputBuffer().clear().put(stream, givenBytes, bytes);
                    decoder.push(bytes);
                    givenBytes += bytes;
                    isAllGiven = bytes == 0; // then it had a chance to go on with what it holds
                }
                default -> throw new IOException("the brotli stream is broken, or bytes follow its end");
            }
        }
    }
}
