package dev.ringpost.kombu;

import static dev.ringpost.kombu.TappedEngine.confirmed;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.GetResponse;
import dev.ringpost.DeliveryMode;
import dev.ringpost.Exchange;
import dev.ringpost.Producer;
import dev.ringpost.PublishOptions;
import dev.ringpost.Queue;
import dev.ringpost.testing.Brokers;
import dev.ringpost.testing.IntegrationTest;
import dev.ringpost.testing.SentContent;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where a message goes and the properties that it carries. */
@IntegrationTest
class MessagePropertiesIT {

    private static final int PLAIN = 0xF800; // content type, content encoding, headers, delivery mode, priority
    private static final Instant TIME = Instant.ofEpochSecond(1_700_000_000L);

    private static PublishOptions.Builder options() {
        return PublishOptions.builder();
    }

    @Test
    void row9_anEmptyRoutingKeyGoesOverTheProducersAnUnsetOneDoesNot(Brokers brokers) throws Exception {
        try (TappedEngine it = TappedEngine.start(brokers)) {
            Producer producer = it.producer(options().exchange("amq.direct").routingKey("the-producers"));
            it.publishConfirmed(producer, "unset");
            confirmed(producer.publish("empty", options().routingKey("").build()));
            assertThat(it.tap().methods(AMQP.Basic.Publish.class))
                    .extracting(AMQP.Basic.Publish::getRoutingKey)
                    .containsExactly("the-producers", "");
        }
    }

    @Test
    void row10_anExchangesNameInheritsTheDeliveryModeOfTheDefaultExchange(Brokers brokers) throws Exception {
        try (TappedEngine it = TappedEngine.start(brokers)) {
            Exchange exchange = Exchange.builder(it.name("transient"))
                    .deliveryMode(DeliveryMode.TRANSIENT)
                    .build();
            Producer producer = it.producer(options().exchange(exchange));
            assertThat(deliveryMode(it.published(producer, "own", options()))).isEqualTo(1);
            assertThat(deliveryMode(it.published(producer, "by name", options().exchange("amq.direct"))))
                    .isEqualTo(1);
        }
    }

    @Test
    void row11_anExchangeObjectCountsByItsOwnDeliveryModeOrElsePersistent(Brokers brokers) throws Exception {
        try (TappedEngine it = TappedEngine.start(brokers)) {
            Exchange.Builder modeless = Exchange.builder("amq.direct");
            Exchange ofTransient = modeless.deliveryMode(DeliveryMode.TRANSIENT).build();
            Producer producer = it.producer(options().exchange(ofTransient));
            Exchange other = Exchange.of("amq.fanout", Exchange.FANOUT);
            assertThat(deliveryMode(it.published(producer, "none", options().exchange(other))))
                    .isEqualTo(2);
            Exchange otherTransient = Exchange.builder("amq.fanout")
                    .type(Exchange.FANOUT)
                    .deliveryMode(DeliveryMode.TRANSIENT)
                    .build();
            Producer persistent = it.producer(options().exchange("amq.direct"));
            assertThat(deliveryMode(it.published(persistent, "own", options().exchange(otherTransient))))
                    .isEqualTo(1);
        }
    }

    @Test
    void row12_anExplicitDeliveryModeWins(Brokers brokers) throws Exception {
        try (TappedEngine it = TappedEngine.start(brokers)) {
            Exchange exchange = Exchange.builder("amq.direct")
                    .deliveryMode(DeliveryMode.TRANSIENT)
                    .build();
            Producer producer = it.producer(options().exchange(exchange));
            assertThat(deliveryMode(it.published(producer, "x", options().deliveryMode(DeliveryMode.PERSISTENT))))
                    .isEqualTo(2);
            assertThat(deliveryMode(it.published("unset everywhere", options())))
                    .isEqualTo(2);
            assertThat(deliveryMode(it.published("x", options().deliveryMode(DeliveryMode.of("transient")))))
                    .isEqualTo(1);
        }
    }

