package dev.ringpost.faults.wire;

import dev.ringpost.testing.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A broker that does what a test says, over real sockets on 127.0.0.1: handshake, channels, declarations and the receipt of
 * messages go by themselves; the answers are each connection's {@link Script}, or the test's, through its {@link Peer}.
 *
 * <p><b>Threads.</b> One for accepting and one for each connection, daemons that end at {@link #close()}. Methods may be
 * called from any thread.
 */
final class ScriptedBroker implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int RECEIVE_BUFFER_BYTES = 64 * 1024; // one that stops reading is felt soon

    private final ServerSocket server;
    private final Queue<Script> next = new ConcurrentLinkedQueue<>();
    private final List<Peer> peers = new CopyOnWriteArrayList<>();
    private volatile Script last = Script.ACKING;

    private ScriptedBroker(ServerSocket server) {
        this.server = server;
    }

    /** With the scripts of the first connections; those behind them ack everything. */
    static ScriptedBroker of(Script... scripts) throws IOException {
        ServerSocket server = new ServerSocket();
        server.setReceiveBufferSize(RECEIVE_BUFFER_BYTES);
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        ScriptedBroker broker = new ScriptedBroker(server);
        broker.next.addAll(List.of(scripts));
        start("accept", broker::acceptAll);
        return broker;
    }

    /** All connections from now on follow this script. */
    ScriptedBroker thenAlways(Script script) {
        last = script;
        return this;
    }

    String uri() {
        return "amqp://guest:guest@127.0.0.1:" + server.getLocalPort() + "/";
    }

    /** All connections so far. */
    List<Peer> peers() {
        return List.copyOf(peers);
    }

    /** A connection, by its number from 1 on; waits for it. */
    Peer peer(int number) throws Exception {
        Await.until("connection " + number, PATIENCE, () -> peers.size() >= number);
        return peers.get(number - 1);
    }

    private void acceptAll() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                Script script = next.poll();
                Peer peer = new Peer(socket, script == null ? last : script);
                peers.add(peer);
                start("connection " + peers.size(), peer::run);
            } catch (IOException e) {
                if (!server.isClosed()) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }

    private static void start(String name, Runnable task) {
        Thread thread = new Thread(task, "scripted broker: " + name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
        peers.forEach(Peer::reset);
    }
}
