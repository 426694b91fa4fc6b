package dev.ringpost.bench.latency;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import dev.ringpost.bench.peer.ConfirmWindow;
import dev.ringpost.bench.wire.BenchMessage;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.TimeoutException;
import java.util.function.LongConsumer;

/**
 * amqp-client's {@code basicPublish} with asynchronous confirms, on its blocking transport or on Netty. The call that is
 * measured includes the keeping of the body until its confirm, {@link ConfirmWindow#register}, since a publisher that loses
 * nothing has to do that; the engine's call does it too. Confirms are heard on the connection's thread.
 */
final class BasicPublishLatency implements LatencyContestant {
    private final Connection connection;
    private final Channel channel;
    private final ConfirmWindow window;
    private final LongConsumer onConfirmed;
    private final AMQP.BasicProperties properties = BenchMessage.properties();
    private final byte[] body = BenchMessage.body(BODY_BYTES);

    /** Of number 0; changes only while nothing is in flight. */
    private volatile long firstTag;

    private BasicPublishLatency(Connection connection, Channel channel, LongConsumer onConfirmed) {
        this.connection = connection;
        this.channel = channel;
        this.onConfirmed = onConfirmed;
        this.window = new ConfirmWindow(WINDOW_MESSAGES, this::onConfirmedTag);
    }

    static BasicPublishLatency open(URI uri, boolean isNetty, LongConsumer onConfirmed) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(uri);
        if (isNetty) {
            factory.netty();
        }
        Connection connection = factory.newConnection("ringpost-bench");
        Channel channel = connection.createChannel();
        channel.confirmSelect();
        BasicPublishLatency opened = new BasicPublishLatency(connection, channel, onConfirmed);
        channel.addConfirmListener(opened.window);
        return opened;
    }

    private void onConfirmedTag(long tag) {
        onConfirmed.accept(tag - firstTag);
    }

    @Override
    public void publish(long number) throws IOException, InterruptedException {
        long tag = channel.getNextPublishSeqNo();
        if (number == 0) {
            firstTag = tag;
        }
        window.register(tag, body);
        channel.basicPublish(BenchMessage.EXCHANGE, BenchMessage.ROUTING_KEY, properties, body);
    }

    @Override
    public void awaitAllConfirmed() throws InterruptedException, IOException, TimeoutException {
        window.awaitAllConfirmed();
    }

    @Override
    public long confirmedCount() {
        return window.confirmedCount();
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
