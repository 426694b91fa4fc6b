package dev.ringpost.cli;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import dev.ringpost.EngineSettings;
import dev.ringpost.QueueType;
import dev.ringpost.cli.base.PlainConnections;
import dev.ringpost.cli.base.Refusal;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Checks the destination before a run and reads the queue's depth after it, each over a connection of its own that is
 * gone afterwards. Every wait is bounded by the timeout. Used by one thread.
 */
final class QueueProbe {

    private static final int GOODBYE_MS = 500;
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
     * declared; either is declared in any case if its type is given.
     *
     * @return the queue's depth, 0 without a queue
     * @throws CommandFailure if one of them is missing or refused
     */
    long prepare(Destination destination, Declarations declarations) throws InterruptedException {
        try {
            return with(connection -> {
                if (!destination.exchange().isEmpty()) {
                    exchange(connection, destination.exchange(), declarations.exchangeType());
                }
                String queue = destination.queue();
                if (queue == null) {
                    return 0L;
                }
                QueueType type = declarations.queueType();
                long depth = type == null ? declare(connection, queue) : declare(connection, queue, type);
                bind(connection, destination, declarations.bindingKey());
                return depth;
            });
        } catch (IOException | TimeoutException | ShutdownSignalException e) {
            throw new CommandFailure(
                    ExitCodes.UNREACHABLE,
                    "the broker does not answer a second connection (" + Refusal.text(e) + "): check that it runs well",
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
                why = Refusal.text(e);
                if (Refusal.code(e) == Refusal.NOT_FOUND || stop.awaitAtOnce(RETRY_NS)) {
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

    private static void exchange(Connection connection, String exchange, @Nullable String type) throws IOException {
        Channel channel = connection.createChannel();
        try {
            if (type == null) {
                channel.exchangeDeclarePassive(exchange);
            } else {
                channel.exchangeDeclare(exchange, type, true);
            }
        } catch (IOException e) {
            throw refused(
                    "exchange \"" + exchange + "\"",
                    type == null
                            ? "declare it at the broker first or with --exchange-type, or check the name"
                            : "check --exchange-type, or leave it out if the exchange is there",
                    e);
        }
    }

    private static void bind(Connection connection, Destination destination, @Nullable String key) throws IOException {
        if (key == null) {
            return;
        }
        try {
            connection.createChannel().queueBind(destination.queue(), destination.exchange(), key);
        } catch (IOException e) {
            throw refused("binding queue \"" + destination.queue() + "\"", "bind it at the broker", e);
        }
    }

    private static long declare(Connection connection, String queue, QueueType type) throws IOException {
        try {
            return connection
                    .createChannel()
                    .queueDeclare(queue, true, false, false, Map.of("x-queue-type", type.argument()))
                    .getMessageCount();
        } catch (IOException e) {
            throw refused("queue \"" + queue + "\"", "check --queue-type, or leave it out if the queue is there", e);
        }
    }

    private static long declare(Connection connection, String queue) throws IOException {
        try {
            return passiveDepth(connection, queue);
        } catch (IOException e) {
            if (Refusal.code(e) != Refusal.NOT_FOUND) {
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
        if (Refusal.code(error) == 0) {
            throw error;
        }
        String happened = Refusal.code(error) == Refusal.NOT_FOUND ? " does not exist" : " was refused by the broker";
        return new CommandFailure(ExitCodes.USAGE, what + happened + " (" + Refusal.text(error) + "): " + toDo, error);
    }

    private <T extends @Nullable Object> T with(Work<T> work)
            throws IOException, TimeoutException, InterruptedException {
        Connection connection = PlainConnections.toFirst(settings, "ringpost-probe");
        try {
            return work.on(connection);
        } finally {
            connection.abort(GOODBYE_MS);
        }
    }
}
