package dev.ringpost.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Delivery;
import com.rabbitmq.client.LongString;
import dev.ringpost.PublishOptions;
import dev.ringpost.PublisherEngine;
import dev.ringpost.interop.ParityCases.Case;
import dev.ringpost.testing.BrokerClient;
import dev.ringpost.testing.BrokerKind;
import dev.ringpost.testing.Brokers;
import dev.ringpost.testing.IntegrationTest;
import dev.ringpost.testing.KombuMessage;
import dev.ringpost.testing.KombuPeer;
import dev.ringpost.testing.KombuTest;
import dev.ringpost.testing.RabbitTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * For the same input Kombu and the engine put the same on the wire: properties and headers as amqp-client reads them, and
 * a body that Kombu's consumer reads alike; where neither serializer nor compressor has a choice, the very same bytes.
 */
@IntegrationTest
@RabbitTest
@KombuTest
class KombuParityIT {

    private static final Duration ANSWER = Duration.ofSeconds(20);
    private static final List<String> EVERYTHING =
            List.of("json", "yaml", "msgpack", "pickle", "text/plain", "text/x", "image/png");

    /** What one producer's messages became, in their order: as they were, and as Kombu's consumer saw them. */
    private record Published(List<Delivery> raw, List<KombuMessage> read) {}

    @TestFactory
    Stream<DynamicTest> theSameOnTheWire(Brokers brokers, KombuPeer kombu) throws Exception {
        kombu.assumeHasAll();
        List<Case> cases = ParityCases.of(kombu);
        Published kombus;
        Published ours;
        try (BrokerClient client = brokers.client(BrokerKind.RABBITMQ)) {
            kombus = published(
                    brokers, kombu, client, cases, exchange -> publishByKombu(brokers, kombu, exchange, cases));
            ours = published(brokers, kombu, client, cases, exchange -> publishByEngine(brokers, exchange, cases));
        }
        return IntStream.range(0, cases.size())
                .mapToObj(i -> DynamicTest.dynamicTest(
                        cases.get(i).name(),
                        () -> assertSame(
                                cases.get(i),
                                kombus.raw().get(i),
                                ours.raw().get(i),
                                kombus.read().get(i),
                                ours.read().get(i))));
    }

    private static void assertSame(
            Case each, Delivery kombus, Delivery ours, KombuMessage readOfKombus, KombuMessage readOfOurs) {
        assertThat(ours.getProperties()).isEqualTo(kombus.getProperties());
        SoftAssertions soft = new SoftAssertions();
        Interop.assertEqual(soft, "as Kombu reads it", readOfOurs, readOfKombus);
        boolean verbatim = List.of("application/data", "text/plain", "text/x", "image/png")
                .contains(kombus.getProperties().getContentType());
        if (verbatim && each.options().compressionName() == null) {
            soft.assertThat(ours.getBody()).isEqualTo(kombus.getBody());
        }
        soft.assertAll();
    }

    @Test
    void aMandatoryMessageHasOneMoreHeader(Brokers brokers, KombuPeer kombu) throws Exception {
        Case mandatory = new Case(
                "mandatory",
                "text",
                PublishOptions.builder()
                        .headers(Map.of("own", 1))
                        .mandatory(true)
                        .build(),
                ParityCases.given("headers", Map.of("own", 1), "mandatory", true));
        AMQP.BasicProperties[] both = both(brokers, kombu, mandatory);
        Map<String, Object> headers = new LinkedHashMap<>(both[1].getHeaders());
        assertThat(headers.remove(PublishOptions.ATTEMPT_HEADER)).isNotNull();
        assertThat(both[1].builder().headers(headers).build()).isEqualTo(both[0]);
    }

    @Test
    void aHeaderOfBytesStaysBytes(Brokers brokers, KombuPeer kombu) throws Exception {
        byte[] bytes = "bytes".getBytes(StandardCharsets.UTF_8);
        Case withBytes = new Case(
                "header of bytes",
                "text",
                PublishOptions.builder().headers(Map.of("bytes", bytes)).build(),
                ParityCases.given("headers", Map.of("bytes", bytes)));
        AMQP.BasicProperties[] both = both(brokers, kombu, withBytes);
        assertThat(both[0].getHeaders().get("bytes")).isInstanceOf(LongString.class);
        assertThat(both[1].getHeaders().get("bytes")).isEqualTo(bytes);
    }

    private static AMQP.BasicProperties[] both(Brokers brokers, KombuPeer kombu, Case each) throws Exception {
        try (BrokerClient client = brokers.client(BrokerKind.RABBITMQ)) {
            List<Case> one = List.of(each);
            Published kombus =
                    published(brokers, kombu, client, one, exchange -> publishByKombu(brokers, kombu, exchange, one));
            Published ours =
                    published(brokers, kombu, client, one, exchange -> publishByEngine(brokers, exchange, one));
            return new AMQP.BasicProperties[] {
                kombus.raw().get(0).getProperties(), ours.raw().get(0).getProperties()
            };
        }
    }

    /** Publishes all the cases to an exchange. */
    private interface Publisher {
        void publishTo(String exchange) throws Exception;
    }

    private static Published published(
            Brokers brokers, KombuPeer kombu, BrokerClient client, List<Case> cases, Publisher publisher)
            throws Exception {
        String exchange = client.exchange("parity", "fanout");
        String forClient = client.queue("parity-raw");
        String forKombu = client.queue("parity-kombu");
        client.bind(forClient, exchange, "");
        client.bind(forKombu, exchange, "");
        publisher.publishTo(exchange);
        List<Delivery> raw = new ArrayList<>();
        client.drainFull(forClient, raw::add, ANSWER);
        assertThat(raw).hasSameSizeAs(cases);
        return new Published(raw, kombu.consume(brokers.uri(BrokerKind.RABBITMQ), forKombu, cases.size(), EVERYTHING));
    }

    private static void publishByEngine(Brokers brokers, String exchange, List<Case> cases) throws Exception {
        try (PublisherEngine engine = Interop.engine(brokers)) {
            for (Case each : cases) {
                Interop.publish(
                        engine,
                        each.body(),
                        each.options().toBuilder().exchange(exchange).build());
            }
        }
    }

    private static void publishByKombu(Brokers brokers, KombuPeer kombu, String exchange, List<Case> cases) {
        List<KombuPeer.Publication> publications = cases.stream()
                .map(each -> new KombuPeer.Publication(each.body(), each.arguments()))
                .toList();
        kombu.publish(brokers.uri(BrokerKind.RABBITMQ), exchange, "", publications);
    }
}
