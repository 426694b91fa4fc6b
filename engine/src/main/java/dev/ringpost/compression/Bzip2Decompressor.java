package dev.ringpost.compression;

import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;

/** bzip2 through Commons Compress. Several streams behind each other are one body: the compressor may add an empty one. */
final class Bzip2Decompressor {

    private Bzip2Decompressor() {}

    static InputStream open(InputStream in) throws IOException {
        return new BZip2CompressorInputStream(in, true);
    }
}
