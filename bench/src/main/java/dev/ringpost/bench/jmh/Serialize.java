package dev.ringpost.bench.jmh;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ringpost.bench.engine.TickRecord;
import dev.ringpost.bench.wire.BenchMessage;
import dev.ringpost.ring.BodyBuffer;
import dev.ringpost.serialization.Serializer;
import dev.ringpost.serialization.SerializerRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Each serializer of the engine's registry, into the buffer that a publish call uses: a record of six fields, or for
 * {@code raw} and {@code text} 100 octets as they are and as a String (which {@code raw} writes in UTF-8).
 *
 * <p>Baseline: bare Jackson's {@code writeValueAsBytes} of the same object, into JSON whatever the format.
 */
public class Serialize extends MicroBenchmark {
    private static final int LIMIT_BYTES = 1_024 * 1_024;
    private static final String RAW = "raw";
    private static final String TEXT = "text";

    /** A format, and what is written in it. */
    @State(Scope.Thread)
    public static class Work {
        @Param({"json", "json-plain", "msgpack", "yaml", "pickle", RAW, TEXT})
        String format = "";

        final BodyBuffer buffer = new BodyBuffer();
        final ObjectMapper mapper = new ObjectMapper();
        Object object;
        Serializer serializer;

        /** Finds the serializer. */
        @Setup
        public void choose() {
            byte[] bytes = BenchMessage.body(BODY_BYTES);
            object = switch (format) {
                case RAW -> bytes;
                case TEXT -> new String(bytes, StandardCharsets.US_ASCII);
                default -> TickRecord.ofJsonBytes(BODY_BYTES);
            };
            serializer = SerializerRegistry.standard().require(format.equals(TEXT) ? RAW : format);
        }
    }

    /** As the publish call does it. */
    @Benchmark
    public int serializer(Work work) throws IOException {
        work.buffer.reset(LIMIT_BYTES);
        work.serializer.serialize(work.object, work.buffer);
        return work.buffer.size();
    }

    /** Bare Jackson, into a new array each time. */
    @Benchmark
    public byte[] baselineJackson(Work work) throws IOException {
        return work.mapper.writeValueAsBytes(work.object);
    }
}
