package dev.ringpost.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.LongString;
import dev.ringpost.DeliveryMode;
import dev.ringpost.FrameEncoding;
import dev.ringpost.Outcome;
import dev.ringpost.Producer;
import dev.ringpost.PublishOptions;
import dev.ringpost.PublisherEngine;
import dev.ringpost.Receipt;
import dev.ringpost.testing.BrokerClient;
import dev.ringpost.testing.BrokerKind;
import dev.ringpost.testing.Brokers;
import dev.ringpost.testing.IntegrationTest;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Properties and headers as amqp-client reads them at the other end. */
@IntegrationTest
class PropertiesIT {

    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final String SOURCE = "dev.ringpost.testing.Brokers#withEncodings";
    private static final Instant TIME = Instant.ofEpochSecond(1_700_000_000L);

    @ParameterizedTest
    @MethodSource(SOURCE)
    void defaultsAreKombus(BrokerKind kind, FrameEncoding encoding, Brokers brokers) throws Exception {
        AMQP.BasicProperties read = roundTrip(brokers, kind, encoding, PublishOptions.none(), new byte[] {1});
        assertThat(read)
                .isEqualTo(new AMQP.BasicProperties.Builder()
                        .contentType("application/data")
                        .contentEncoding("binary")
                        .headers(Map.of())
                        .deliveryMode(2)
                        .priority(0)
                        .build());
    }

    @ParameterizedTest
    @MethodSource(SOURCE)
    void everyPropertyArrives(BrokerKind kind, FrameEncoding encoding, Brokers brokers) throws Exception {
        // Qpid drops a message at once that has both, timestamp and expiration.
        boolean expires = kind == BrokerKind.RABBITMQ;
        PublishOptions.Builder building = PublishOptions.builder();
        if (expires) {
            building.expiration(Duration.ofMinutes(10).plusNanos(999_999));
        }
        PublishOptions options = building.deliveryMode(DeliveryMode.TRANSIENT)
                .priority(7)
                .headers(Map.of("only", "one"))
                .correlationId("correlation-é")
                .replyTo("reply.to")
                .messageId("m".repeat(255))
                .timestamp(TIME.plusMillis(999))
                .type("tick")
                .userId("guest")
                .appId("")
                .contentType("application/x-own")
                .contentEncoding("x-own")
                .build();
        AMQP.BasicProperties read = roundTrip(brokers, kind, encoding, options, new byte[] {1});
        assertThat(plain(read.getHeaders())).isEqualTo(Map.of("only", "one"));
        assertThat(read.builder().headers(null).build())
                .isEqualTo(new AMQP.BasicProperties.Builder()
                        .contentType("application/x-own")
                        .contentEncoding("x-own")
                        .deliveryMode(1)
                        .priority(7)
                        .expiration(expires ? "600000" : null)
                        .correlationId("correlation-é")
                        .replyTo("reply.to")
                        .messageId("m".repeat(255))
                        .timestamp(Date.from(TIME))
                        .type("tick")
                        .userId("guest")
                        .appId("")
                        .build());
    }

