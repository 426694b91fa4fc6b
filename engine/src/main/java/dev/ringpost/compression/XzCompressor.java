package dev.ringpost.compression;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;
import org.tukaani.xz.BasicArrayCache;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZ;
import org.tukaani.xz.XZOutputStream;

/**
 * The .xz container with CRC64 through XZ for Java. The dictionary is made no larger than the body: a preset's own would
 * take up to 700 MB of heap for each call, and what lies beyond the body is never looked at.
 */
final class XzCompressor extends HeaderCompressor {

    private final int preset;

    XzCompressor(int preset) {
        super("xz", "application/x-lzma");
        this.preset = Levels.check("xz", "preset", preset, LZMA2Options.PRESET_MIN, LZMA2Options.PRESET_MAX);
    }

    @Override
    public void compress(byte[] source, int offset, int length, OutputStream out) throws IOException {
        Objects.checkFromIndexSize(offset, length, source.length);
        LZMA2Options options = new LZMA2Options(preset);
        options.setDictSize(Math.max(LZMA2Options.DICT_SIZE_MIN, Math.min(options.getDictSize(), length)));
        // The cache holds arrays of finished calls softly, for all threads. Not closed: what it takes is on the heap,
        // and
        // its close would throw an error of the caller's stream a second time.
        XZOutputStream encoder = new XZOutputStream(out, options, XZ.CHECK_CRC64, BasicArrayCache.getInstance());
        encoder.write(source, offset, length);
        encoder.finish();
    }
}
