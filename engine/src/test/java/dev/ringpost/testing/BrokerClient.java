package dev.ringpost.testing;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DeliverCallback;
import com.rabbitmq.client.Delivery;
import com.rabbitmq.client.GetResponse;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * A plain amqp-client: declares what a test needs and reads back what arrived. It deletes at {@link #close()} what it
 * declared. Used by one thread.
 */
public final class BrokerClient implements AutoCloseable {

    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final int CLOSE_TIMEOUT_MS = 5_000;
    private static final AtomicLong NAMES = new AtomicLong(System.nanoTime());

    private final Connection connection;
    private final List<Deletion> deletions = new ArrayList<>();
    private Channel channel;
    private boolean keeping;

    /** Undoes a declaration. */
    private interface Deletion {
        void run() throws IOException;
    }

    private BrokerClient(Connection connection, Channel channel) {
        this.connection = connection;
        this.channel = channel;
    }

    /** Connects. */
    public static BrokerClient connect(String uri) {
        try {
            ConnectionFactory factory = new ConnectionFactory();
            factory.setUri(uri);
            factory.setAutomaticRecoveryEnabled(false);
            Connection connection = factory.newConnection("test-client");
            return new BrokerClient(connection, connection.createChannel());
        } catch (IOException | TimeoutException | URISyntaxException | GeneralSecurityException e) {
            throw new IllegalStateException("no plain connection to " + uri, e);
        }
    }

    /** The channel, for everything that is not here. */
    public Channel channel() {
        return channel;
    }

    /** A name that nothing has yet. */
    public static String uniqueName(String prefix) {
        return prefix + "-" + Long.toString(NAMES.incrementAndGet(), 36);
    }

    /** Declares a durable queue under a new name. */
    public String queue(String prefix) throws IOException {
        return queue(prefix, Map.of());
    }

    /** Declares a durable queue under a new name, with arguments. */
    public String queue(String prefix, Map<String, Object> arguments) throws IOException {
        String name = uniqueName(prefix);
        channel.queueDeclare(name, true, false, false, arguments);
        later(() -> channel.queueDelete(name));
        return name;
    }

    /** Declares a durable direct exchange under a new name. */
    public String exchange(String prefix) throws IOException {
        return exchange(prefix, "direct");
    }

    /** Declares a durable exchange under a new name. */
    public String exchange(String prefix, String type) throws IOException {
        String name = uniqueName(prefix);
        channel.exchangeDeclare(name, type, true);
        later(() -> channel.exchangeDelete(name));
        return name;
    }

    /** From now on what is declared outlives this client. */
    public void keepDeclared() {
        keeping = true;
    }

    /** Has a queue and an exchange deleted at {@link #close()}. */
    public void deleteLater(String queue, String exchange) {
        deletions.add(() -> channel.queueDelete(queue));
        deletions.add(() -> channel.exchangeDelete(exchange));
    }

    private void later(Deletion deletion) {
        if (!keeping) {
            deletions.add(deletion);
        }
    }

    /** Binds a queue. */
    public void bind(String queue, String exchange, String routingKey) throws IOException {
        channel.queueBind(queue, exchange, routingKey);
    }

    /** The next message of a queue, acknowledged; waits for it a while. */
    public GetResponse get(String queue) throws Exception {
        long startNs = System.nanoTime();
        while (System.nanoTime() - startNs < ANSWER.toNanos()) {
            GetResponse response = channel.basicGet(queue, true);
            if (response != null) {
                return response;
            }
            LockSupport.parkNanos(1_000_000);
        }
        throw new AssertionError("queue " + queue + " stays empty");
    }

    /** Messages ready in a queue. */
    public long depth(String queue) throws IOException {
        return channel.messageCount(queue);
    }

    /**
     * Consumes all that a queue holds, in its order, to the last; the engine may not publish to it meanwhile.
     *
     * @return how many messages that were
     */
    public long drain(String queue, Consumer<byte[]> sink, Duration timeout) throws Exception {
        return drainFull(queue, message -> sink.accept(message.getBody()), timeout);
    }

    /** As {@link #drain}, with properties. */
    public long drainFull(String queue, Consumer<Delivery> sink, Duration timeout) throws Exception {
        byte[] end = uniqueName("end-of-queue").getBytes(StandardCharsets.UTF_8);
        AtomicLong count = new AtomicLong();
        AtomicReference<RuntimeException> failure = new AtomicReference<>();
        CountDownLatch ended = new CountDownLatch(1);
        DeliverCallback onMessage = (consumer, message) -> {
            if (Arrays.equals(message.getBody(), end)) {
                ended.countDown();
                return;
            }
            count.incrementAndGet();
            try {
                sink.accept(message);
            } catch (RuntimeException e) {
                failure.compareAndSet(null, e);
            }
        };
        String tag = channel.basicConsume(queue, true, onMessage, consumer -> {});
        try {
            // Then only there is room for the end mark in a queue with a limit.
            Await.until("queue " + queue + " runs empty", timeout, () -> depth(queue) == 0);
            channel.basicPublish("", queue, null, end);
            if (!ended.await(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("the end mark of " + queue + " is lost behind " + count + " messages");
            }
        } finally {
            channel.basicCancel(tag);
        }
        RuntimeException error = failure.get();
        if (error != null) {
            throw error;
        }
        return count.get();
    }

    @Override
    public void close() {
        try {
            if (!channel.isOpen() && connection.isOpen()) {
                channel = connection.createChannel();
            }
            if (connection.isOpen()) {
                for (Deletion deletion : deletions) {
                    deletion.run();
                }
            }
            connection.abort(CLOSE_TIMEOUT_MS);
        } catch (IOException e) {
            throw new IllegalStateException("cannot delete what the test declared", e);
        }
    }
}
