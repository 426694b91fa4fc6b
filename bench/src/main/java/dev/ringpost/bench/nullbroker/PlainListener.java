package dev.ringpost.bench.nullbroker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ByteChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** TCP on a free loopback port. */
final class PlainListener implements Listener {
    private final ServerSocketChannel server;
    private final int port;

    PlainListener() throws IOException {
        server = ServerSocketChannel.open();
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        port = ((InetSocketAddress) server.getLocalAddress()).getPort();
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public ByteChannel accept() throws IOException {
        SocketChannel socket = server.accept();
        socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
        return socket;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
