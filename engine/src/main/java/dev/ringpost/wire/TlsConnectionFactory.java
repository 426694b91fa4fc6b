package dev.ringpost.wire;

import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.impl.FrameHandler;
import com.rabbitmq.client.impl.FrameHandlerFactory;
import com.rabbitmq.client.impl.SocketFrameHandlerFactory;
import java.io.IOException;
import java.net.Socket;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Speaks TLS over sockets that it connects as plain ones. Why not as the client does: what is cut must be the plain socket.
 * Closing a TLS socket writes a goodbye unless another write holds the lock, and linger bounds only the wait for that lock:
 * to a peer that has stopped reading, the goodbye itself can get stuck, with the thread that was to cut the connection.
 */
final class TlsConnectionFactory extends ConnectionFactory {

    private static final int MAX_INBOUND_FRAME_BYTES = 64 * 1024 * 1024;

    private final SSLSocketFactory tls;

    TlsConnectionFactory(SSLSocketFactory tls) {
        this.tls = tls;
    }

    @Override
    protected synchronized FrameHandlerFactory createFrameHandlerFactory() {
        return new TlsFrameHandlerFactory();
    }

    /** Makes the client's own frame handlers, so that a batch is written as over plain connections. */
    private final class TlsFrameHandlerFactory extends SocketFrameHandlerFactory {

        TlsFrameHandlerFactory() {
            super(
                    getConnectionTimeout(),
                    SocketFactory.getDefault(),
                    getSocketConfigurator(),
                    false,
                    null,
                    null,
                    MAX_INBOUND_FRAME_BYTES);
        }

        @Override
        public FrameHandler create(Socket connected) throws IOException {
            SSLSocket socket = (SSLSocket) tls.createSocket(connected, getHost(), getPort(), true);
            socket.setSoTimeout(getHandshakeTimeout());
            socket.startHandshake();
            return super.create(socket);
        }
    }
}
