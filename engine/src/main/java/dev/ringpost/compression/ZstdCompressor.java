package dev.ringpost.compression;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;

/**
 * One zstd frame through zstd-jni, with the content size in the frame's header: the decoder of Kombu 5.6 and before
 * refuses a frame without.
 */
final class ZstdCompressor extends HeaderCompressor {

    private static final int KEPT_BYTES = 256 * 1024;

    /** For all compressors, whatever their level: its contexts are outside the heap, and who holds a compressor need not close it. */
    private static final StatePool<Pass> POOL = new StatePool<>(Pass::new, Pass::end);

    private final int level;

    ZstdCompressor(int level) {
        super("zstd", "application/zstd");
        int min;
        int max;
        try {
            min = Zstd.minCompressionLevel();
            max = Zstd.maxCompressionLevel();
        } catch (LinkageError e) {
            throw OptionalLibrary.ZSTD_JNI.unusable("zstd", e);
        }
        this.level = Levels.check("zstd", "level", level, min, max);
    }

    /** The state of one call: a context outside the heap, and room for its output. */
    private static final class Pass {

        private final ZstdCompressCtx context = new ZstdCompressCtx();
        private byte[] room = new byte[0];

        private byte[] room(int bytes) {
            if (room.length < bytes) {
                room = new byte[bytes];
            }
            return room;
        }

        private void trim() {
            if (room.length > KEPT_BYTES) {
                room = new byte[0];
            }
        }

        private void end() {
            context.close();
        }
    }

    @Override
    public void compress(byte[] source, int offset, int length, OutputStream out) throws IOException {
        Objects.checkFromIndexSize(offset, length, source.length);
        Pass pass = POOL.take();
        boolean done = false;
        try {
            byte[] room = pass.room(Math.toIntExact(Zstd.compressBound(length)));
            pass.context.setLevel(level);
            int bytes = pass.context.compressByteArray(room, 0, room.length, source, offset, length);
            out.write(room, 0, bytes);
            pass.trim();
            done = true;
        } finally {
            if (done) {
                POOL.give(pass);
            } else {
                POOL.discard(pass);
            }
        }
    }
}
