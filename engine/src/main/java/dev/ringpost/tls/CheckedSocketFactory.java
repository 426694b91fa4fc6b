package dev.ringpost.tls;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** Makes sockets that speak the given versions of TLS only, and check the name in the broker's certificate. Thread-safe. */
final class CheckedSocketFactory extends SSLSocketFactory {

    private final SSLSocketFactory plain;
    private final List<String> protocols;
    private final boolean verifiesHostname;
    private final @Nullable String serverName;

    CheckedSocketFactory(
            SSLSocketFactory plain, List<String> protocols, boolean verifiesHostname, @Nullable String serverName) {
        this.plain = plain;
        this.protocols = protocols;
        this.verifiesHostname = verifiesHostname;
        this.serverName = serverName;
    }

    private Socket checked(Socket socket) {
        SSLSocket tls = (SSLSocket) socket;
        SSLParameters parameters = tls.getSSLParameters();
        parameters.setProtocols(protocols.toArray(String[]::new));
        parameters.setEndpointIdentificationAlgorithm(verifiesHostname ? "HTTPS" : null);
        if (serverName != null) {
            parameters.setServerNames(List.of(new SNIHostName(serverName)));
        }
        tls.setSSLParameters(parameters);
        return tls;
    }

    @Override
    public Socket createSocket() throws IOException {
        return checked(plain.createSocket());
    }

    /** Over a connection that is there. */
    @Override
    public Socket createSocket(Socket connected, String host, int port, boolean autoClose) throws IOException {
        return checked(plain.createSocket(connected, serverName == null ? host : serverName, port, autoClose));
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return checked(plain.createSocket(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        return checked(plain.createSocket(host, port, localHost, localPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return checked(plain.createSocket(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) throws IOException {
        return checked(plain.createSocket(host, port, localHost, localPort));
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return plain.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return plain.getSupportedCipherSuites();
    }
}
