package dev.ringpost.compression;

import java.io.IOException;
import java.io.OutputStream;
import java.util.HexFormat;
import java.util.Objects;
import java.util.zip.Adler32;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/**
 * Deflate in the frame of zlib or of gzip. The frame is written here and the JDK's deflater makes the raw stream between:
 * zlib's own header tells the level, and with most levels a body under that header can be valid UTF-8, which a Kombu
 * consumer takes for text. The level there is a remark that no decoder uses, so the header is always that of the default
 * level, 78 9C, which never begins a text.
 */
final class DeflateCompressor implements Compressor {

    private static final int CHUNK_BYTES = 8 * 1024;

    private final Frame frame;
    private final byte[] start;
    private final StatePool<Pass> pool;

    /** What surrounds the raw stream. */
    enum Frame {
        /** RFC 1950; what Kombu calls gzip. */
        ZLIB("zlib", "application/x-gzip", null, "789C"),
        /** RFC 1952: deflate, no flags, no time, no remark on the level, unknown system. */
        GZIP("gzip-rfc1952", null, "gzip", "1F8B08000000000000FF");

        private final String compressor;
        private final @Nullable String header;
        private final @Nullable String contentEncoding;
        private final String startHex;

        Frame(String compressor, @Nullable String header, @Nullable String contentEncoding, String startHex) {
            this.compressor = compressor;
            this.header = header;
            this.contentEncoding = contentEncoding;
            this.startHex = startHex;
        }

        private byte[] end(byte[] source, int offset, int length) {
            if (this == ZLIB) {
                Adler32 sum = new Adler32();
                sum.update(source, offset, length);
                int value = (int) sum.getValue();
                return new byte[] {(byte) (value >>> 24), (byte) (value >>> 16), (byte) (value >>> 8), (byte) value};
            }
            CRC32 sum = new CRC32();
            sum.update(source, offset, length);
            int value = (int) sum.getValue();
            return new byte[] {
                (byte) value, (byte) (value >>> 8), (byte) (value >>> 16), (byte) (value >>> 24),
                (byte) length, (byte) (length >>> 8), (byte) (length >>> 16), (byte) (length >>> 24)
            };
        }
    }

    /** The state of one call: a deflater, which has memory outside the heap, and room for its output. */
    private static final class Pass {

        private final Deflater deflater;
        private final byte[] chunk = new byte[CHUNK_BYTES];

        private Pass(int level) {
            deflater = new Deflater(level, true);
        }

        private void end() {
            deflater.end();
        }
    }

    DeflateCompressor(Frame frame, int level) {
        Levels.check(frame.compressor, "level", level, Deflater.DEFAULT_COMPRESSION, Deflater.BEST_COMPRESSION);
        this.frame = frame;
        this.start = HexFormat.of().parseHex(frame.startHex);
        this.pool = new StatePool<>(() -> new Pass(level), Pass::end);
    }

    @Override
    public String name() {
        return frame.compressor;
    }

    @Override
    public @Nullable String header() {
        return frame.header;
    }

    @Override
    public @Nullable String contentEncoding() {
        return frame.contentEncoding;
    }

    @Override
    public void compress(byte[] source, int offset, int length, OutputStream out) throws IOException {
        Objects.checkFromIndexSize(offset, length, source.length);
        Pass pass = pool.take();
        boolean done = false;
        try {
            out.write(start);
            Deflater deflater = pass.deflater;
            deflater.setInput(source, offset, length);
            deflater.finish();
            while (!deflater.finished()) {
                out.write(pass.chunk, 0, deflater.deflate(pass.chunk));
            }
            out.write(frame.end(source, offset, length));
            deflater.reset();
            done = true;
        } finally {
            if (done) {
                pool.give(pass);
            } else {
                pool.discard(pass);
            }
        }
    }
}
