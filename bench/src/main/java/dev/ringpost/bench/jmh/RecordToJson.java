package dev.ringpost.bench.jmh;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ringpost.Producer;
import dev.ringpost.Receipt;
import dev.ringpost.bench.engine.TickRecord;
import dev.ringpost.ring.BodyBuffer;
import dev.ringpost.serialization.JsonSerializer;
import dev.ringpost.serialization.Serializer;
import java.io.IOException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * A record of six fields on its way to JSON of 100 octets: how much of bare Jackson's rate is left when the engine does it.
 * The engine is to keep 80 % of it, so "x jackson" is to be 0.80 at least.
 */
@Warmup(iterations = 5, time = 1) // the pauses between calls leave the compiler fewer of them
public class RecordToJson extends MicroBenchmark {
    private static final int LIMIT_BYTES = 1_024 * 1_024;

    /** What a caller's thread has: the record, and what it serializes it with and into. */
    @State(Scope.Thread)
    public static class Caller {
        final TickRecord tick = TickRecord.ofJsonBytes(BODY_BYTES);
        final Serializer serializer = new JsonSerializer();
        final BodyBuffer buffer = new BodyBuffer();
        final ObjectMapper mapper = new ObjectMapper();
    }

    /** The serializer alone, into the thread's buffer, as the publish call uses it. */
    @Benchmark
    public int serializer(Caller caller) throws IOException {
        caller.buffer.reset(LIMIT_BYTES);
        caller.serializer.serialize(caller.tick, caller.buffer);
        return caller.buffer.size();
    }

    /** The whole publish call, Receipt included, while the ring has room. */
    @Benchmark
    @OperationsPerInvocation(DrainedRing.BATCH_MESSAGES)
    public void publishIntoFreeRing(EngineUnderTest engine, DrainedRing drained, Caller caller, Blackhole blackhole)
            throws InterruptedException {
        Producer producer = engine.producer();
        for (int i = 0; i < DrainedRing.BATCH_MESSAGES; i++) {
            blackhole.consume(producer.publish(caller.tick));
        }
    }

    /**
     * Call after call without a pause, so with the waits for room: the rate of the whole engine. Its threads, the broker in
     * its JVM and the caller share the cores that bare Jackson has for itself.
     */
    @Benchmark
    public Receipt publishSustained(EngineUnderTest engine, Caller caller) throws InterruptedException {
        return engine.producer().publish(caller.tick);
    }

    /** Bare Jackson, into a new array each time. */
    @Benchmark
    public byte[] baselineJackson(Caller caller) throws IOException {
        return caller.mapper.writeValueAsBytes(caller.tick);
    }
}
