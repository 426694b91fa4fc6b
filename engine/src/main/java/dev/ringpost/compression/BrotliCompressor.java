package dev.ringpost.compression;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.encoder.BrotliOutputStream;
import com.aayushatharva.brotli4j.encoder.Encoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;

/**
 * A raw brotli stream through brotli4j. The format has no magic number: two in a hundred short bodies, and every empty
 * one, come out as valid UTF-8, which a Kombu consumer takes for text. Those are done again with a block of metadata in
 * front, which decoders skip and which is no text.
 */
final class BrotliCompressor extends HeaderCompressor {

    /** A metadata block of one byte, FF, that begins and ends at a byte's border. */
    private static final byte[] NO_TEXT = {0x16, 0x00, (byte) 0xFF};

    private final Encoder.Parameters parameters;

    BrotliCompressor(int quality) {
        super("brotli", "application/x-brotli");
        Levels.check("brotli", "quality", quality, 0, 11);
        Throwable cause = Brotli4jLoader.getUnavailabilityCause();
        if (cause != null) {
            throw OptionalLibrary.BROTLI4J.unusable("brotli", cause);
        }
        this.parameters = Encoder.Parameters.create(quality);
    }

    @Override
    public void compress(byte[] source, int offset, int length, OutputStream out) throws IOException {
        Objects.checkFromIndexSize(offset, length, source.length);
        byte[] stream = Encoder.compress(source, offset, length, parameters);
        out.write(Utf8Check.isText(stream) ? guarded(source, offset, length) : stream);
    }

    private byte[] guarded(byte[] source, int offset, int length) throws IOException {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        try (BrotliOutputStream encoder = new BrotliOutputStream(stream, parameters)) {
            encoder.flush(); // writes the stream's header and fills its last byte
            stream.write(NO_TEXT);
            encoder.write(source, offset, length);
        }
        return stream.toByteArray();
    }
}
