package dev.ringpost.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringpost.PublishOptions;
import dev.ringpost.PublisherEngine;
import dev.ringpost.compression.Compressor;
import dev.ringpost.compression.Compressors;
import dev.ringpost.testing.BrokerClient;
import dev.ringpost.testing.BrokerKind;
import dev.ringpost.testing.Brokers;
import dev.ringpost.testing.IntegrationTest;
import dev.ringpost.testing.KombuMessage;
import dev.ringpost.testing.KombuPeer;
import dev.ringpost.testing.KombuTest;
import dev.ringpost.testing.PythonValues;
import dev.ringpost.testing.RabbitTest;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Kombu's trap: a consumer first reads a body as text, by its content encoding, and cannot decompress what turned out to be
 * one. So no compressed body may be valid UTF-8, at any level, least of all the short ones that most easily are.
 */
@IntegrationTest
@RabbitTest
@KombuTest
class CompressedTextIT {

    private static final int BODIES = 60;
    private static final long SEED = 20_261_122;
    private static final int LONGEST_CHARS = 24;

    static Stream<Arguments> compressors() {
        return Stream.of(
                Arguments.of("zlib", levels(Compressors::zlib, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9)),
                Arguments.of("bzip2", levels(Compressors::bzip2, 1, 9)),
                Arguments.of("xz", levels(Compressors::xz, 0, 6)),
                Arguments.of("brotli", levels(Compressors::brotli, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)),
                Arguments.of("zstd", levels(Compressors::zstd, 1, 3, 10, 19)));
    }

    /** In the order of the levels; made late, for a codec's native part may be missing. */
    private static Supplier<List<Compressor>> levels(IntFunction<Compressor> ofLevel, int... levels) {
        return () -> IntStream.of(levels).mapToObj(ofLevel).toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("compressors")
    void shortTextsAreRead(String name, Supplier<List<Compressor>> levels, Brokers brokers, KombuPeer kombu)
            throws Exception {
        kombu.assumeHas(name);
        List<String> texts = texts();
        List<Compressor> compressors = levels.get();
        List<KombuMessage> messages;
        try (BrokerClient client = brokers.client(BrokerKind.RABBITMQ);
                PublisherEngine engine = Interop.engine(brokers)) {
            String queue = client.queue("kombu-compressed");
            for (Compressor compressor : compressors) {
                PublishOptions options = PublishOptions.builder()
                        .compression(compressor)
                        .routingKey(queue)
                        .build();
                for (String text : texts) {
                    assertThat(isText(compressed(compressor, text)))
                            .as("%s is text when compressed", text)
                            .isFalse();
                    Interop.publish(engine, text, options);
                }
            }
            messages = kombu.consume(brokers.uri(BrokerKind.RABBITMQ), queue, compressors.size() * texts.size(), null);
        }
        SoftAssertions soft = new SoftAssertions();
        for (int i = 0; i < messages.size(); i++) {
            String text = texts.get(i % texts.size());
            KombuMessage message = messages.get(i);
            Interop.assertEqual(
                    soft,
                    "\"" + text + "\" at the level of index " + i / texts.size(),
                    message.error() == null ? message.body() : message.error(),
                    PythonValues.of(Bodies.read(null, text, true, false)));
        }
        soft.assertAll();
    }

    private static List<String> texts() {
        Random random = new Random(SEED);
        List<String> texts = new ArrayList<>(List.of("", " ", "a", "{}", "[]", "null", "é"));
        while (texts.size() < BODIES) {
            int length = 1 + random.nextInt(LONGEST_CHARS);
            texts.add(random.ints(length, ' ', 0x7F)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString());
        }
        return texts;
    }

    private static byte[] compressed(Compressor compressor, String text) throws Exception {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        compressor.compress(bytes, 0, bytes.length, out);
        return out.toByteArray();
    }

    private static boolean isText(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException binary) {
            return false;
        }
    }
}
