package dev.ringpost.bench.jmh;

import com.aayushatharva.brotli4j.encoder.Encoder;
import com.github.luben.zstd.ZstdCompressCtx;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import net.jpountz.lz4.LZ4FrameOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/**
 * A compression library as its documentation shows it: at the level that the engine's compressor has, everything else at the
 * library's default, with a new context for each body.
 */
@FunctionalInterface
interface BareCodec {
    int DEFLATE_LEVEL = 6;
    int BZIP2_BLOCK_SIZE = 9;
    int XZ_PRESET = 6;
    int BROTLI_QUALITY = 5;
    int ZSTD_LEVEL = 3;

    byte[] compress(byte[] body) throws IOException;

    /** By the name of the engine's compressor. */
    static BareCodec named(String compressor) {
        return switch (compressor) {
            case "zlib" -> BareCodec::deflate;
            case "gzip-rfc1952" -> body -> streamed(body, GZIPOutputStream::new);
            case "bzip2" -> body -> streamed(body, out -> new BZip2CompressorOutputStream(out, BZIP2_BLOCK_SIZE));
            case "xz" -> body -> streamed(body, out -> new XZOutputStream(out, new LZMA2Options(XZ_PRESET)));
            case "brotli" -> body -> Encoder.compress(body, Encoder.Parameters.create(BROTLI_QUALITY));
            case "zstd" -> BareCodec::zstd;
            case "lz4" -> body -> streamed(body, LZ4FrameOutputStream::new);
            default -> throw new IllegalArgumentException("nothing to compare " + compressor + " with");
        };
    }

    private static byte[] deflate(byte[] body) throws IOException {
        Deflater deflater = new Deflater(DEFLATE_LEVEL);
        try {
            return streamed(body, out -> new DeflaterOutputStream(out, deflater));
        } finally {
            deflater.end(); // its memory is outside the heap
        }
    }

    private static byte[] zstd(byte[] body) {
        try (ZstdCompressCtx context = new ZstdCompressCtx()) {
            context.setLevel(ZSTD_LEVEL);
            return context.compress(body);
        }
    }

    private static byte[] streamed(byte[] body, Encoding encoding) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = encoding.over(bytes)) {
            out.write(body);
        }
        return bytes.toByteArray();
    }

    /** A library's stream. */
    @FunctionalInterface
    interface Encoding {
        OutputStream over(OutputStream out) throws IOException;
    }
}
