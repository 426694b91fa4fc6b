package dev.ringpost.bench.peers;

import dev.ringpost.bench.rabbit.RunQueue;
import dev.ringpost.bench.run.BenchBroker;
import dev.ringpost.bench.run.BrokerCounts;
import dev.ringpost.bench.run.BrokerRun;
import dev.ringpost.bench.run.Protocol;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/** A broker that outlives runs, with a queue for each of them. Does not end the broker. */
final class QueueBroker implements BenchBroker {
    private final Map<Protocol, Integer> ports;
    private final Declaration declaration;
    private final LongSupplier cpuNs;
    private final Rest rest;
    private boolean hasRun;

    /** Makes the queue of a run. */
    @FunctionalInterface
    interface Declaration {
        RunQueue declare() throws IOException, TimeoutException;
    }

    /** Waits until what a deleted queue leaves to be done is done, for a bounded time. */
    @FunctionalInterface
    interface Rest {
        void await() throws InterruptedException;
    }

    /**
     * Publishes to these ports.
     *
     * @param cpuNs what the broker has used since its start
     */
    QueueBroker(Map<Protocol, Integer> ports, Declaration declaration, LongSupplier cpuNs, Rest rest) {
        this.ports = Map.copyOf(ports);
        this.declaration = declaration;
        this.cpuNs = cpuNs;
        this.rest = rest;
    }

    @Override
    public BrokerRun startRun(Protocol protocol) throws IOException, InterruptedException {
        Integer port = ports.get(protocol);
        if (port == null) {
            throw new IOException("this broker has no port for " + protocol);
        }
        if (hasRun) {
            rest.await(); // what a run leaves behind would slow the next one
        }
        hasRun = true;
        try {
            return new Run(declaration.declare(), port, cpuNs, cpuNs.getAsLong());
        } catch (TimeoutException e) {
            throw new IOException("the broker does not answer", e);
        }
    }

    @Override
    public void close() {
        // The queues are gone, the broker is somebody else's.
    }

    private record Run(RunQueue queue, int port, LongSupplier cpuNs, long cpuBeforeNs) implements BrokerRun {
        @Override
        public List<String> addressOptions() {
            return List.of("--port", String.valueOf(port));
        }

        @Override
        public BrokerCounts finish(long expectedMessages) throws IOException, InterruptedException {
            double cpuSeconds = (cpuNs.getAsLong() - cpuBeforeNs) / (double) TimeUnit.SECONDS.toNanos(1);
            return BrokerCounts.ofQueue(queue.awaitCount(expectedMessages), cpuSeconds);
        }

        @Override
        public void close() throws IOException {
            queue.close();
        }
    }
}
