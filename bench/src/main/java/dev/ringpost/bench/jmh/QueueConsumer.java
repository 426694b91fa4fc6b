package dev.ringpost.bench.jmh;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.locks.LockSupport;

/** A thread that empties a queue as a publisher of its own would: all there is at a time, and waits if there is nothing. */
final class QueueConsumer {
    private static final int MOST_AT_A_TIME = 1_024;
    private static final long LOOK_AGAIN_NS = 20_000;

    private final BlockingQueue<QueuedMessage> queue;
    private final Thread thread;
    private long correlationIdSum; // so that the messages are looked at

    QueueConsumer(BlockingQueue<QueuedMessage> queue) {
        this.queue = queue;
        thread = new Thread(this::consume, "queue-consumer");
        thread.setDaemon(true);
        thread.start();
    }

    private void consume() {
        List<QueuedMessage> taken = new ArrayList<>(MOST_AT_A_TIME);
        try {
            while (true) {
                if (queue.drainTo(taken, MOST_AT_A_TIME) == 0) {
                    taken.add(queue.take());
                }
                for (QueuedMessage message : taken) {
                    correlationIdSum += message.correlationId();
                }
                taken.clear();
            }
        } catch (InterruptedException e) {
            // Stopped.
        }
    }

    /** Waits until the queue is empty. */
    void drain() {
        while (!queue.isEmpty()) {
            LockSupport.parkNanos(LOOK_AGAIN_NS);
        }
    }

    /** Ends the thread. */
    void stop() throws InterruptedException {
        thread.interrupt();
        thread.join();
        if (correlationIdSum < 0) {
            throw new IllegalStateException("a correlation id was not the one that was queued");
        }
    }
}
