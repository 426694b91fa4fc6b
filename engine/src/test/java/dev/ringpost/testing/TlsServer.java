package dev.ringpost.testing;

import dev.ringpost.testing.TestAuthority.Issued;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Objects;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/** Answers TLS with a certificate of the test's choice, and nothing else: for connects that end there. */
public final class TlsServer implements AutoCloseable {

    private final SSLServerSocket server;

    private TlsServer(SSLServerSocket server) {
        this.server = server;
    }

    /** Starts one that shows this certificate; a file is made in the directory. */
    public static TlsServer start(Issued shown, Path directory) {
        String password = "server";
        try (var in = Files.newInputStream(shown.writePkcs12(directory.resolve("server.p12"), password))) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, password.toCharArray());
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, password.toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            TlsServer started = new TlsServer((SSLServerSocket)
                    context.getServerSocketFactory().createServerSocket(0, 10, InetAddress.getLoopbackAddress()));
            Thread thread = new Thread(started::acceptAll, "tls-server");
            thread.setDaemon(true);
            thread.start();
            return started;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Where it listens on 127.0.0.1. */
    public int port() {
        return server.getLocalPort();
    }

    private void acceptAll() {
        while (!server.isClosed()) {
            try (Socket socket = Objects.requireNonNull(server.accept())) {
                socket.setSoTimeout(5_000);
                socket.getInputStream().readNBytes(8); // the handshake, and AMQP's greeting if that comes
            } catch (IOException e) {
                // The client did not like it.
            }
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