    @ParameterizedTest
    @MethodSource(SOURCE)
    void everyTypeOfHeaderArrives(BrokerKind kind, FrameEncoding encoding, Brokers brokers) throws Exception {
        Map<String, @Nullable Object> headers = new LinkedHashMap<>();
        headers.put("string", "text äß€𝄞");
        headers.put("empty", "");
        headers.put("long string", "x".repeat(3_000));
        headers.put("true", true);
        headers.put("false", false);
        headers.put("byte", (byte) -1);
        headers.put("short", (short) -300);
        headers.put("int", Integer.MIN_VALUE);
        headers.put("narrow long", 5L);
        headers.put("long", 1L << 40);
        headers.put("double", Math.PI);
        headers.put("float", -1.5f);
        headers.put("decimal", new BigDecimal("12.345"));
        headers.put("date", Date.from(TIME));
        headers.put("instant", TIME);
        headers.put("bytes", new byte[] {0, 1, -1});
        headers.put("list", List.of(1, "two", List.of(3.0), Map.of("four", 4L)));
        headers.put("array", new Object[] {1, "x"});
        headers.put("map", Map.of("nested", Map.of("deep", true)));
        headers.put("ü", "a name beyond ASCII");
        if (kind == BrokerKind.RABBITMQ) {
            headers.put("void", null);
        }
        PublishOptions options = PublishOptions.builder().headers(headers).build();
        AMQP.BasicProperties read = roundTrip(brokers, kind, encoding, options, "x");

        Map<String, @Nullable Object> expected = new LinkedHashMap<>(headers);
        expected.put("byte", -1);
        expected.put("short", -300);
        expected.put("narrow long", 5);
        expected.put("instant", Date.from(TIME));
        expected.put("bytes", List.of((byte) 0, (byte) 1, (byte) -1));
        expected.put("list", List.of(1, "two", List.of(3.0), Map.of("four", 4)));
        expected.put("array", List.of(1, "x"));
        assertThat(plain(read.getHeaders())).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource(SOURCE)
    void aMessagesOptionsGoOverItsProducers(BrokerKind kind, FrameEncoding encoding, Brokers brokers) throws Exception {
        try (BrokerClient client = brokers.client(kind);
                PublisherEngine engine = brokers.engine(kind, encoding).start()) {
            String queue = client.queue("over");
            Producer producer = engine.producer(PublishOptions.builder()
                    .routingKey(queue)
                    .type("producer")
                    .appId("producer")
                    .priority(3)
                    .build());
            PublishOptions own =
                    PublishOptions.builder().type("message").priority(0).build();
            // More different options than the engine keeps templates of, each of them twice.
            List<Receipt> receipts = new ArrayList<>();
            for (int i = 0; i < 5_000; i++) {
                PublishOptions each =
                        own.toBuilder().messageId(Integer.toString(i)).build();
                receipts.add(producer.publish(Integer.toString(i), each));
                receipts.add(producer.publish(Integer.toString(i), each));
            }
            for (Receipt receipt : receipts) {
                assertThat(receipt.await(ANSWER)).isEqualTo(Outcome.CONFIRMED);
            }
            int[] next = {0};
            client.drainFull(
                    queue,
                    message -> {
                        String id = Integer.toString(next[0]++ / 2);
                        AMQP.BasicProperties properties = message.getProperties();
                        assertThat(new String(message.getBody(), java.nio.charset.StandardCharsets.UTF_8))
                                .isEqualTo(id);
                        assertThat(properties.getMessageId()).isEqualTo(id);
                        assertThat(properties.getType()).isEqualTo("message");
                        assertThat(properties.getAppId()).isEqualTo("producer");
                        assertThat(properties.getPriority()).isZero();
                    },
                    ANSWER);
            assertThat(next[0]).isEqualTo(10_000);
        }
    }

    private static AMQP.BasicProperties roundTrip(
            Brokers brokers, BrokerKind kind, FrameEncoding encoding, PublishOptions options, Object body)
            throws Exception {
        try (BrokerClient client = brokers.client(kind);
                PublisherEngine engine = brokers.engine(kind, encoding).start()) {
            String queue = client.queue("properties");
            Producer producer =
                    engine.producer(PublishOptions.builder().routingKey(queue).build());
            Receipt receipt = producer.publish(body, options);
            assertThat(receipt.await(ANSWER)).as(receipt.detail()).isEqualTo(Outcome.CONFIRMED);
            GetResponse response = client.get(queue);
            return response.getProps();
        }
    }

    /** Values that compare by their content. */
    private static @Nullable Object plain(@Nullable Object value) {
        if (value instanceof LongString text) {
            return text.toString();
        }
        if (value instanceof Map<?, ?> map) {
            Map<Object, @Nullable Object> copy = new LinkedHashMap<>();
            map.forEach((key, each) -> copy.put(key, plain(each)));
            return copy;
        }
        if (value instanceof List<?> list) {
            return Collections.unmodifiableList(
                    Arrays.asList(list.stream().map(PropertiesIT::plain).toArray()));
        }
        if (value instanceof byte[] bytes) {
            List<Byte> copy = new ArrayList<>();
            for (byte each : bytes) {
                copy.add(each);
            }
            return copy;
        }
        return value;
    }
}
