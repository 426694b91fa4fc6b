package dev.ringpost.bench.peer;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import dev.ringpost.bench.contestant.Contestant;
import dev.ringpost.bench.contestant.ContestantMain;
import dev.ringpost.bench.contestant.ContestantOptions;
import dev.ringpost.bench.wire.BenchMessage;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * amqp-client's {@code basicPublish} with asynchronous confirms, on its blocking transport or, with {@code netty} as
 * first argument, on Netty. One publishing thread, one channel; everything not named here is at its default.
 */
public final class BasicPublish implements Contestant {
    private enum Transport {
        BLOCKING,
        NETTY
    }

    private final Transport transport;
    private final AMQP.BasicProperties properties = BenchMessage.properties();
    private @Nullable Connection connection;
    private @Nullable Channel channel;
    private ConfirmWindow window = new ConfirmWindow(1);
    private byte[] body = new byte[0];

    private BasicPublish(Transport transport) {
        this.transport = transport;
    }

    public static void main(String[] args) {
        boolean netty = args.length > 0 && args[0].equals("netty");
        ContestantMain.run(
                () -> new BasicPublish(netty ? Transport.NETTY : Transport.BLOCKING),
                netty ? Arrays.copyOfRange(args, 1, args.length) : args);
    }

    @Override
    public String name() {
        return transport == Transport.NETTY ? "basicPublish netty" : "basicPublish";
    }

    @Override
    public void open(ContestantOptions options) throws Exception {
        ConnectionFactory factory = ClientFactory.of(options);
        if (transport == Transport.NETTY) {
            factory.netty();
        }
        Connection opened = factory.newConnection("ringpost-bench");
        connection = opened;
        channel = opened.createChannel();
        channel.confirmSelect();
        window = new ConfirmWindow(options.windowMessages());
        channel.addConfirmListener(window);
        body = BenchMessage.body(options.bodyBytes());
    }

    @Override
    public void publish(long messageCount) throws Exception {
        Channel target = channel;
        if (target == null) {
            throw new IllegalStateException("not open");
        }
        for (long i = 0; i < messageCount; i++) {
            window.register(target.getNextPublishSeqNo(), body);
            target.basicPublish(BenchMessage.EXCHANGE, BenchMessage.ROUTING_KEY, properties, body);
        }
        window.awaitAllConfirmed();
    }

    @Override
    public long confirmedCount() {
        return window.confirmedCount();
    }

    @Override
    public String verified() {
        return "each message confirmed exactly once by its own place in the window, no nack";
    }

    @Override
    public void close() throws IOException {
        Connection opened = connection;
        if (opened != null) {
            opened.close();
        }
    }
}
