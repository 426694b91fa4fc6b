package dev.ringpost.cli;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DefaultSaslConfig;
import com.rabbitmq.client.Method;
import com.rabbitmq.client.ShutdownSignalException;
import dev.ringpost.BrokerUri;
import dev.ringpost.EngineSettings;
import dev.ringpost.tls.TlsMaterialException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Checks the destination before a run and reads the queue's depth after it, each over a connection of its own that is
 * gone afterwards. Every wait is bounded by the timeout. Used by one thread.
 */
final class QueueProbe {

    private static final int GOODBYE_MS = 500;
    private static final int NOT_FOUND = 404;
    private static final long POLL_NS = 100_000_000;
    private static final int STABLE_POLLS = 10;
    private static final int MAX_POLLS = 50;
    private static final long RETRY_NS = 500_000_000;
    private static final int MAX_TRIES = 10;

    private final EngineSettings settings;

    /** Connects as an engine with these settings does. */
    QueueProbe(EngineSettings settings) {
        this.settings = settings;
    }

    /** What is done with an open connection. */
    private interface Work<T extends @Nullable Object> {
        T on(Connection connection) throws IOException, InterruptedException;
    }

    /**
     * Makes sure that the exchange is there, and the queue: one that exists is taken as it is, else a durable one is
     * declared.
     *
     * @return the queue's depth, 0 without a queue
     * @throws CommandFailure if one of them is missing or refused
     */
    long prepare(Destination destination) throws InterruptedException {
        try {
            return with(connection -> {
                if (!destination.exchange().isEmpty()) {
                    checkExchange(connection, destination.exchange());
                }
                String queue = destination.queue();
                return queue == null ? 0L : declare(connection, queue);
            });
        } catch (IOException | TimeoutException | ShutdownSignalException e) {
            throw new CommandFailure(
                    ExitCodes.UNREACHABLE,
                    "the broker does not answer a second connection (" + reason(e) + "): check that it runs well",
                    e);
        }
    }

    /**
     * A queue's depth as far as it is known.
     *
     * @param messages the depth, or {@code null} if it could not be read
     * @param whyUnknown then why, else {@code null}
     */
    record Depth(@Nullable Long messages, @Nullable String whyUnknown) {}

    /**
     * The queue's depth, read until it is what is expected or does not change for a second, as a broker may count late.
     * A broker that does not answer, as one that just came back may not, is asked again for some seconds.
     */
    Depth depth(String queue, long expected, StopRequest stop) throws InterruptedException {
        String why = "not asked";
        for (int i = 0; i < MAX_TRIES; i++) {
            try {
                return new Depth(stableDepth(queue, expected, stop), null);
            } catch (IOException | TimeoutException | ShutdownSignalException e) {
                why = reason(e);
                if (closeCode(e) == NOT_FOUND || stop.awaitAtOnce(RETRY_NS)) {
                    break;
                }
            }
        }
        return new Depth(null, why);
    }

    private long stableDepth(String queue, long expected, StopRequest stop)
            throws IOException, TimeoutException, InterruptedException {
        return with(connection -> {
            long depth = passiveDepth(connection, queue);
            int stable = 0;
            for (int i = 0; i < MAX_POLLS && depth != expected && stable < STABLE_POLLS; i++) {
                if (stop.awaitAtOnce(POLL_NS)) {
                    break;
                }
                long next = passiveDepth(connection, queue);
                stable = next == depth ? stable + 1 : 0;
                depth = next;
            }
            return depth;
        });
    }

    private static void checkExchange(Connection connection, String exchange) throws IOException {
        Channel channel = connection.createChannel();
        try {
            channel.exchangeDeclarePassive(exchange);
        } catch (IOException e) {
            throw refused("exchange \"" + exchange + "\"", "declare it at the broker first, or check the name", e);
        }
    }

    private static long declare(Connection connection, String queue) throws IOException {
        try {
            return passiveDepth(connection, queue);
        } catch (IOException e) {
            if (closeCode(e) != NOT_FOUND) {
                throw refused("queue \"" + queue + "\"", "use another queue, or the user that may", e);
            }
        }
        try {
            return connection
                    .createChannel()
                    .queueDeclare(queue, true, false, false, null)
                    .getMessageCount();
        } catch (IOException e) {
            throw refused("queue \"" + queue + "\"", "declare it at the broker first, or use another one", e);
        }
    }

    private static long passiveDepth(Connection connection, String queue) throws IOException {
        Channel channel = connection.createChannel();
        long depth = channel.queueDeclarePassive(queue).getMessageCount();
        try {
            channel.close();
        } catch (TimeoutException e) {
            throw new IOException(e);
        }
        return Integer.toUnsignedLong((int) depth);
    }

    /** Turns the broker's refusal into a sentence; any other error is passed on. */
    private static CommandFailure refused(String what, String toDo, IOException error) throws IOException {
        if (closeCode(error) == 0) {
            throw error;
        }
        String happened = closeCode(error) == NOT_FOUND ? " does not exist" : " was refused by the broker";
        return new CommandFailure(ExitCodes.USAGE, what + happened + " (" + reason(error) + "): " + toDo, error);
    }

    private <T extends @Nullable Object> T with(Work<T> work)
            throws IOException, TimeoutException, InterruptedException {
        Connection connection = connect();
        try {
            return work.on(connection);
        } finally {
            connection.abort(GOODBYE_MS);
        }
    }

    private Connection connect() throws IOException, TimeoutException {
        IOException last = new IOException("no broker");
        for (BrokerUri uri : settings.uris()) {
            try {
                return factory(uri).newConnection("ringpost-probe");
            } catch (IOException e) {
                last = e;
            }
        }
        throw last;
    }

    private ConnectionFactory factory(BrokerUri uri) throws IOException {
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
        Duration own = uri.connectTimeout();
        Duration usual = settings.timeouts().connect();
        int connectTimeoutMs = (int) (own == null ? usual : own).toMillis();
        factory.setConnectionTimeout(connectTimeoutMs);
        factory.setHandshakeTimeout(connectTimeoutMs);
        factory.setShutdownTimeout(connectTimeoutMs);
        factory.setChannelRpcTimeout(connectTimeoutMs);
        return factory;
    }

    /** The code with which the broker closed the channel or connection, or 0 if it did not. */
    private static int closeCode(Throwable error) {
        Method method = closeMethod(error);
        if (method instanceof AMQP.Channel.Close close) {
            return close.getReplyCode();
        }
        return method instanceof AMQP.Connection.Close close ? close.getReplyCode() : 0;
    }

    private static String reason(Throwable error) {
        Method method = closeMethod(error);
        if (method instanceof AMQP.Channel.Close close) {
            return close.getReplyText();
        }
        return method instanceof AMQP.Connection.Close close ? close.getReplyText() : error.toString();
    }

    private static @Nullable Method closeMethod(Throwable error) {
        for (Throwable at = error; at != null; at = at.getCause()) {
            if (at instanceof ShutdownSignalException signal) {
                return signal.getReason();
            }
        }
        return null;
    }
}
