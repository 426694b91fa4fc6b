package dev.ringpost.compression;

import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Makes a body smaller, under a name, and says how consumers are told: by the message header {@code compression}, as Kombu
 * does, or by the property {@code content-encoding}, as HTTP does. At least one of the two must be there.
 *
 * <p>A consumer written with Kombu reads a body as text first, by its content encoding, and only what is no text reaches
 * its decompressor. What is announced by the header should therefore never be valid UTF-8; of the built-in compressors
 * none ever is.
 *
 * <p><b>Threads:</b> called by any number of threads at once. It must not publish.
 */
public interface Compressor {

    /** The name by which it is chosen, for example {@code zlib}. */
    String name();

    /**
     * The value of the message header {@code compression}, or {@code null} if there is to be none because
     * {@link #contentEncoding()} announces it.
     */
    @Nullable
    String header();

    /**
     * What takes the place of the message's property {@code content-encoding}, or {@code null} if that goes on naming the
     * encoding of the uncompressed body. At most 255 bytes in UTF-8.
     */
    @Nullable
    String contentEncoding();

    /**
     * Writes a complete compressed stream of its own. An empty body has one too.
     *
     * @param source holds the body; only read, and not after the call
     * @param offset where the body begins
     * @param length bytes of the body
     * @param out where to; neither flushed nor closed, and not used after the call
     * @throws IOException if {@code out} throws it or the body cannot be compressed; like any unchecked exception it fails
     *     this message only
     */
    void compress(byte[] source, int offset, int length, OutputStream out) throws IOException;
}
