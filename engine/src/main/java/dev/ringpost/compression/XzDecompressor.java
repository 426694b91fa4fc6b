package dev.ringpost.compression;

import java.io.IOException;
import java.io.InputStream;
import org.tukaani.xz.BasicArrayCache;
import org.tukaani.xz.XZInputStream;

/** The .xz container through XZ for Java. */
final class XzDecompressor {

    /** What the largest preset needs; its dictionary is this large whatever the body. */
    private static final int LEAST_MEMORY_KIB = 66 * 1024;

    private static final int BYTES_PER_KIB = 1024;

    private XzDecompressor() {}

    /** A header can ask for a dictionary of gigabytes: refused where it is larger than any body may be. */
    static InputStream open(InputStream in, int maxBytes) throws IOException {
        int memoryLimitKiB = Math.max(LEAST_MEMORY_KIB, maxBytes / BYTES_PER_KIB + BYTES_PER_KIB);
        return new XZInputStream(in, memoryLimitKiB, true, BasicArrayCache.getInstance());
    }
}
