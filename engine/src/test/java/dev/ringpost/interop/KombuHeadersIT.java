package dev.ringpost.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringpost.DeliveryMode;
import dev.ringpost.FrameEncoding;
import dev.ringpost.PublishOptions;
import dev.ringpost.PublisherEngine;
import dev.ringpost.testing.BrokerClient;
import dev.ringpost.testing.BrokerKind;
import dev.ringpost.testing.Brokers;
import dev.ringpost.testing.IntegrationTest;
import dev.ringpost.testing.KombuMessage;
import dev.ringpost.testing.KombuPeer;
import dev.ringpost.testing.KombuTest;
import dev.ringpost.testing.PythonValues;
import dev.ringpost.testing.RabbitTest;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Headers of every type and all properties as Kombu's consumer sees them. */
@IntegrationTest
@RabbitTest
@KombuTest
class KombuHeadersIT {

    private static final Instant TIME = Instant.ofEpochSecond(1_700_000_000L);
    private static final LocalDateTime TIME_IN_PYTHON = LocalDateTime.parse("2023-11-14T22:13:20");

    @ParameterizedTest
    @EnumSource(names = {"TEMPLATE", "LIBRARY"})
    void headersOfEveryType(FrameEncoding encoding, Brokers brokers, KombuPeer kombu) throws Exception {
        Map<String, @Nullable Object> headers = new LinkedHashMap<>();
        headers.put("text", "text äß€𝄞");
        headers.put("empty", "");
        headers.put("long text", "x".repeat(3_000));
        headers.put("true", true);
        headers.put("false", false);
        headers.put("byte", (byte) -1);
        headers.put("short", (short) -300);
        headers.put("int", -7);
        headers.put("largest int", Integer.MAX_VALUE);
        headers.put("smallest int", Integer.MIN_VALUE);
        headers.put("narrow long", -5L);
        headers.put("long", 1L << 40);
        headers.put("largest long", Long.MAX_VALUE);
        headers.put("big integer", BigInteger.valueOf(-12));
        headers.put("double", Math.PI);
        headers.put("float", -1.5f);
        headers.put("decimal", new BigDecimal("12.345"));
        headers.put("negative decimal", new BigDecimal("-0.5"));
        headers.put("date", Date.from(TIME));
        headers.put("instant", TIME.plusMillis(999));
        headers.put("bytes", new byte[] {0, 1, -1});
        headers.put("no bytes", new byte[0]);
        headers.put("list", List.of(1, "two", List.of(3.0), Map.of("four", 4L), List.of()));
        headers.put("map", Map.of("nested", Map.of("deep", true), "none", Map.of()));
        headers.put("void", null);
        headers.put("ü", "a name beyond ASCII");

        Map<String, @Nullable Object> expected = new LinkedHashMap<>(headers);
        expected.put("date", TIME_IN_PYTHON);
        expected.put("instant", TIME_IN_PYTHON);
        KombuMessage message =
                roundTrip(encoding, brokers, kombu, PublishOptions.builder().headers(headers));
        assertThat(message.headers()).isEqualTo(PythonValues.of(expected));
        assertThat(message.body()).isEqualTo(PythonValues.of("body"));
    }

    @ParameterizedTest
    @EnumSource(names = {"TEMPLATE", "LIBRARY"})
    void aNegativeIntegerPast32BitsIsMisreadByOlderPyAmqp(FrameEncoding encoding, Brokers brokers, KombuPeer kombu)
            throws Exception {
        KombuMessage message =
                roundTrip(encoding, brokers, kombu, PublishOptions.builder().headers(Map.of("long", -(1L << 40))));
        Object read =
                kombu.hasSignedLongs() ? -(1L << 40) : BigInteger.TWO.pow(64).subtract(BigInteger.TWO.pow(40));
        assertThat(message.headers()).isEqualTo(PythonValues.of(Map.of("long", read)));
    }

    @ParameterizedTest
    @EnumSource(names = {"TEMPLATE", "LIBRARY"})
    void allProperties(FrameEncoding encoding, Brokers brokers, KombuPeer kombu) throws Exception {
        KombuMessage message = roundTrip(
                encoding,
                brokers,
                kombu,
                PublishOptions.builder()
                        .deliveryMode(DeliveryMode.TRANSIENT)
                        .priority(7)
                        .expiration(Duration.ofMinutes(10).plusNanos(999_999))
                        .correlationId("correlation-é")
                        .replyTo("reply.to")
                        .messageId("m".repeat(255))
                        .timestamp(TIME.plusMillis(999))
                        .type("tick")
                        .userId("guest")
                        .appId("app")
                        .clusterId("cluster")
                        .contentType("text/x-own")
                        .contentEncoding("utf-8"));
        Map<String, Object> expected = Map.ofEntries(
                Map.entry("delivery_mode", 1),
                Map.entry("priority", 7),
                Map.entry("expiration", "600000"),
                Map.entry("correlation_id", "correlation-é"),
                Map.entry("reply_to", "reply.to"),
                Map.entry("message_id", "m".repeat(255)),
                Map.entry("timestamp", TIME.getEpochSecond()),
                Map.entry("type", "tick"),
                Map.entry("user_id", "guest"),
                Map.entry("app_id", "app"),
                Map.entry("cluster_id", "cluster"));
        assertThat(message.properties()).isEqualTo(PythonValues.of(expected));
        assertThat(message.contentType()).isEqualTo("text/x-own");
        assertThat(message.contentEncoding()).isEqualTo("utf-8");
        assertThat(message.headers()).isEqualTo(PythonValues.of(Map.of()));
        assertThat(message.body()).isEqualTo(PythonValues.of("body"));
    }

    private static KombuMessage roundTrip(
            FrameEncoding encoding, Brokers brokers, KombuPeer kombu, PublishOptions.Builder options) throws Exception {
        try (BrokerClient client = brokers.client(BrokerKind.RABBITMQ);
                PublisherEngine engine =
                        brokers.engine(BrokerKind.RABBITMQ, encoding).start()) {
            String queue = client.queue("kombu-headers");
            Interop.publish(engine, "body", options.routingKey(queue).build());
            return kombu.consume(brokers.uri(BrokerKind.RABBITMQ), queue, 1, null)
                    .get(0);
        }
    }
}
