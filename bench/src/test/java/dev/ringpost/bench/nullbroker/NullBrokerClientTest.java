package dev.ringpost.bench.nullbroker;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DefaultConsumer;
import dev.ringpost.bench.wire.BenchMessage;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The null broker as amqp-client sees it, on both transports. */
@Timeout(60)
class NullBrokerClientTest {
    private static final long CONFIRM_TIMEOUT_MS = TimeUnit.SECONDS.toMillis(20);

    /** Around the payload of a frame of frame_max 131,072, and of several of them; the last is above the read buffer. */
    private static final List<Integer> ODD_BODY_BYTES =
            List.of(0, 1, 2, 255, 8_191, 131_063, 131_064, 131_065, 262_127, 262_128, 262_129, 1_000_003);

    private NullBroker broker;

    @BeforeEach
    void startBroker() throws Exception {
        broker = NullBroker.start(2 * 131_072);
    }

    @AfterEach
    void closeBroker() throws Exception {
        broker.close();
    }

    @ParameterizedTest(name = "netty {0}")
    @ValueSource(booleans = {false, true})
    void confirmsBodiesOfOddSizes(boolean netty) throws Exception {
        long bodyBytes = 0;
        long messageCount = 0;
        try (Connection connection = connect(netty)) {
            Channel channel = connection.createChannel();
            channel.confirmSelect();
            for (int repeat = 0; repeat < 20; repeat++) {
                for (int size : ODD_BODY_BYTES) {
                    publish(channel, size + repeat);
                    bodyBytes += size + repeat;
                    messageCount++;
                }
            }
            assertThat(channel.waitForConfirms(CONFIRM_TIMEOUT_MS)).isTrue();
        }
        assertCounted(messageCount, bodyBytes);
    }

    @Test
    void confirmsOnEachOfManyChannels() throws Exception {
        try (Connection connection = connect(false)) {
            for (int number : new int[] {1, 17, 300, 2047}) {
                Channel channel = connection.createChannel(number);
                channel.confirmSelect();
                for (int i = 0; i < 1_000; i++) {
                    publish(channel, 10);
                }
                assertThat(channel.waitForConfirms(CONFIRM_TIMEOUT_MS)).isTrue();
                channel.close();
            }
        }
        assertCounted(4_000, 40_000);
    }

    @Test
    void countsPublishesBeforeConfirmModeButGivesThemNoTag() throws Exception {
        try (Connection connection = connect(false)) {
            Channel channel = connection.createChannel();
            publish(channel, 7);
            channel.confirmSelect();
            publish(channel, 8);
            assertThat(channel.waitForConfirms(CONFIRM_TIMEOUT_MS)).isTrue();
        }
        assertCounted(2, 15);
    }

    @Test
    void answersTheTopologyMethods() throws Exception {
        try (Connection connection = connect(false)) {
            Channel channel = connection.createChannel();
            channel.exchangeDeclare("some.exchange", "topic", true);
            channel.exchangeDeclarePassive("some.exchange");
            assertThat(channel.queueDeclare().getQueue()).isNotEmpty();
            assertThat(channel.queueDeclarePassive("some.queue").getQueue()).isEqualTo("some.queue");
            channel.queueBind("some.queue", "some.exchange", "key");
            channel.basicQos(10);
            String tag = channel.basicConsume("some.queue", new DefaultConsumer(channel));
            assertThat(tag).isNotEmpty();
            channel.basicCancel(tag);
            channel.close();
        }
        assertCounted(0, 0);
    }

    private Connection connect(boolean netty) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri("amqp://guest:guest@127.0.0.1:" + broker.port());
        if (netty) {
            factory.netty();
        }
        return factory.newConnection();
    }

    private static void publish(Channel channel, int bodyBytes) throws Exception {
        channel.basicPublish(
                BenchMessage.EXCHANGE,
                BenchMessage.ROUTING_KEY,
                BenchMessage.properties(),
                BenchMessage.body(bodyBytes));
    }

    private void assertCounted(long messageCount, long bodyBytes) {
        BrokerReport report = broker.report();
        assertThat(report.faults()).isEmpty();
        assertThat(report.messages()).isEqualTo(messageCount);
        assertThat(report.bodyBytes()).isEqualTo(bodyBytes);
    }
}
