package dev.ringpost.bench.jmh;

import dev.ringpost.compression.Compressor;
import dev.ringpost.compression.CompressorRegistry;
import dev.ringpost.ring.BodyBuffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Each compressor of the engine's registry at its standard level, over lines of JSON, into a buffer that is used again, as
 * the lane does it. What is not on the class path, as brotli on some platforms, fails alone.
 *
 * <p>Baseline: {@link BareCodec}. Garbage is that of the heap; contexts outside it are not in the B/op of either.
 */
public class Compress extends MicroBenchmark {
    private static final int LIMIT_BYTES = 1_024 * 1_024;
    private static final long SEED = 42;

    /** A compressor, and what it is given. */
    @State(Scope.Thread)
    public static class Work {
        @Param({"zlib", "gzip-rfc1952", "zstd", "lz4", "brotli", "bzip2", "xz"})
        String codec = "";

        @Param({"1024", "65536"})
        int bodyBytes;

        final BodyBuffer buffer = new BodyBuffer();
        byte[] body;
        Compressor compressor;
        BareCodec bare;

        /** Makes the body and finds the compressor. */
        @Setup
        public void prepare() {
            body = jsonLines(bodyBytes);
            compressor = CompressorRegistry.standard().require(codec);
            bare = BareCodec.named(codec);
        }
    }

    /** As the lane does it. */
    @Benchmark
    public int compressor(Work work) throws IOException {
        work.buffer.reset(LIMIT_BYTES);
        work.compressor.compress(work.body, 0, work.body.length, work.buffer);
        return work.buffer.size();
    }

    /** The bare library, with a new context. */
    @Benchmark
    public byte[] baselineFreshContext(Work work) throws IOException {
        return work.bare.compress(work.body);
    }

    /** Prices that differ in some digits, the same ones in each run. */
    static byte[] jsonLines(int bytes) {
        SplittableRandom random = new SplittableRandom(SEED);
        String[] symbols = {"EURUSD", "USDJPY", "GBPUSD", "AUDUSD"};
        StringBuilder lines = new StringBuilder();
        for (int sequence = 1; lines.length() < bytes; sequence++) {
            lines.append("{\"symbol\":\"")
                    .append(symbols[random.nextInt(symbols.length)])
                    .append("\",\"price\":1.")
                    .append(random.nextInt(10_000, 100_000))
                    .append(",\"size\":")
                    .append(random.nextInt(1, 100) * 10_000)
                    .append(",\"sequence\":")
                    .append(100_000_000 + sequence)
                    .append(",\"buy\":")
                    .append(random.nextBoolean())
                    .append("}\n");
        }
        return Arrays.copyOf(lines.toString().getBytes(StandardCharsets.US_ASCII), bytes);
    }
}
