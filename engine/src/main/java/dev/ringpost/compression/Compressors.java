package dev.ringpost.compression;

import dev.ringpost.compression.DeflateCompressor.Frame;

/**
 * Makes the built-in compressors, for those who want another level than that of {@link CompressorRegistry#standard()}.
 * Each factory throws {@link IllegalArgumentException} for a level out of its range, and {@link IllegalStateException}
 * naming the Maven artifact to add if the library behind it is missing.
 */
public final class Compressors {

    // A library is looked for before the class that uses it is: loading that without it would be a LinkageError.

    private Compressors() {}

    /**
     * zlib (RFC 1950), which is what Kombu calls gzip; needs no library. Whatever the level, the header is that of the
     * default level, 78 9C, with which no body looks like text to a Kombu consumer.
     *
     * @param level 0 (stored) to 9 (smallest), or -1 for the default, 6
     */
    public static Compressor zlib(int level) {
        return new DeflateCompressor(Frame.ZLIB, level);
    }

    /**
     * Real gzip (RFC 1952), announced by the content encoding {@code gzip}; needs no library. No Kombu consumer reads it.
     *
     * @param level 0 (stored) to 9 (smallest), or -1 for the default, 6
     */
    public static Compressor gzipRfc1952(int level) {
        return new DeflateCompressor(Frame.GZIP, level);
    }

    /**
     * bzip2; needs {@code org.apache.commons:commons-compress}.
     *
     * @param blockSize 1 to 9, in units of 100,000 bytes; Kombu's is 9
     */
    public static Compressor bzip2(int blockSize) {
        OptionalLibrary.COMMONS_COMPRESS.require("bzip2");
        return new Bzip2Compressor(blockSize);
    }

    /**
     * The .xz container with LZMA2 and CRC64; needs {@code org.tukaani:xz}.
     *
     * @param preset 0 (fastest) to 9 (smallest); Kombu's is 6
     */
    public static Compressor xz(int preset) {
        OptionalLibrary.XZ.require("xz");
        return new XzCompressor(preset);
    }

    /**
     * Brotli; needs {@code com.aayushatharva.brotli4j:brotli4j} with its {@code native-…} artifact for the platform. Kombu's
     * quality, 11, takes about fifty times as long as 5, the standard one here; decoders read all alike.
     *
     * @param quality 0 (fastest) to 11 (smallest)
     */
    public static Compressor brotli(int quality) {
        OptionalLibrary.BROTLI4J.require("brotli");
        return new BrotliCompressor(quality);
    }

    /**
     * Zstandard; needs {@code com.github.luben:zstd-jni}. The frame's header has the content size.
     *
     * @param level 1 (fast) to 22 (smallest), negative ones are faster still; Kombu's is 3
     */
    public static Compressor zstd(int level) {
        OptionalLibrary.ZSTD_JNI.require("zstd");
        return new ZstdCompressor(level);
    }

    /**
     * The LZ4 frame format, announced by the content encoding {@code lz4}; needs {@code at.yawk.lz4:lz4-java}. No Kombu
     * consumer reads it.
     */
    public static Compressor lz4() {
        OptionalLibrary.LZ4_JAVA.require("lz4");
        return new Lz4Compressor();
    }
}
