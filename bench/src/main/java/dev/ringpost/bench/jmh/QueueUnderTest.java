package dev.ringpost.bench.jmh;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What many applications have instead of a ring: a bounded queue, as long as the engine's ring, and a thread behind it. */
@State(Scope.Benchmark)
public class QueueUnderTest {
    static final int CAPACITY = 16_384;

    private final BlockingQueue<QueuedMessage> queue = new ArrayBlockingQueue<>(CAPACITY);
    private final QueueConsumer consumer = new QueueConsumer(queue);

    BlockingQueue<QueuedMessage> queue() {
        return queue;
    }

    void drain() {
        consumer.drain();
    }

    /** Ends the thread. */
    @TearDown
    public void stop() throws InterruptedException {
        consumer.stop();
    }
}
