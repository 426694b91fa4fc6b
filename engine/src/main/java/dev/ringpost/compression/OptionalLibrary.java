package dev.ringpost.compression;

/** The libraries behind the built-in compressors; an application adds those it uses. */
enum OptionalLibrary {
    COMMONS_COMPRESS(
            "org.apache.commons:commons-compress",
            "org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream"),
    XZ("org.tukaani:xz", "org.tukaani.xz.XZOutputStream"),
    BROTLI4J(
            "com.aayushatharva.brotli4j:brotli4j with its native-... artifact for this platform",
            "com.aayushatharva.brotli4j.Brotli4jLoader"),
    ZSTD_JNI("com.github.luben:zstd-jni", "com.github.luben.zstd.ZstdCompressCtx"),
    LZ4_JAVA("at.yawk.lz4:lz4-java", "net.jpountz.lz4.LZ4FrameOutputStream");

    private final String artifact;
    private final String className;

    OptionalLibrary(String artifact, String className) {
        this.artifact = artifact;
        this.className = className;
    }

    /** Whether it is on the class path; its native part may still not fit the machine. */
    boolean isPresent() {
        try {
            Class.forName(className, false, OptionalLibrary.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    /**
     * Refuses to go on without it.
     *
     * @param compressor the name of what needs it
     * @throws IllegalStateException if it is not on the class path
     */
    void require(String compressor) {
        if (!isPresent()) {
            throw new IllegalStateException("compression \"" + compressor
                    + "\" needs a library that is not on the class path: add the Maven artifact " + artifact);
        }
    }

    /** The error for a library whose native part cannot be used. */
    IllegalStateException unusable(String compressor, Throwable cause) {
        return new IllegalStateException(
                "compression \"" + compressor + "\": the native part of its library cannot be loaded on "
                        + System.getProperty("os.name") + " " + System.getProperty("os.arch") + " (" + cause
                        + "): check that " + artifact + " is on the class path, or use another compression",
                cause);
    }
}
