package dev.ringpost.interop;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Consumers that say what they accept, and those that leave it to Kombu: what they read and what they refuse. */
@IntegrationTest
@RabbitTest
@KombuTest
class StrictConsumerIT {

    private static final Map<String, Object> MAP = Map.of("hello", "wörld");
    private static final String REFUSED = "ContentDisallowed";
    private static final List<String> JSON_ONLY = List.of("json");
    private static final @Nullable List<String> KOMBUS_DEFAULT = null;

    @Test
    void objectsAreReadByOneThatAcceptsJsonOnly(Brokers brokers, KombuPeer kombu) throws Exception {
        KombuMessage message = roundTrip(brokers, kombu, MAP, PublishOptions.none(), JSON_ONLY);
        assertThat(message.body()).isEqualTo(PythonValues.of(MAP));
    }

    @Test
    void compressedObjectsAsWell(Brokers brokers, KombuPeer kombu) throws Exception {
        PublishOptions options = PublishOptions.builder().compression("zlib").build();
        KombuMessage message = roundTrip(brokers, kombu, MAP, options, JSON_ONLY);
        assertThat(message.body()).isEqualTo(PythonValues.of(MAP));
    }

    @Test
    void bytesAreReadByAnyone(Brokers brokers, KombuPeer kombu) throws Exception {
        byte[] bytes = {0, -1};
        KombuMessage message = roundTrip(brokers, kombu, bytes, PublishOptions.none(), JSON_ONLY);
        assertThat(message.body()).isEqualTo(PythonValues.of(bytes));
    }

    @Test
    void textIsRefusedByOneThatAcceptsJsonOnly(Brokers brokers, KombuPeer kombu) throws Exception {
        KombuMessage message = roundTrip(brokers, kombu, "hello", PublishOptions.none(), JSON_ONLY);
        assertThat(message.error()).isEqualTo(REFUSED);
    }

    @Test
    void textIsReadByItAsJsonOrAsJsonWrittenByHand(Brokers brokers, KombuPeer kombu) throws Exception {
        PublishOptions json = PublishOptions.builder().serializer("json").build();
        assertThat(roundTrip(brokers, kombu, "hello", json, JSON_ONLY).body()).isEqualTo(PythonValues.of("hello"));

        PublishOptions typed =
                PublishOptions.builder().contentType("application/json").build();
        assertThat(roundTrip(brokers, kombu, "{\"hello\": \"wörld\"}", typed, JSON_ONLY)
                        .body())
                .isEqualTo(PythonValues.of(MAP));
        byte[] encoded = "{\"hello\": \"wörld\"}".getBytes(StandardCharsets.UTF_8);
        PublishOptions utf8 = typed.toBuilder().contentEncoding("utf-8").build();
        assertThat(roundTrip(brokers, kombu, encoded, utf8, JSON_ONLY).body()).isEqualTo(PythonValues.of(MAP));
    }

    @Test
    void yamlMsgpackAndPickleAreRefusedUnlessAccepted(Brokers brokers, KombuPeer kombu) throws Exception {
        for (String serializer : new String[] {"yaml", "msgpack", "pickle"}) {
            kombu.assumeHas(serializer);
            PublishOptions options =
                    PublishOptions.builder().serializer(serializer).build();
            assertThat(roundTrip(brokers, kombu, MAP, options, KOMBUS_DEFAULT).error())
                    .as(serializer)
                    .isEqualTo(REFUSED);
            assertThat(roundTrip(brokers, kombu, MAP, options, JSON_ONLY).error())
                    .as(serializer)
                    .isEqualTo(REFUSED);
            assertThat(roundTrip(brokers, kombu, MAP, options, List.of(serializer))
                            .body())
                    .as(serializer)
                    .isEqualTo(PythonValues.of(MAP));
        }
    }

    private static KombuMessage roundTrip(
            Brokers brokers, KombuPeer kombu, Object body, PublishOptions options, @Nullable List<String> accept)
            throws Exception {
        try (BrokerClient client = brokers.client(BrokerKind.RABBITMQ);
                PublisherEngine engine = Interop.engine(brokers)) {
            String queue = client.queue("kombu-strict");
            Interop.publish(engine, body, options.toBuilder().routingKey(queue).build());
            return kombu.consume(brokers.uri(BrokerKind.RABBITMQ), queue, 1, accept)
                    .get(0);
        }
    }
}
