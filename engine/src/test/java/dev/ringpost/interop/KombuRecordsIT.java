package dev.ringpost.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ringpost.Batching;
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
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Kombu's consumer gets the records of {@code json-array} as lists, and needs to know nothing of it. */
@IntegrationTest
@RabbitTest
@KombuTest
class KombuRecordsIT {

    private static final int ROUNDS = 150;
    private static final @Nullable List<String> KOMBUS_DEFAULT = null;
    private static final List<String> JSON_ONLY = List.of("json");

    /** Of all of JSON's types; a text is published as an object, so that it is one and not JSON already. */
    private static List<Object> values(int round) {
        return List.of(
                Map.of("n", round, "nested", Map.of("list", Arrays.asList(1, null, "x", 0.5)), "empty", Map.of()),
                List.of(round, "wörld 😀", true),
                List.of(),
                round,
                -round - 0.25,
                new BigInteger("123456789012345678901234567890"),
                round % 2 == 0,
                Map.of("text", "],[{\"\\\n"));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"zlib", "zstd", "brotli"})
    void objectsAreReadAsLists(@Nullable String compression, Brokers brokers, KombuPeer kombu) throws Exception {
        kombu.assumeHas(compression);
        List<Object> values = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            values.addAll(values(round));
        }
        assertThat(read(brokers, kombu, compression, values, KOMBUS_DEFAULT))
                .isEqualTo(values.stream().map(PythonValues::of).toList());
        assertThat(read(brokers, kombu, compression, values, JSON_ONLY))
                .isEqualTo(values.stream().map(PythonValues::of).toList());
    }

    /** Texts and bytes that are JSON already go out as they are. */
    @ParameterizedTest
    @NullSource
    @ValueSource(strings = "zlib")
    void jsonWrittenByHandIsReadToo(@Nullable String compression, Brokers brokers, KombuPeer kombu) throws Exception {
        List<Object> bodies = new ArrayList<>();
        List<JsonNode> expected = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            bodies.add(" {\"n\" : " + i + "}\n");
            expected.add(PythonValues.of(Map.of("n", i)));
            bodies.add("\"wörld\"".getBytes(StandardCharsets.UTF_8));
            expected.add(PythonValues.of("wörld"));
            bodies.add("null");
            expected.add(PythonValues.of(null));
        }
        assertThat(read(brokers, kombu, compression, bodies, JSON_ONLY)).isEqualTo(expected);
    }

    /** What Kombu makes of the messages: of each a list, whose values are put behind each other. */
    private static List<JsonNode> read(
            Brokers brokers,
            KombuPeer kombu,
            @Nullable String compression,
            List<Object> bodies,
            @Nullable List<String> accept)
            throws Exception {
        List<KombuMessage> messages;
        try (BrokerClient client = brokers.client(BrokerKind.RABBITMQ);
                PublisherEngine engine = Interop.engine(brokers)) {
            String queue = client.queue("kombu-records");
            PublishOptions.Builder options = PublishOptions.builder()
                    .exchange("")
                    .routingKey(queue)
                    .batching(Batching.of(100, 65_536).format("json-array"));
            if (compression != null) {
                options.compression(compression);
            }
            int count = Math.toIntExact(Interop.publishRecords(engine, options.build(), bodies));
            messages = kombu.consume(brokers.uri(BrokerKind.RABBITMQ), queue, count, accept);
        }
        List<JsonNode> values = new ArrayList<>();
        for (KombuMessage message : messages) {
            JsonNode list = Objects.requireNonNull(message.body(), String.valueOf(message.error()));
            assertThat(list.isArray()).as("a list").isTrue();
            list.forEach(values::add);
        }
        return values;
    }
}
