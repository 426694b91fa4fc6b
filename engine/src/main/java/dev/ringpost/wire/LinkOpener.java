package dev.ringpost.wire;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DefaultSaslConfig;
import com.rabbitmq.client.ShutdownSignalException;
import com.rabbitmq.client.impl.AMQConnection;
import com.rabbitmq.client.impl.ChannelN;
import com.rabbitmq.client.impl.SocketFrameHandler;
import dev.ringpost.BrokerRefusedException;
import dev.ringpost.BrokerUnreachableException;
import dev.ringpost.BrokerUri;
import dev.ringpost.EngineSettings;
import dev.ringpost.FrameEncoding;
import dev.ringpost.PublishOptions;
import dev.ringpost.Reply;
import dev.ringpost.tls.TlsMaterialException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Opens links. One for each lane; {@link #open} on one thread at a time, {@link #cancel} from any. */
public final class LinkOpener {

    private static final int SEND_BUFFER_BYTES = 256 * 1024;

    private final Settings settings;
    private final ThreadFactory threads;
    private volatile AmqpLink.@Nullable SocketHolder opening;
    private volatile boolean cancelled;

    /**
     * What does not change from one connection to the next, but for what a broker's URI says itself.
     *
     * @param connectionName the connection's name at the broker
     * @param connectTimeoutMs for the TCP connect, and again for the handshake
     * @param heartbeatSeconds AMQP heartbeat interval
     * @param frameEncoding how frames are made
     * @param connecting TLS and login
     * @param replies takes direct replies without waiting and answers whether it did, or {@code null} for none
     */
    public record Settings(
            String connectionName,
            int connectTimeoutMs,
            int heartbeatSeconds,
            FrameEncoding frameEncoding,
            EngineSettings.Connecting connecting,
            @Nullable Predicate<Reply> replies) {}

    /** With the owner's threads. */
    public LinkOpener(Settings settings, ThreadFactory threads) {
        this.settings = settings;
        this.threads = threads;
    }

    /**
     * Connects, opens the pinned channel and puts it in confirm mode.
     *
     * @param uri where to
     * @param listener told everything from now on
     * @throws BrokerUnreachableException if nobody answers
     * @throws BrokerRefusedException if somebody does and refuses, or is refused for a certificate
     */
    public PinnedChannel open(BrokerUri uri, LinkListener listener) {
        AmqpLink.SocketHolder socket = new AmqpLink.SocketHolder();
        opening = socket;
        if (cancelled) {
            throw new BrokerUnreachableException("connecting to " + uri.address() + " was cancelled", null);
        }
        try {
            ConnectionFactory factory = factory(uri, socket);
            AMQConnection connection = (AMQConnection) factory.newConnection(settings.connectionName());
            ChannelN channel = (ChannelN) connection.createChannel(FrameLayout.PINNED_CHANNEL);
            if (channel == null) {
                throw new BrokerRefusedException(uri.address() + " allows no channel on a connection", null);
            }
            channel.confirmSelect();
            Predicate<Reply> replies = settings.replies();
            if (replies != null) {
                channel.basicConsume(PublishOptions.DIRECT_REPLY_TO, true, new ReplyConsumer(channel, replies));
            }
            Channel control = pastTheLastAnswer(connection);
            // The broker takes the name from the certificate, by rules of its own.
            String user = settings.connecting().externalFor(uri) ? null : uri.user();
            AmqpLink link =
                    new AmqpLink(connection, channel, control, socket, batchFor(connection), user, uri.address());
            link.listen(listener);
            return link;
        } catch (IOException | TimeoutException | ShutdownSignalException e) {
            socket.cut();
            throw new ConnectErrors(
                            uri,
                            settings.connecting().tlsFor(uri).hasKey(),
                            settings.connecting().externalFor(uri))
                    .explained(e);
        } catch (TlsMaterialException e) {
            throw new BrokerRefusedException("no TLS connection to " + uri.address() + ": " + e.getMessage(), e);
        } catch (RuntimeException | Error e) {
            socket.cut();
            throw e;
        } finally {
            opening = null;
        }
    }

    /**
     * Waits until the client's reading thread is done with what came last on the pinned channel. When it has woken who waits
     * for an answer, it takes that channel's lock once more; a first write that is quicker, and gets stuck, would hold that
     * lock, and nobody would notice that heartbeats are missing. An answer on another channel shows that it is past that.
     *
     * @return that channel, or {@code null} if the broker allows no second one: then there is no telling
     */
    private static @Nullable Channel pastTheLastAnswer(AMQConnection connection) throws IOException {
        return connection.createChannel();
    }

    /** Ends an {@link #open} in progress and all later ones. */
    public void cancel() {
        cancelled = true;
        AmqpLink.SocketHolder socket = opening;
        if (socket != null) {
            socket.cut();
        }
    }

    /** Visible for its test. */
    ConnectionFactory factory(BrokerUri uri, AmqpLink.SocketHolder socket) {
        Duration ownTimeout = uri.connectTimeout();
        Duration ownHeartbeat = uri.heartbeat();
        int connectTimeoutMs = ownTimeout == null ? settings.connectTimeoutMs() : (int) ownTimeout.toMillis();
        ConnectionFactory factory = uri.tls()
                ? new TlsConnectionFactory(settings.connecting().tlsFor(uri).newSocketFactory())
                : new ConnectionFactory();
        factory.setHost(uri.host());
        factory.setPort(uri.port());
        factory.setUsername(uri.user());
        factory.setPassword(uri.password());
        factory.setVirtualHost(uri.virtualHost());
        if (settings.connecting().externalFor(uri)) {
            factory.setSaslConfig(DefaultSaslConfig.EXTERNAL);
        }
        // Its recovery drops what is in flight and can shift delivery tags; the lane has its own.
        factory.setAutomaticRecoveryEnabled(false);
        factory.setTopologyRecoveryEnabled(false);
        factory.setConnectionTimeout(connectTimeoutMs);
        factory.setHandshakeTimeout(connectTimeoutMs);
        factory.setShutdownTimeout(connectTimeoutMs);
        factory.setChannelRpcTimeout(connectTimeoutMs);
        factory.setChannelShouldCheckRpcResponseType(true);
        factory.setRequestedHeartbeat(
                ownHeartbeat == null ? settings.heartbeatSeconds() : (int) ownHeartbeat.toSeconds());
        factory.setThreadFactory(threads);
        factory.setExceptionHandler(new QuietExceptionHandler(socket::cutFor));
        // After, not instead of, the default one: that turns Nagle's algorithm off.
        factory.setSocketConfigurator(factory.getSocketConfigurator().andThen(opened -> {
            opened.setSendBufferSize(SEND_BUFFER_BYTES);
            socket.hold(opened);
        }));
        return factory;
    }

    private MessageBatch batchFor(AMQConnection connection) {
        FrameEncoding encoding = settings.frameEncoding();
        boolean templates = encoding == FrameEncoding.TEMPLATE
                || (encoding == FrameEncoding.AUTO
                        && connection.getFrameHandler() instanceof SocketFrameHandler
                        && FrameSelfCheck.passed());
        return templates ? new TemplateBatch(connection.getFrameMax()) : new LibraryBatch(connection.getFrameMax());
    }
}
