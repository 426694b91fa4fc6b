package dev.ringpost.bench.nullbroker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.ByteChannel;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** TLS on a free loopback port; asks clients for no certificate. */
final class TlsListener implements Listener {
    /** Room for many records, so that a slow reader does not hold a fast client up. */
    private static final int RECEIVE_BUFFER_BYTES = 1024 * 1024;

    private static final int BACKLOG = 10;

    private final SSLContext context;
    private final ServerSocket server;

    TlsListener(Path keyStore) throws IOException {
        context = ThrowawayKey.serverContext(keyStore);
        server = new ServerSocket();
        server.setReceiveBufferSize(RECEIVE_BUFFER_BYTES);
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
    }

    @Override
    public int port() {
        return server.getLocalPort();
    }

    /** The handshake comes with the connection's first read, on its own thread. */
    @Override
    public ByteChannel accept() throws IOException {
        Socket plain = server.accept();
        plain.setTcpNoDelay(true);
        SSLSocket socket = (SSLSocket) context.getSocketFactory()
                .createSocket(plain, plain.getInetAddress().getHostAddress(), plain.getPort(), true);
        socket.setUseClientMode(false);
        return new TlsChannel(plain, socket);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
