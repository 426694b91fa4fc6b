package dev.ringpost.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A bad network between an engine and its broker, both on 127.0.0.1. It forwards bytes; a test may stop either direction
 * (the bytes then pile up in the sender's socket, whose writes block in the end), cut all connections with a reset, at
 * once or behind a given byte, and refuse new ones. A {@link ProxyWitness} sees everything that passes.
 *
 * <p><b>Threads.</b> Methods may be called from any thread. Its threads are daemons and end at {@link #close()}.
 */
public final class TcpProxy implements AutoCloseable {

    /** Which way bytes go. */
    public enum Direction {
        /** What the engine sends. */
        TO_BROKER,
        /** What the broker answers. */
        TO_CLIENT
    }

    private static final int SOCKET_BUFFER_BYTES = 32 * 1024;
    private static final int CHUNK_BYTES = 16 * 1024;
    private static final int BACKLOG = 50;
    private static final int CONNECT_TIMEOUT_MS = 2_000;

    private final ServerSocket server;
    private final int targetPort;
    private final ProxyWitness witness;
    private final Queue<Link> links = new ConcurrentLinkedQueue<>();
    private final Queue<Link> silenced = new ConcurrentLinkedQueue<>();
    private final AtomicInteger acceptedCount = new AtomicInteger();
    private final ProxyFlow toBroker = new ProxyFlow();
    private final ProxyFlow toClient = new ProxyFlow();
    private volatile boolean refusing;
    private volatile boolean closed;

    private TcpProxy(ServerSocket server, int targetPort, ProxyWitness witness) {
        this.server = server;
        this.targetPort = targetPort;
        this.witness = witness;
    }

    /** A proxy to a port of 127.0.0.1, listening on a free one. */
    public static TcpProxy to(int targetPort) {
        return to(targetPort, new ProxyWitness() {});
    }

    /** The same, with somebody who sees what passes. */
    public static TcpProxy to(int targetPort, ProxyWitness witness) {
        try {
            ServerSocket server = new ServerSocket();
            server.setReceiveBufferSize(SOCKET_BUFFER_BYTES); // a stalled peer is felt soon
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
            TcpProxy proxy = new TcpProxy(server, targetPort, witness);
            proxy.startThread("accept", proxy::acceptAll);
            return proxy;
        } catch (IOException e) {
            throw new IllegalStateException("no proxy to port " + targetPort, e);
        }
    }

    /** Where clients connect to. */
    public int port() {
        return server.getLocalPort();
    }

    /** {@code amqp://guest:guest@127.0.0.1:PORT/}: virtual host {@code /}, which both brokers have. */
    public String uri() {
        return "amqp://guest:guest@127.0.0.1:" + port() + "/";
    }

    /** Connections accepted so far. */
    public int acceptedCount() {
        return acceptedCount.get();
    }

    /** Stops reading in one direction, for all connections and those to come. */
    public void stall(Direction direction) {
        flow(direction).setStalled(true);
    }

    /** Stops reading in one direction of one connection: the {@code index}-th that is open, in the order they came. */
    public void stallConnection(int index, Direction direction) {
        Link link = links.stream()
                .skip(index)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no connection " + index));
        (direction == Direction.TO_BROKER ? link.toBroker : link.toClient).setStalled(true);
    }

    /**
     * Nothing passes any more on the connections that are open, in either direction, until they are cut; those to come
     * work. What half-open connections are: each side believes in the other.
     */
    public void silenceOpen() {
        for (Link link = links.poll(); link != null; link = links.poll()) {
            silenced.add(link);
            link.toBroker.setStalled(true);
            link.toClient.setStalled(true);
        }
    }

    /** Stops reading in both directions: a peer that is there and says nothing. */
    public void stallBoth() {
        stall(Direction.TO_BROKER);
        stall(Direction.TO_CLIENT);
    }

    /** Forwards everything again. */
    public void resume() {
        resume(Direction.TO_BROKER);
        resume(Direction.TO_CLIENT);
    }

    /** Forwards everything in one direction again. */
    public void resume(Direction direction) {
        flow(direction).setStalled(false);
        links.forEach(link -> (direction == Direction.TO_BROKER ? link.toBroker : link.toClient).setStalled(false));
    }

    /** Resets all connections now. */
    public void cut() {
        resetAll(links);
        resetAll(silenced);
    }

    private static void resetAll(Queue<Link> links) {
        for (Link link = links.poll(); link != null; link = links.poll()) {
            link.reset();
        }
    }

    /** Resets a connection as soon as that many more bytes went in this direction; the next ones live on. */
    public void cutAfter(Direction direction, long bytes) {
        flow(direction).cutAfter(bytes);
    }

    /** Whether connections to come are reset at once. */
    public void refuse(boolean refuse) {
        refusing = refuse;
    }

    @Override
    public void close() {
        closed = true;
        try {
            server.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        resume();
        cut();
    }

    private ProxyFlow flow(Direction direction) {
        return direction == Direction.TO_BROKER ? toBroker : toClient;
    }

    private void startThread(String what, Runnable work) {
        Thread thread = new Thread(work, "tcp-proxy-" + port() + "-" + what);
        thread.setDaemon(true);
        thread.start();
    }

    private void acceptAll() {
        while (!closed) {
            try {
                Socket client = server.accept();
                int connection = acceptedCount.incrementAndGet();
                witness.onAccepted(connection);
                if (refusing) {
                    reset(client);
                } else {
                    connect(connection, client);
                }
            } catch (IOException e) {
                if (!closed) {
                    throw new IllegalStateException("the proxy accepts no more", e);
                }
            }
        }
    }

    private void connect(int connection, Socket client) {
        Socket broker = new Socket();
        try {
            broker.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), targetPort), CONNECT_TIMEOUT_MS);
            broker.setTcpNoDelay(true);
            client.setTcpNoDelay(true);
        } catch (IOException unreachable) {
            reset(client);
            reset(broker);
            return;
        }
        Link link = new Link(connection, client, broker, new ProxyGate(), new ProxyGate());
        links.add(link);
        startThread("to-broker", () -> pump(link, Direction.TO_BROKER));
        startThread("to-client", () -> pump(link, Direction.TO_CLIENT));
        if (closed) {
            cut();
        }
    }

    private void pump(Link link, Direction direction) {
        boolean toBrokers = direction == Direction.TO_BROKER;
        Socket from = toBrokers ? link.client : link.broker;
        Socket to = toBrokers ? link.broker : link.client;
        ProxyGate own = toBrokers ? link.toBroker : link.toClient;
        ProxyFlow flow = flow(direction);
        byte[] chunk = new byte[CHUNK_BYTES];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            int size = 0;
            while (size >= 0) {
                flow.awaitOpen();
                own.awaitOpen();
                size = in.read(chunk);
                // What was read as the gate fell is held, too.
                flow.awaitOpen();
                own.awaitOpen();
                int allowed = flow.take(Math.max(0, size));
                witness.onBytes(link.connection, direction, chunk, allowed);
                out.write(chunk, 0, allowed);
                if (allowed < size) {
                    break;
                }
            }
        } catch (IOException gone) {
            // One side is gone: so is the other.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            links.remove(link);
            link.reset();
        }
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException gone) {
            // Closed already.
        }
        try {
            socket.close();
        } catch (IOException gone) {
            // Closed already.
        }
    }

    private record Link(int connection, Socket client, Socket broker, ProxyGate toBroker, ProxyGate toClient) {
        void reset() {
            TcpProxy.reset(client);
            TcpProxy.reset(broker);
            toBroker.setStalled(false);
            toClient.setStalled(false);
        }
    }
}
