package dev.ringpost.faults;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DeliverCallback;
import com.rabbitmq.client.Delivery;
import dev.ringpost.RecordFormat;
import dev.ringpost.consumer.ReceivedRecord;
import dev.ringpost.consumer.RecordReadException;
import dev.ringpost.consumer.RecordReader;
import dev.ringpost.testing.BrokerClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Reads everything that a round left in its queues, record by record, straight from a node and in each queue's order. Acknowledged by hand and
 * bounded by a prefetch, so that a full queue does not become a full heap.
 */
final class Readback {

    private static final int PREFETCH = 1_000;
    private static final int ACK_EVERY = 250;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final RecordReader READER = new RecordReader();

    private Readback() {}

    /** Empties the queues into the history; nobody may publish to them meanwhile. */
    static void into(History history, Site site) throws Exception {
        for (String queue : Scene.queues()) {
            try (BrokerClient client = site.client()) {
                drain(client.channel(), queue, history);
            }
        }
    }

    private static void drain(Channel channel, String queue, History history) throws Exception {
        byte[] end = BrokerClient.uniqueName("end-of-queue").getBytes(StandardCharsets.UTF_8);
        CountDownLatch ended = new CountDownLatch(1);
        AtomicReference<Exception> failure = new AtomicReference<>();
        int[] unacknowledged = {0}; // the consumer's thread alone
        DeliverCallback onMessage = (consumer, message) -> {
            boolean isEnd = Arrays.equals(message.getBody(), end);
            if (!isEnd) {
                try {
                    read(message, history);
                } catch (RuntimeException e) {
                    failure.compareAndSet(null, e);
                }
            }
            if (++unacknowledged[0] == ACK_EVERY || isEnd) {
                channel.basicAck(message.getEnvelope().getDeliveryTag(), true);
                unacknowledged[0] = 0;
            }
            if (isEnd) {
                ended.countDown();
            }
        };
        channel.confirmSelect();
        channel.basicPublish("", queue, null, end);
        channel.waitForConfirmsOrDie(PATIENCE.toMillis());
        channel.basicQos(PREFETCH);
        String tag = channel.basicConsume(
                queue,
                false,
                onMessage,
                consumer -> failure.compareAndSet(null, new IOException("queue " + queue + " was deleted")));
        if (!ended.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("queue " + queue + " was not read to its end within " + PATIENCE, failure.get());
        }
        channel.basicCancel(tag);
        Exception error = failure.get();
        if (error != null) {
            throw error;
        }
    }

    private static void read(Delivery message, History history) {
        BasicProperties properties = message.getProperties();
        Map<String, Object> headers = properties.getHeaders() == null ? Map.of() : properties.getHeaders();
        boolean isBatch = headers.containsKey(RecordFormat.FORMAT_HEADER)
                || headers.containsKey(RecordFormat.SPRING_FORMAT_HEADER);
        byte[] body = message.getBody();
        try {
            for (ReceivedRecord each :
                    READER.read(properties.getContentType(), properties.getContentEncoding(), headers, body)) {
                history.consumed(each.bytes(), body.length, isBatch);
            }
        } catch (RecordReadException e) {
            history.unreadable(e.toString());
        }
    }
}
