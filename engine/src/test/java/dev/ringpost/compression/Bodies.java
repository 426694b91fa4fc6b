package dev.ringpost.compression;

import com.aayushatharva.brotli4j.decoder.BrotliInputStream;
import com.github.luben.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import net.jpountz.lz4.LZ4FrameInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.tukaani.xz.XZInputStream;

/** Bodies to compress, and each library's own decoder to read them back. */
final class Bodies {

    private Bodies() {}

    /** Bytes that no compressor shrinks. */
    static byte[] random(int bytes, long seed) {
        byte[] body = new byte[bytes];
        new Random(seed).nextBytes(body);
        return body;
    }

    /** Bytes of a small alphabet, which all shrink. */
    static byte[] text(int bytes, long seed) {
        Random random = new Random(seed);
        byte[] body = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            body[i] = (byte) ('a' + random.nextInt(4));
        }
        return body;
    }

    static byte[] compress(Compressor compressor, byte[] body) throws IOException {
        return compress(compressor, body, 0, body.length);
    }

    /** Through a stream that fails the test if it is flushed or closed. */
    static byte[] compress(Compressor compressor, byte[] body, int offset, int length) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        compressor.compress(body, offset, length, new OutputStream() {
            @Override
            public void write(int octet) {
                bytes.write(octet);
            }

            @Override
            public void write(byte[] source, int from, int count) {
                bytes.write(source, from, count);
            }

            @Override
            public void flush() {
                throw new AssertionError(compressor.name() + " flushed the caller's stream");
            }

            @Override
            public void close() {
                throw new AssertionError(compressor.name() + " closed the caller's stream");
            }
        });
        return bytes.toByteArray();
    }

    static byte[] decompress(String name, byte[] stream) throws IOException {
        try (InputStream in = decoder(name, new ByteArrayInputStream(stream))) {
            return in.readAllBytes();
        }
    }

    private static InputStream decoder(String name, InputStream in) throws IOException {
        return switch (name) {
            case "zlib" -> new InflaterInputStream(in);
            case "gzip-rfc1952" -> new GZIPInputStream(in);
            case "bzip2" -> new BZip2CompressorInputStream(in, true);
            case "xz" -> new XZInputStream(in);
            case "brotli" -> new BrotliInputStream(in);
            case "zstd" -> new ZstdInputStream(in);
            case "lz4" -> new LZ4FrameInputStream(in);
            default -> throw new IllegalArgumentException(name);
        };
    }
}
