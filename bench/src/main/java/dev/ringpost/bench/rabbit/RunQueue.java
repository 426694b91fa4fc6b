package dev.ringpost.bench.rabbit;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import dev.ringpost.QueueType;
import dev.ringpost.bench.wire.BenchMessage;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The queue of one run, empty at its start and deleted at its end. One thread.
 *
 * <p>A stream is one segment for a whole run: RabbitMQ may begin each further one with an entry of its own that takes an
 * offset, and then offsets would not be a count of messages.
 */
public final class RunQueue implements AutoCloseable {
    /** The largest that RabbitMQ allows, and more than a run writes. */
    private static final long STREAM_SEGMENT_BYTES = 3_000_000_000L;

    private static final long COUNT_TIMEOUT_S = 20;
    private static final long POLL_MS = 50;

    private final int streamPort;
    private final QueueType type;
    private final Connection connection;
    private final Channel channel;

    private RunQueue(int streamPort, QueueType type, Connection connection, Channel channel) {
        this.streamPort = streamPort;
        this.type = type;
        this.connection = connection;
        this.channel = channel;
    }

    /** Declares it; it must not be there yet. */
    public static RunQueue declare(RabbitNode node, QueueType type) throws IOException, TimeoutException {
        return declare(node.amqpPort(), node.streamPort(), type, arguments(type));
    }

    /** Declares a classic one without arguments, for any broker on loopback. */
    public static RunQueue declarePlain(int amqpPort) throws IOException, TimeoutException {
        return declare(amqpPort, 0, QueueType.CLASSIC, Map.of());
    }

    private static RunQueue declare(int amqpPort, int streamPort, QueueType type, Map<String, Object> arguments)
            throws IOException, TimeoutException {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost("127.0.0.1");
        factory.setPort(amqpPort);
        Connection connection = factory.newConnection("ringpost-bench-queue");
        try {
            Channel channel = connection.createChannel();
            channel.queueDeclare(BenchMessage.ROUTING_KEY, true, false, false, arguments);
            return new RunQueue(streamPort, type, connection, channel);
        } catch (IOException | RuntimeException e) {
            connection.abort();
            throw e;
        }
    }

    private static Map<String, Object> arguments(QueueType type) {
        Map<String, Object> arguments = new LinkedHashMap<>();
        arguments.put("x-queue-type", type.argument());
        if (type == QueueType.STREAM) {
            arguments.put("x-max-length-bytes", STREAM_SEGMENT_BYTES);
            arguments.put("x-stream-max-segment-size-bytes", STREAM_SEGMENT_BYTES);
        }
        return arguments;
    }

    /** What the broker says of itself, such as its version. */
    public Map<String, Object> serverProperties() {
        return connection.getServerProperties();
    }

    /**
     * How many messages the queue has taken in, once that is as many as expected or has had time to become so. Of a stream
     * it is the last offset and one.
     */
    public long awaitCount(long expected) throws IOException, InterruptedException {
        if (type == QueueType.STREAM) {
            return StreamTail.awaitLastOffset(streamPort, BenchMessage.ROUTING_KEY, expected - 1, COUNT_TIMEOUT_S) + 1;
        }
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(COUNT_TIMEOUT_S);
        long count = channel.messageCount(BenchMessage.ROUTING_KEY);
        while (count != expected && System.nanoTime() - deadlineNs < 0) {
            Thread.sleep(POLL_MS);
            count = channel.messageCount(BenchMessage.ROUTING_KEY);
        }
        return count;
    }

    @Override
    public void close() throws IOException {
        try {
            if (channel.isOpen()) {
                channel.queueDelete(BenchMessage.ROUTING_KEY);
            }
        } finally {
            connection.abort();
        }
    }
}
