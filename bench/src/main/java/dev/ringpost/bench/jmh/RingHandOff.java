package dev.ringpost.bench.jmh;

import dev.ringpost.WaitStrategy;
import dev.ringpost.bench.wire.BenchMessage;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;

/**
 * Messages a second from callers to another thread that does nothing with them: the engine's ring, under each of its wait
 * strategies, without the body's copy. Callers wait for room as a publish call does.
 *
 * <p>Baselines: the two blocking queues that an application would use, of the same length, with a message object each.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public abstract class RingHandOff extends MicroBenchmark {

    /** One caller. */
    @Threads(1)
    public static class OneProducer extends RingHandOff {}

    /** Two callers. */
    @Threads(2)
    public static class TwoProducers extends RingHandOff {}

    /** A ring and the thread behind it. */
    @State(Scope.Benchmark)
    public static class Ring {
        @Param({"PARK", "LOW_LATENCY", "BUSY_SPIN"}) // how SLEEP differs from PARK is the lane's affair, not the ring's
        WaitStrategy waitStrategy = WaitStrategy.PARK;

        RingConsumer consumer;

        /** Starts the thread. */
        @Setup
        public void start() {
            consumer = new RingConsumer(QueueUnderTest.CAPACITY, waitStrategy);
        }

        /** Ends it. */
        @TearDown
        public void stop() throws InterruptedException {
            consumer.stop();
        }
    }

    /** A queue made of nodes, and the thread behind it. */
    @State(Scope.Benchmark)
    public static class Linked {
        final BlockingQueue<QueuedMessage> queue = new LinkedBlockingQueue<>(QueueUnderTest.CAPACITY);
        private final QueueConsumer consumer = new QueueConsumer(queue);

        /** Ends the thread. */
        @TearDown
        public void stop() throws InterruptedException {
            consumer.stop();
        }
    }

    /** What is handed over besides a number. */
    @State(Scope.Thread)
    public static class Body {
        final byte[] bytes = BenchMessage.body(BODY_BYTES);
    }

    /** The engine's. */
    @Benchmark
    public void ring(Ring ring) throws InterruptedException {
        ring.consumer.handOver(1);
    }

    /** {@link ArrayBlockingQueue}. */
    @Benchmark
    public void baselineArrayBlockingQueue(QueueUnderTest target, Body body) throws InterruptedException {
        target.queue().put(new QueuedMessage(BenchMessage.ROUTING_KEY, body.bytes, 1));
    }

    /** {@link LinkedBlockingQueue}. */
    @Benchmark
    public void baselineLinkedBlockingQueue(Linked linked, Body body) throws InterruptedException {
        linked.queue.put(new QueuedMessage(BenchMessage.ROUTING_KEY, body.bytes, 1));
    }
}
