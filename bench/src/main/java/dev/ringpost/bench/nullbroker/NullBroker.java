package dev.ringpost.bench.nullbroker;

import java.io.IOException;
import java.nio.channels.ByteChannel;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An AMQP 0-9-1 server on loopback that confirms every publish as soon as it is parsed and stores nothing.
 *
 * <p>It isolates the client: whatever rate a publisher reaches here is the rate of the publisher (and of loopback), not
 * of a broker. It also proves what arrived, since every frame is checked and every body octet counted; whoever breaks
 * the protocol is closed and named in {@link #report()}.
 *
 * <p>Threads: one that accepts, one a connection (blocking reads), one for heartbeats; all daemons.
 */
public final class NullBroker implements AutoCloseable {
    /** Larger reads mean fewer system calls and fewer acks; past the second-level cache there is nothing to gain. */
    public static final int DEFAULT_READ_BUFFER_BYTES = 512 * 1024;

    private static final int MIN_READ_BUFFER_BYTES = 2 * ControlDispatch.FRAME_MAX_BYTES;
    private static final long HEARTBEAT_TICK_MS = 1_000;

    private final Listener listener;
    private final int readBufferBytes;
    private final BrokerCounters counters = new BrokerCounters();
    private final Set<BrokerConnection> connections = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    private NullBroker(Listener listener, int readBufferBytes) {
        this.listener = listener;
        this.readBufferBytes = readBufferBytes;
    }

    /** Starts a broker on a free loopback port. */
    public static NullBroker start() throws IOException {
        return start(DEFAULT_READ_BUFFER_BYTES);
    }

    /** The same with a read buffer of another size. */
    public static NullBroker start(int readBufferBytes) throws IOException {
        if (readBufferBytes < MIN_READ_BUFFER_BYTES) {
            throw new IllegalArgumentException(
                    "readBufferBytes " + readBufferBytes + " is less than two frames, " + MIN_READ_BUFFER_BYTES);
        }
        return start(new PlainListener(), readBufferBytes);
    }

    /** Starts a broker that only speaks TLS; {@code keyStore} is a {@link ThrowawayKey}'s. */
    public static NullBroker startTls(Path keyStore) throws IOException {
        return start(new TlsListener(keyStore), DEFAULT_READ_BUFFER_BYTES);
    }

    private static NullBroker start(Listener listener, int readBufferBytes) {
        NullBroker broker = new NullBroker(listener, readBufferBytes);
        broker.startDaemon("null-broker-accept", broker::acceptConnections);
        broker.startDaemon("null-broker-heartbeat", broker::tickConnections);
        return broker;
    }

    public int port() {
        return listener.port();
    }

    /** What has arrived so far; exact once the publishers have their confirms. */
    public BrokerReport report() {
        return counters.report();
    }

    /** Cuts all connections. */
    @Override
    public void close() throws IOException {
        closed = true;
        listener.close();
        connections.forEach(BrokerConnection::close);
    }

    private void acceptConnections() {
        while (!closed) {
            try {
                ByteChannel socket = listener.accept();
                BrokerConnection connection = new BrokerConnection(socket, counters, readBufferBytes);
                connections.add(connection);
                counters.connectionCount.increment();
                startDaemon("null-broker-connection-" + counters.connectionCount.sum(), () -> {
                    try {
                        connection.run();
                    } finally {
                        connections.remove(connection);
                    }
                });
            } catch (IOException e) {
                if (!closed) {
                    counters.onFault("accept: " + e);
                }
            }
        }
    }

    private void tickConnections() {
        while (!closed) {
            try {
                Thread.sleep(HEARTBEAT_TICK_MS);
            } catch (InterruptedException e) {
                return;
            }
            long nowNs = System.nanoTime();
            connections.forEach(connection -> connection.onTick(nowNs));
        }
    }

    private void startDaemon(String name, Runnable body) {
        Thread thread = new Thread(body, name);
        thread.setDaemon(true);
        thread.start();
    }
}
