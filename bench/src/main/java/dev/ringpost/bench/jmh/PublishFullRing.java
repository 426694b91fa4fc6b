package dev.ringpost.bench.jmh;

import dev.ringpost.Offer;
import dev.ringpost.Producer;
import dev.ringpost.PublishCallback;
import dev.ringpost.PublishOptions;
import dev.ringpost.PublisherEngine;
import dev.ringpost.bench.engine.TickRecord;
import dev.ringpost.bench.run.NullBrokerProcess;
import dev.ringpost.bench.wire.BenchMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;

/**
 * {@code tryPublish} into a full ring: what it costs to be told so. A record is serialized before that is known.
 *
 * <p>Baseline: {@code offer} to a full {@code ArrayBlockingQueue}, with the message object that has to be made for it.
 */
public abstract class PublishFullRing extends MicroBenchmark {

    /** One caller. */
    @Threads(1)
    public static class OneThread extends PublishFullRing {}

    /** Two callers. */
    @Threads(2)
    public static class TwoThreads extends PublishFullRing {}

    /** Four callers. */
    @Threads(4)
    public static class FourThreads extends PublishFullRing {}

    /** An engine whose ring is full of messages that the broker never answers. */
    @State(Scope.Benchmark)
    public static class FullEngine {
        private static final int RING_SIZE = 1_024;
        private static final Duration CONFIRM_TIMEOUT = Duration.ofHours(1);
        private static final Duration DELIVERY_TIMEOUT = Duration.ofHours(2);

        final byte[] bytes = BenchMessage.body(BODY_BYTES);
        final TickRecord tick = TickRecord.ofJsonBytes(BODY_BYTES);
        final PublishCallback callback = (outcome, detail) -> {};
        Producer producer;
        private NullBrokerProcess broker;
        private PublisherEngine engine;

        /** Starts broker and engine and fills the ring. */
        @Setup
        public void start() throws IOException, InterruptedException {
            broker = NullBrokerProcess.start();
            engine = PublisherEngine.builder()
                    .uri(broker.uri())
                    .lanes(1)
                    .ringSize(RING_SIZE)
                    .confirmTimeout(CONFIRM_TIMEOUT)
                    .deliveryTimeout(DELIVERY_TIMEOUT)
                    .start();
            producer = engine.producer(PublishOptions.builder()
                    .routingKey(BenchMessage.SILENT_ROUTING_KEY)
                    .build());
            Offer offer = Offer.ACCEPTED;
            while (offer == Offer.ACCEPTED) {
                offer = producer.tryPublish(bytes, 0, bytes.length, 0);
            }
        }

        /** Fails if the ring was not full all the time. */
        @TearDown
        public void stop() throws IOException {
            NullBrokerProcess running = broker;
            try (running) {
                long acceptedCount = engine.stats().accepted();
                engine.close(Duration.ZERO);
                if (acceptedCount > RING_SIZE) {
                    throw new IllegalStateException(acceptedCount + " messages were accepted, into a ring of "
                            + RING_SIZE + " that was to stay full");
                }
            }
        }
    }

    /** A queue that nobody empties. */
    @State(Scope.Benchmark)
    public static class FullQueue {
        final byte[] bytes = BenchMessage.body(BODY_BYTES);
        final BlockingQueue<QueuedMessage> queue = new ArrayBlockingQueue<>(FullEngine.RING_SIZE);

        /** Fills it. */
        @Setup
        public void fill() {
            while (queue.remainingCapacity() > 0) {
                queue.add(new QueuedMessage(BenchMessage.ROUTING_KEY, bytes, 0));
            }
        }
    }

    /** Array and number. */
    @Benchmark
    public Offer bytes(FullEngine engine) {
        return engine.producer.tryPublish(engine.bytes, 0, engine.bytes.length, 0);
    }

    /** A record of six fields. */
    @Benchmark
    public Offer recordToJson(FullEngine engine) {
        return engine.producer.tryPublish(engine.tick, PublishOptions.none(), engine.callback);
    }

    /** The queue of an application's own. */
    @Benchmark
    public boolean baselineArrayBlockingQueue(FullQueue full) {
        return full.queue.offer(new QueuedMessage(BenchMessage.ROUTING_KEY, full.bytes, 0));
    }
}
