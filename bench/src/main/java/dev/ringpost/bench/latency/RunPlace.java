package dev.ringpost.bench.latency;

import dev.ringpost.QueueType;
import dev.ringpost.bench.rabbit.RabbitNode;
import dev.ringpost.bench.rabbit.RunQueue;
import dev.ringpost.bench.run.NullBrokerProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** What one run publishes to, and what counts its messages. One thread. */
interface RunPlace extends AutoCloseable {
    /** The longest wait for a node that an earlier run keeps busy. */
    Duration AT_REST_WITHIN = Duration.ofSeconds(20);

    /** AMQP on loopback. */
    int port();

    /**
     * Compares; the contestant has closed its connection.
     *
     * @throws IOException if something else arrived
     */
    void check(long confirmedCount) throws IOException, InterruptedException;

    @Override
    void close() throws IOException;

    /** Makes a place for each run. */
    @FunctionalInterface
    interface Maker {
        RunPlace open() throws IOException, InterruptedException, TimeoutException;
    }

    /** A null broker of its own. */
    static RunPlace ofNullBroker() throws IOException, InterruptedException {
        NullBrokerProcess broker = NullBrokerProcess.start();
        return new RunPlace() {
            @Override
            public int port() {
                return broker.port();
            }

            @Override
            public void check(long confirmedCount) throws IOException, InterruptedException {
                List<String> complaints = broker.finish().complaints(confirmedCount, LatencyContestant.BODY_BYTES);
                if (!complaints.isEmpty()) {
                    throw new IOException(String.join("; ", complaints));
                }
            }

            @Override
            public void close() throws IOException {
                broker.close();
            }
        };
    }

    /** A queue of its own. */
    static RunPlace ofRabbit(RabbitNode node, QueueType type)
            throws IOException, TimeoutException, InterruptedException {
        node.awaitRest(AT_REST_WITHIN); // what a run leaves behind would slow the next one
        RunQueue queue = RunQueue.declare(node, type);
        return new RunPlace() {
            @Override
            public int port() {
                return node.amqpPort();
            }

            @Override
            public void check(long confirmedCount) throws IOException, InterruptedException {
                long inQueue = queue.awaitCount(confirmedCount);
                if (inQueue != confirmedCount) {
                    throw new IOException(
                            "confirmed were " + confirmedCount + " messages, but the queue has taken in " + inQueue);
                }
            }

            @Override
            public void close() throws IOException {
                queue.close();
            }
        };
    }
}
