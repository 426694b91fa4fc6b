package dev.ringpost.cli.base;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DefaultSaslConfig;
import dev.ringpost.BrokerUri;
import dev.ringpost.EngineSettings;
import dev.ringpost.tls.TlsMaterialException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/**
 * Connections of the command's own, beside those of the engine but made as those are: same login, same TLS, and every
 * wait for the broker bounded by the connect timeout. Any thread may call any method.
 */
public final class PlainConnections {

    private PlainConnections() {}

    /**
     * Connects to the first of the brokers that answers.
     *
     * @param settings whose brokers
     * @param name what the broker shows of the connection
     * @throws IOException the last broker's error
     * @throws TimeoutException if a broker accepted the connection and then said nothing
     */
    public static Connection toFirst(EngineSettings settings, String name) throws IOException, TimeoutException {
        IOException last = new IOException("no broker");
        for (BrokerUri uri : settings.uris()) {
            try {
                return to(uri, settings, name);
            } catch (IOException e) {
                last = e;
            }
        }
        throw last;
    }

    /** Connects to one broker; errors as {@link #toFirst}. */
    public static Connection to(BrokerUri uri, EngineSettings settings, String name)
            throws IOException, TimeoutException {
        return factory(uri, settings).newConnection(name);
    }

    private static ConnectionFactory factory(BrokerUri uri, EngineSettings settings) throws IOException {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost(uri.host());
        factory.setPort(uri.port());
        factory.setUsername(uri.user());
        factory.setPassword(uri.password());
        factory.setVirtualHost(uri.virtualHost());
        if (uri.tls()) {
            try {
                factory.setSocketFactory(settings.connecting().tlsFor(uri).newSocketFactory());
            } catch (TlsMaterialException e) {
                throw new IOException(e.getMessage(), e);
            }
        }
        if (settings.connecting().externalFor(uri)) {
            factory.setSaslConfig(DefaultSaslConfig.EXTERNAL);
        }
        factory.setAutomaticRecoveryEnabled(false);
        factory.setTopologyRecoveryEnabled(false);
        Duration ownHeartbeat = uri.heartbeat();
        Duration heartbeat = ownHeartbeat == null ? settings.timeouts().heartbeat() : ownHeartbeat;
        factory.setRequestedHeartbeat((int) heartbeat.toSeconds());
        Duration own = uri.connectTimeout();
        Duration usual = settings.timeouts().connect();
        int connectTimeoutMs = (int) (own == null ? usual : own).toMillis();
        factory.setConnectionTimeout(connectTimeoutMs);
        factory.setHandshakeTimeout(connectTimeoutMs);
        factory.setShutdownTimeout(connectTimeoutMs);
        factory.setChannelRpcTimeout(connectTimeoutMs);
        return factory;
    }
}
