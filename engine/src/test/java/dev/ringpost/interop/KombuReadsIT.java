package dev.ringpost.interop;

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Kombu's consumer reads every body in every serialization and compression. */
@IntegrationTest
@RabbitTest
@KombuTest
class KombuReadsIT {

    /** What a consumer has to be told to read; {@code text/plain} is not among Kombu's own if a list is given. */
    private static final List<String> EVERYTHING = List.of("json", "yaml", "msgpack", "pickle", "text/plain");

    private static final @Nullable String[] SERIALIZERS = {
        null, "raw", "json", "json-plain", "yaml", "msgpack", "pickle"
    };
    private static final @Nullable String[] COMPRESSIONS = {null, "zlib", "bzip2", "xz", "brotli", "zstd"};

    static Stream<Arguments> combinations() {
        return Stream.of(SERIALIZERS)
                .flatMap(serializer ->
                        Stream.of(COMPRESSIONS).map(compression -> Arguments.of(serializer, compression)));
    }

    @ParameterizedTest(name = "serializer {0}, compression {1}")
    @MethodSource("combinations")
    void everyBody(@Nullable String serializer, @Nullable String compression, Brokers brokers, KombuPeer kombu)
            throws Exception {
        kombu.assumeHas(serializer);
        kombu.assumeHas(compression);
        Map<String, @Nullable Object> bodies = new LinkedHashMap<>(Bodies.all());
        bodies.values().removeIf(body -> !Bodies.fits(serializer, body));
        PublishOptions.Builder options = PublishOptions.builder();
        if (serializer != null) {
            options.serializer(serializer);
        }
        if (compression != null) {
            options.compression(compression);
        }
        // What Kombu reads by default is read by its defaults.
        boolean byDefault = serializer == null || serializer.equals("raw") || serializer.startsWith("json");

        List<KombuMessage> messages;
        try (BrokerClient client = brokers.client(BrokerKind.RABBITMQ);
                PublisherEngine engine = Interop.engine(brokers)) {
            String queue = client.queue("kombu-reads");
            options.routingKey(queue);
            for (Map.Entry<String, @Nullable Object> each : bodies.entrySet()) {
                Interop.publish(
                        engine,
                        each.getValue(),
                        options.messageId(each.getKey()).build());
            }
            messages = kombu.consume(
                    brokers.uri(BrokerKind.RABBITMQ), queue, bodies.size(), byDefault ? null : EVERYTHING);
        }

        SoftAssertions soft = new SoftAssertions();
        for (KombuMessage message : messages) {
            String name = message.properties().path("message_id").asText();
            Object expected = Bodies.read(serializer, bodies.get(name), compression != null, kombu.hasTypedJson());
            Interop.assertEqual(
                    soft, name, message.error() == null ? message.body() : message.error(), PythonValues.of(expected));
        }
        soft.assertThat(messages).hasSameSizeAs(bodies.keySet());
        soft.assertAll();
    }
}
