package dev.ringpost.compression;

import java.io.IOException;
import java.io.InputStream;
import net.jpountz.lz4.LZ4FrameInputStream;

/** The LZ4 frame format through lz4-java. */
final class Lz4Decompressor {

    private Lz4Decompressor() {}

    static InputStream open(InputStream in) throws IOException {
        return new LZ4FrameInputStream(in);
    }
}
