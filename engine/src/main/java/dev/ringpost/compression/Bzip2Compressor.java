package dev.ringpost.compression;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;

/**
 * bzip2 through Commons Compress.
 *
 * <p>Two things are mended on the way out. The library takes nine bytes of heap for each byte of a block, however short
 * the body, so it is told the smallest block that holds the body, and the header names the one that was asked for: to
 * decoders that is an upper bound. And nothing in the format keeps a short body from coming out as valid UTF-8, rare as it
 * is, which a Kombu consumer takes for text: an empty stream behind it, which is none, ends that. Decoders join the two, or
 * ignore the second.
 */
final class Bzip2Compressor extends HeaderCompressor {

    /** Bytes of a block that the algorithm keeps to itself. */
    private static final int RESERVED_BYTES = 20;

    private static final int BLOCK_UNIT_BYTES = 100_000;
    private static final byte[] EMPTY_STREAM = {
        'B', 'Z', 'h', '9', 0x17, 0x72, 0x45, 0x38, 0x50, (byte) 0x90, 0, 0, 0, 0
    };

    private final int blockSize;

    Bzip2Compressor(int blockSize) {
        super("bzip2", "application/x-bz2");
        this.blockSize = Levels.check("bzip2", "block size", blockSize, 1, 9);
    }

    @Override
    public void compress(byte[] source, int offset, int length, OutputStream out) throws IOException {
        Objects.checkFromIndexSize(offset, length, source.length);
        Stream stream = new Stream(out, blockSize);
        try (BZip2CompressorOutputStream encoder = new BZip2CompressorOutputStream(stream, smallestBlockSize(length))) {
            encoder.write(source, offset, length);
        }
        stream.end();
    }

    private int smallestBlockSize(int length) {
        // The first step of the algorithm turns four equal bytes into five.
        long mostBytes = (long) length + length / 4 + RESERVED_BYTES;
        return (int) Math.min(blockSize, mostBytes / BLOCK_UNIT_BYTES + 1);
    }

    /** Puts the block size asked for into the header, and sees to it that the whole is no text. */
    static final class Stream extends Shield {

        private static final int BLOCK_SIZE_AT = 3;

        private final int blockSize;
        private final Utf8Check text = new Utf8Check();
        private int headerBytes;

        Stream(OutputStream out, int blockSize) {
            super(out);
            this.blockSize = blockSize;
        }

        @Override
        public void write(int octet) throws IOException {
            int real = octet;
            if (headerBytes <= BLOCK_SIZE_AT) {
                real = headerBytes == BLOCK_SIZE_AT ? '0' + blockSize : octet;
                headerBytes++;
            }
            if (text.isPossible()) {
                text.next(real & 0xFF);
            }
            super.write(real);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            for (int i = 0; i < length; i++) {
                write(bytes[offset + i]);
            }
        }

        /** What is to be added when the encoder has written everything. */
        void end() throws IOException {
            if (text.isText()) {
                super.write(EMPTY_STREAM, 0, EMPTY_STREAM.length);
            }
        }
    }
}
