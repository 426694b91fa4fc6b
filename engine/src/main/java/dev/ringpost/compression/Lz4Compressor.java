package dev.ringpost.compression;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;
import net.jpountz.lz4.LZ4FrameOutputStream;
import net.jpountz.lz4.LZ4FrameOutputStream.BLOCKSIZE;
import net.jpountz.lz4.LZ4FrameOutputStream.FLG.Bits;
import org.jspecify.annotations.Nullable;

/** The LZ4 frame format through lz4-java, with content size and checksum. Kombu knows no LZ4; other consumers do. */
final class Lz4Compressor implements Compressor {

    @Override
    public String name() {
        return "lz4";
    }

    @Override
    public @Nullable String header() {
        return null;
    }

    @Override
    public String contentEncoding() {
        return "lz4";
    }

    @Override
    public void compress(byte[] source, int offset, int length, OutputStream out) throws IOException {
        Objects.checkFromIndexSize(offset, length, source.length);
        try (LZ4FrameOutputStream encoder = new LZ4FrameOutputStream(
                new Shield(out),
                blockSize(length),
                length,
                Bits.BLOCK_INDEPENDENCE,
                Bits.CONTENT_SIZE,
                Bits.CONTENT_CHECKSUM)) {
            encoder.write(source, offset, length);
        }
    }

    /** The encoder takes heap for a whole block, so no larger one than the body needs. */
    private static BLOCKSIZE blockSize(int length) {
        if (length <= 64 * 1024) {
            return BLOCKSIZE.SIZE_64KB;
        }
        return length <= 256 * 1024 ? BLOCKSIZE.SIZE_256KB : BLOCKSIZE.SIZE_1MB;
    }
}
