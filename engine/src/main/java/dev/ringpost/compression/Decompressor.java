package dev.ringpost.compression;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Undoes the built-in compressions of {@link CompressorRegistry}, found by what announces them: for those who consume. Only
 * the library of the one that is used is loaded.
 *
 * <p><b>Threads:</b> any number at once.
 */
public enum Decompressor {
    /** zlib (RFC 1950), which Kombu calls gzip; needs no library. */
    ZLIB("zlib", null),

    /** bzip2; needs {@code org.apache.commons:commons-compress}. */
    BZIP2("bzip2", OptionalLibrary.COMMONS_COMPRESS),

    /** The .xz container; needs {@code org.tukaani:xz}. */
    XZ("xz", OptionalLibrary.XZ),

    /** Brotli; needs {@code com.aayushatharva.brotli4j:brotli4j} with its {@code native-…} artifact. */
    BROTLI("brotli", OptionalLibrary.BROTLI4J),

    /** Zstandard; needs {@code com.github.luben:zstd-jni}. */
    ZSTD("zstd", OptionalLibrary.ZSTD_JNI),

    /** gzip (RFC 1952), announced by the content encoding {@code gzip}; needs no library. */
    GZIP_RFC1952("gzip-rfc1952", null),

    /** The LZ4 frame format, announced by the content encoding {@code lz4}; needs {@code at.yawk.lz4:lz4-java}. */
    LZ4("lz4", OptionalLibrary.LZ4_JAVA);

    private static final byte[] GZIP_MAGIC = {0x1F, (byte) 0x8B, 8};
    private static final byte[] LZ4_MAGIC = {4, 0x22, 0x4D, 0x18};

    private final String compression;
    private final @Nullable OptionalLibrary library;

    Decompressor(String compression, @Nullable OptionalLibrary library) {
        this.compression = compression;
        this.library = library;
    }

    /**
     * By the message header {@code compression}.
     *
     * @param value the header's value: a compressor's name, alias or header value; case counts, as with Kombu
     * @return {@code null} if there is none
     */
    public static @Nullable Decompressor ofHeader(String value) {
        return switch (value) {
            case "zlib", "gzip", "application/x-gzip" -> ZLIB;
            case "bzip2", "bzip", "application/x-bz2" -> BZIP2;
            case "xz", "lzma", "application/x-lzma" -> XZ;
            case "brotli", "application/x-brotli" -> BROTLI;
            case "zstd", "zstandard", "application/zstd" -> ZSTD;
            case "gzip-rfc1952", "true-gzip" -> GZIP_RFC1952;
            case "lz4" -> LZ4;
            default -> null;
        };
    }

    /**
     * By the property {@code content-encoding}.
     *
     * @param value the property: {@code gzip} or {@code lz4}
     * @return {@code null} if it is anything else, such as the name of a charset
     */
    public static @Nullable Decompressor ofContentEncoding(String value) {
        return switch (value) {
            case "gzip" -> GZIP_RFC1952;
            case "lz4" -> LZ4;
            default -> null;
        };
    }

    /** The compressor's name, for example {@code gzip-rfc1952}. */
    public String compression() {
        return compression;
    }

    /**
     * Whether bytes begin as the compressed ones do; always true of a format that has no mark of its own for it. Of those
     * that a content encoding announces, both have one.
     */
    public boolean mayHaveMade(byte[] bytes) {
        return switch (this) {
            case GZIP_RFC1952 -> beginsWith(bytes, GZIP_MAGIC);
            case LZ4 -> beginsWith(bytes, LZ4_MAGIC);
            default -> true;
        };
    }

    private static boolean beginsWith(byte[] bytes, byte[] magic) {
        return bytes.length >= magic.length && Arrays.equals(bytes, 0, magic.length, magic, 0, magic.length);
    }

    /**
     * Gives back what was compressed.
     *
     * @param stream one complete stream, or several behind each other; only read
     * @param maxBytes how long the result may be; takes heap for that much at the most, and a small multiple of it for a
     *     moment
     * @throws IOException if the stream is broken, cut short or something else, or if more would come of it
     * @throws IllegalStateException naming the Maven artifact to add if the library is missing, or saying that its native
     *     part cannot be used
     */
    public byte[] decompress(byte[] stream, int maxBytes) throws IOException {
        OptionalLibrary needed = library;
        if (needed != null) {
            needed.require(compression);
        }
        try {
            return switch (this) {
                case ZLIB -> InflateDecompressor.zlib(stream, maxBytes);
                case GZIP_RFC1952 -> InflateDecompressor.gzip(stream, maxBytes);
                case BROTLI -> BrotliDecompressor.decompress(stream, maxBytes);
                case BZIP2, XZ, ZSTD, LZ4 -> readAll(stream, maxBytes);
            };
        } catch (EOFException e) {
            throw new IOException("the " + compression + " stream is cut short", e);
        }
    }

    private byte[] readAll(byte[] stream, int maxBytes) throws IOException {
        try (InputStream in = open(new ByteArrayInputStream(stream), maxBytes)) {
            return read(in, maxBytes);
        }
    }

    private byte[] read(InputStream in, int maxBytes) throws IOException {
        try {
            byte[] bytes = in.readNBytes(maxBytes);
            if (bytes.length == maxBytes && in.read() >= 0) {
                throw tooLong(maxBytes);
            }
            return bytes;
        } catch (RuntimeException e) { // some libraries find out by one that a stream is broken
            throw new IOException("the " + compression + " stream is broken: " + e, e);
        }
    }

    private InputStream open(InputStream in, int maxBytes) throws IOException {
        return switch (this) {
            case BZIP2 -> Bzip2Decompressor.open(in);
            case XZ -> XzDecompressor.open(in, maxBytes);
            case ZSTD -> ZstdDecompressor.open(in);
            case LZ4 -> Lz4Decompressor.open(in);
            case ZLIB, GZIP_RFC1952, BROTLI -> throw new AssertionError(this);
        };
    }

    static IOException tooLong(int maxBytes) {
        return new IOException("uncompressed it has more than " + maxBytes + " bytes, the limit");
    }
}
