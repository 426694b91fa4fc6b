package dev.ringpost.bench.jmh;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import dev.ringpost.bench.run.NullBrokerProcess;
import dev.ringpost.bench.wire.BenchMessage;
import java.io.IOException;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A channel of amqp-client's in confirm mode for each thread, all on one connection to a null broker. */
@State(Scope.Thread)
public class ChannelUnderTest {
    private static final long PATIENCE_MS = 30_000;

    private final AMQP.BasicProperties properties = BenchMessage.properties();
    private Channel channel;

    /** The connection that the threads share. */
    @State(Scope.Benchmark)
    public static class Shared {
        private final List<Channel> channels = new CopyOnWriteArrayList<>();
        private NullBrokerProcess broker;
        private Connection connection;

        /** Starts the broker and connects. */
        @Setup
        public void connect()
                throws IOException, InterruptedException, URISyntaxException, GeneralSecurityException,
                        TimeoutException {
            broker = NullBrokerProcess.start();
            ConnectionFactory factory = new ConnectionFactory();
            factory.setUri(broker.uri());
            connection = factory.newConnection("ringpost-bench");
        }

        /** Ends both, after the last confirm of each channel: JMH lets one thread do this before others end. */
        @TearDown
        public void disconnect() throws IOException, InterruptedException, TimeoutException {
            NullBrokerProcess running = broker;
            try (running) {
                for (Channel channel : channels) {
                    if (!channel.waitForConfirms(PATIENCE_MS)) {
                        throw new IllegalStateException("the broker refused a message");
                    }
                }
                connection.close();
            }
        }
    }

    /** Opens the thread's channel. */
    @Setup
    public void open(Shared shared) throws IOException {
        channel = shared.connection.createChannel();
        channel.confirmSelect();
        shared.channels.add(channel);
    }

    void publish(byte[] body) throws IOException {
        channel.basicPublish(BenchMessage.EXCHANGE, BenchMessage.ROUTING_KEY, properties, body);
    }
}
