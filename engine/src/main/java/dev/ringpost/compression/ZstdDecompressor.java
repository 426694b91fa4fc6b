package dev.ringpost.compression;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.IOException;
import java.io.InputStream;

/** zstd through zstd-jni. Frames that need a window over 128 MiB are refused, as the format's own tool does. */
final class ZstdDecompressor {

    private ZstdDecompressor() {}

    static InputStream open(InputStream in) throws IOException {
        try {
            return new ZstdInputStreamNoFinalizer(in);
        } catch (LinkageError e) {
            throw OptionalLibrary.ZSTD_JNI.unusable("zstd", e);
        }
    }
}
