package dev.ringpost.bench.jmh;

import dev.ringpost.Producer;
import dev.ringpost.bench.engine.TickRecord;
import dev.ringpost.bench.wire.BenchMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * The publish call while the ring has room: what a caller pays for a message of 100 octets, in the form without garbage, as a
 * String and as a record that becomes JSON, the latter two with a Receipt. Lane and broker work meanwhile, on the same cores.
 *
 * <p>Baselines: a message object put into an {@code ArrayBlockingQueue}, its body not copied, and nothing sent yet; and
 * amqp-client's {@code basicPublish}, which returns when the socket has the message.
 *
 * <p>The octet or two a message that {@code bytes} shows as allocated are amqp-client's reading thread's, some hundred for each
 * ack frame, and those of the flush between two batches.
 */
@Warmup(iterations = 5, time = 1) // the pauses between calls leave the compiler fewer of them
public abstract class PublishFreeRing extends MicroBenchmark {

    /** One caller. */
    @Threads(1)
    public static class OneThread extends PublishFreeRing {}

    /** Two callers. */
    @Threads(2)
    public static class TwoThreads extends PublishFreeRing {}

    /** Four callers. */
    @Threads(4)
    public static class FourThreads extends PublishFreeRing {}

    /** The message in its forms. */
    @State(Scope.Thread)
    public static class Message {
        byte[] bytes = BenchMessage.body(BODY_BYTES);
        String text = new String(bytes, StandardCharsets.US_ASCII);
        TickRecord tick = TickRecord.ofJsonBytes(BODY_BYTES);
    }

    /** Array and number, one listener for all outcomes. */
    @Benchmark
    @OperationsPerInvocation(DrainedRing.BATCH_MESSAGES)
    public void bytes(EngineUnderTest engine, DrainedRing drained, Message message) throws InterruptedException {
        Producer producer = engine.producer();
        byte[] body = message.bytes;
        for (int i = 0; i < DrainedRing.BATCH_MESSAGES; i++) {
            producer.publish(body, 0, body.length, i);
        }
    }

    /** A String, encoded in UTF-8. */
    @Benchmark
    @OperationsPerInvocation(DrainedRing.BATCH_MESSAGES)
    public void string(EngineUnderTest engine, DrainedRing drained, Message message, Blackhole blackhole)
            throws InterruptedException {
        publishObject(engine.producer(), message.text, blackhole);
    }

    /** A record of six fields, serialized to JSON by the caller's thread. */
    @Benchmark
    @OperationsPerInvocation(DrainedRing.BATCH_MESSAGES)
    public void recordToJson(EngineUnderTest engine, DrainedRing drained, Message message, Blackhole blackhole)
            throws InterruptedException {
        publishObject(engine.producer(), message.tick, blackhole);
    }

    private static void publishObject(Producer producer, Object body, Blackhole blackhole) throws InterruptedException {
        for (int i = 0; i < DrainedRing.BATCH_MESSAGES; i++) {
            blackhole.consume(producer.publish(body));
        }
    }

    /** The queue of an application's own. */
    @Benchmark
    @OperationsPerInvocation(DrainedRing.BATCH_MESSAGES)
    public void baselineArrayBlockingQueue(QueueUnderTest target, DrainedQueue drained, Message message) {
        BlockingQueue<QueuedMessage> queue = target.queue();
        for (int i = 0; i < DrainedRing.BATCH_MESSAGES; i++) {
            if (!queue.offer(new QueuedMessage(BenchMessage.ROUTING_KEY, message.bytes, i))) {
                throw new IllegalStateException("the queue is full");
            }
        }
    }

    /** The client that the engine is built on. */
    @Benchmark
    public void baselineBasicPublish(ChannelUnderTest channel, Message message) throws IOException {
        channel.publish(message.bytes);
    }
}