    private static Integer deliveryMode(SentContent content) {
        return content.properties().getDeliveryMode();
    }

    @Test
    void row14_aPlainMessageHasFiveProperties(Brokers brokers) throws Exception {
        try (TappedEngine it = TappedEngine.start(brokers)) {
            for (Object body : List.of("text", new byte[] {1}, Map.of("a", 1), 5)) {
                assertThat(it.published(body, options()).flags()).isEqualTo(PLAIN);
            }
            assertThat(it.published(null, options()).flags()).isEqualTo(PLAIN);
            assertThat(it.published("x", options().expiration(Duration.ofMinutes(1)))
                            .flags())
                    .isEqualTo(0xF900);
        }
    }

    @Test
    void row15_priorityIsThereUnlessLeftOut(Brokers brokers) throws Exception {
        try (TappedEngine it = TappedEngine.start(brokers)) {
            SentContent plain = it.published("x", options());
            assertThat(plain.properties().getPriority()).isZero();
            assertThat(plain.flags()).isEqualTo(PLAIN);
            assertThat(it.published("x", options().priority(255)).properties().getPriority())
                    .isEqualTo(255);
            SentContent without = it.published("x", options().withoutPriority());
            assertThat(without.properties().getPriority()).isNull();
            assertThat(without.flags()).isEqualTo(0xF000);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1.9999, 1999",
        "0, 0",
        "0.0009, 0",
        "60, 60000",
        "1.001, 1001" // Kombu's floating point makes 1000 of it
    })
    void row16_expirationIsTruncatedToWholeMilliseconds(BigDecimal seconds, String milliseconds, Brokers brokers)
            throws Exception {
        Duration expiration = Duration.ofNanos(seconds.movePointRight(9).longValueExact());
        try (TappedEngine it = TappedEngine.start(brokers)) {
            SentContent sent = it.published("x", options().expiration(expiration));
            assertThat(sent.properties().getExpiration()).isEqualTo(milliseconds);
        }
    }

    @Test
    void row17_withoutExpirationThePropertyIsAbsent(Brokers brokers) throws Exception {
        try (TappedEngine it = TappedEngine.start(brokers)) {
            assertThat(it.published("x", options()).properties().getExpiration())
                    .isNull();
        }
    }

    @Test
    void row45_theHeaderTableIsThereThoughEmpty(Brokers brokers) throws Exception {
        try (TappedEngine it = TappedEngine.start(brokers)) {
            SentContent sent = it.published("x", options());
            assertThat(sent.flags() & 0x2000).isNotZero();
            assertThat(sent.properties().getHeaders()).isEmpty();
        }
    }

    @Test
    void row46_everyTypeOfHeaderHasItsTag(Brokers brokers) throws Exception {
        Map<String, @Nullable Object> headers = new LinkedHashMap<>();
        headers.put("string", "text");
        headers.put("int", -5);
        headers.put("long that fits", 5L);
        headers.put("long", 1L << 40);
        headers.put("boolean", true);
        headers.put("double", 2.5);
        headers.put("table", Map.of("nested", 1));
        headers.put("list", List.of(1, "two"));
        headers.put("void", null);
        headers.put("time", TIME);
        headers.put("decimal", new BigDecimal("1.25"));
        headers.put("bytes", new byte[] {1, 2});
        try (TappedEngine it = TappedEngine.start(brokers)) {
            SentContent sent = it.published("x", options().headers(headers));
            Map<String, Character> tags = new LinkedHashMap<>();
            tags.put("string", 'S');
            tags.put("int", 'I');
            tags.put("long that fits", 'I');
            tags.put("long", 'l'); // py-amqp writes L, which amqp-client, for one, does not read
            tags.put("boolean", 't');
            tags.put("double", 'd');
            tags.put("table", 'F');
            tags.put("list", 'A');
            tags.put("void", 'V');
            tags.put("time", 'T');
            tags.put("decimal", 'D');
            tags.put("bytes", 'x'); // with S, which py-amqp writes, they would arrive as text
            assertThat(sent.headerTags()).containsExactlyEntriesOf(tags);
            assertThat(sent.header("time")).isEqualTo(Date.from(TIME));
        }
    }

    @Test
    void row47_furtherPropertiesPassThroughAndUnsetOnesAreAbsent(Brokers brokers) throws Exception {
        try (TappedEngine it = TappedEngine.start(brokers)) {
            PublishOptions.Builder all = options()
                    .correlationId("correlation")
                    .replyTo("reply.to")
                    .messageId("message")
                    .timestamp(TIME.plusMillis(999))
                    .type("type")
                    .userId("guest")
                    .appId("")
                    .clusterId("cluster");
            SentContent sent = it.published("x", all);
            assertThat(sent.flags()).isEqualTo(0xFEFC);
            AMQP.BasicProperties read = sent.properties();
            assertThat(read.getCorrelationId()).isEqualTo("correlation");
            assertThat(read.getReplyTo()).isEqualTo("reply.to");
            assertThat(read.getMessageId()).isEqualTo("message");
            assertThat(read.getTimestamp()).isEqualTo(Date.from(TIME));
            assertThat(read.getType()).isEqualTo("type");
            assertThat(read.getUserId()).isEqualTo("guest");
            assertThat(read.getAppId()).as("present and empty").isEmpty();
            assertThat(read.getClusterId()).isEqualTo("cluster");
            assertThat(it.published("x", all.expiration(Duration.ofMinutes(1))).flags())
                    .as("all fourteen")
                    .isEqualTo(0xFFFC);
            assertThat(it.published("x", options().messageId("only")).flags()).isEqualTo(PLAIN | 0x0080);
        }
    }

    @Test
    void row49_aReplyToQueueIsSentByItsNameServerNamedOrNot(Brokers brokers) throws Exception {
        try (TappedEngine it = TappedEngine.start(brokers)) {
            Queue requests = it.queue("requests");
            Producer producer =
                    it.producer(options().routingKey(requests.name()).declare(requests));
            Queue named = it.queue("replies");
            confirmed(producer.publish("x", options().replyTo(named).build()));
            assertThat(replyTo(it, requests)).isEqualTo(named.name());

            Queue serverNamed =
                    Queue.serverNamed().expires(Duration.ofMinutes(1)).build();
            PublishOptions toServerNamed = options().replyTo(serverNamed).build();
            confirmed(producer.publish("x", toServerNamed));
            String replies = replyTo(it, requests);
            assertThat(replies).startsWith("amq.gen-");
            it.client().channel().basicPublish("", replies, null, "answer".getBytes(StandardCharsets.UTF_8));
            assertThat(it.client().get(replies).getBody()).asString().isEqualTo("answer");
            confirmed(producer.publish("again", toServerNamed));
            assertThat(replyTo(it, requests)).isEqualTo(replies);
        }
    }

    private static String replyTo(TappedEngine it, Queue queue) throws Exception {
        GetResponse request = it.client().get(queue.name());
        return request.getProps().getReplyTo();
    }

    @Test
    void row90_anEmptyBodyHasNoBodyFrame(Brokers brokers) throws Exception {
        try (TappedEngine it = TappedEngine.start(brokers)) {
            assertThat(it.published("", options()).bodyFrameSizes()).isEmpty();
            assertThat(it.published(new byte[0], options()).bodyFrameSizes()).isEmpty();
        }
    }

    @Test
    void row91_aLargeBodyIsCutIntoFramesOfTheLargestSize(Brokers brokers) throws Exception {
        int most = 131_072 - 8;
        try (TappedEngine it = TappedEngine.start(brokers)) {
            assertThat(it.published(new byte[most], options()).bodyFrameSizes()).containsExactly(most);
            assertThat(it.published(new byte[most + 1], options()).bodyFrameSizes())
                    .containsExactly(most, 1);
            assertThat(it.published(new byte[300_000], options()).bodyFrameSizes())
                    .containsExactly(most, most, 300_000 - 2 * most);
        }
    }
}
