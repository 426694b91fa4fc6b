package dev.ringpost.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.LongString;
import com.rabbitmq.client.impl.AMQCommand;
import dev.ringpost.DeliveryMode;
import dev.ringpost.PublishOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Templates against amqp-client's encoders, byte for byte, and against its decoder, which is nobody's twin. */
class BatchBytesTest {

    private static final long SEED = 20_261_122;
    private static final int UNLIMITED_TRIED_AS = 4096;

    @ParameterizedTest
    @ValueSource(ints = {4096, 131_072, 0})
    void aMessageOfEverySizeIsEncodedAsByTheLibraryAndDecodedAsGiven(int frameMaxBytes) throws IOException {
        Random random = new Random(SEED + frameMaxBytes);
        OptionsCorpus corpus = new OptionsCorpus(random);
        RouteEncoder encoder = new RouteEncoder();
        TemplateBatch templates = new TemplateBatch(frameMaxBytes);
        LibraryBatch library = new LibraryBatch(frameMaxBytes);
        List<Integer> sizes = FrameBench.sizesAround(frameMaxBytes == 0 ? UNLIMITED_TRIED_AS : frameMaxBytes);
        for (int i = 0; i < 700; i++) {
            // Every border once at the large frame_max, whose bodies take their time; small bodies otherwise.
            int size = frameMaxBytes == 131_072 && i >= 2 * sizes.size()
                    ? random.nextInt(9_000)
                    : sizes.get(i % sizes.size());
            FrameBench.Message message = FrameBench.message(corpus, random, encoder, size);
            assertThat(FrameBench.add(templates, message)).isTrue();
            assertThat(FrameBench.add(library, message)).isTrue();
            byte[] bytes = FrameBench.written(templates);
            assertSameBytes(bytes, FrameBench.written(library), List.of(message), "case " + i + ", " + size + " bytes");
            assertDecodes(message, bytes, frameMaxBytes, i);
            templates.clear();
            library.clear();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4096, 131_072, 0})
    void batchesOfSmallAndLargeOnesAreEncodedAsByTheLibrary(int frameMaxBytes) throws IOException {
        Random random = new Random(SEED * 3 + frameMaxBytes);
        OptionsCorpus corpus = new OptionsCorpus(random);
        RouteEncoder encoder = new RouteEncoder();
        TemplateBatch templates = new TemplateBatch(frameMaxBytes);
        LibraryBatch library = new LibraryBatch(frameMaxBytes);
        int messages = 0;
        for (int batch = 0; batch < 60; batch++) {
            List<FrameBench.Message> added = new ArrayList<>();
            int target = 1 + random.nextInt(60);
            while (added.size() < target) {
                int size = random.nextInt(8) == 0 ? random.nextInt(90_000) : random.nextInt(300);
                FrameBench.Message message = FrameBench.message(corpus, random, encoder, size);
                if (!FrameBench.add(templates, message)) {
                    break;
                }
                assertThat(FrameBench.add(library, message)).isTrue();
                added.add(message);
            }
            assertThat(templates.messageCount()).isEqualTo(added.size());
            byte[] bytes = FrameBench.written(templates);
            assertSameBytes(bytes, FrameBench.written(library), added, "batch " + batch);
            List<AMQCommand> commands = FrameBench.decoded(bytes, frameMaxBytes);
            assertThat(commands).hasSameSizeAs(added);
            for (int i = 0; i < added.size(); i++) {
                assertThat(commands.get(i).getContentBody())
                        .isEqualTo(added.get(i).body());
            }
            messages += added.size();
            templates.clear();
            library.clear();
        }
        assertThat(messages).isGreaterThan(600);
    }

    /** amqp-client puts the attempt's header anywhere among others, we put it last: then only the length must agree. */
    private static void assertSameBytes(byte[] ours, byte[] theirs, List<FrameBench.Message> messages, String what) {
        boolean sameOrder = messages.stream()
                .map(message -> message.route().options())
                .noneMatch(options -> Boolean.TRUE.equals(options.mandatory())
                        && options.headers() != null
                        && !options.headers().isEmpty());
        if (sameOrder) {
            assertThat(Arrays.equals(ours, theirs))
                    .as("%s: same bytes, first difference at %s", what, Arrays.mismatch(ours, theirs))
                    .isTrue();
        } else {
            assertThat(ours.length).as(what).isEqualTo(theirs.length);
        }
    }

    private static void assertDecodes(FrameBench.Message message, byte[] bytes, int frameMaxBytes, int number)
            throws IOException {
        List<AMQCommand> commands = FrameBench.decoded(bytes, frameMaxBytes);
        assertThat(commands).hasSize(1);
        AMQCommand command = commands.get(0);
        assertThat(command.getContentBody()).isEqualTo(message.body());
        AMQP.Basic.Publish publish = (AMQP.Basic.Publish) command.getMethod();
        PublishOptions options = message.route().options();
        assertThat(publish.getExchange()).isEqualTo(Objects.requireNonNullElse(options.exchange(), ""));
        assertThat(publish.getRoutingKey()).isEqualTo(Objects.requireNonNullElse(options.routingKey(), ""));
        assertThat(publish.getMandatory()).isEqualTo(Boolean.TRUE.equals(options.mandatory()));
        assertThat(publish.getImmediate()).isFalse();
        AMQP.BasicProperties read = (AMQP.BasicProperties) command.getContentHeader();
        assertThat(read.getContentType()).isEqualTo(message.route().contentType());
        assertThat(read.getContentEncoding()).isEqualTo(message.route().contentEncoding());
        assertThat(read.getDeliveryMode()).isEqualTo(options.deliveryMode() == DeliveryMode.TRANSIENT ? 1 : 2);
        assertThat(read.getPriority())
                .isEqualTo(options.isWithoutPriority() ? null : Objects.requireNonNullElse(options.priority(), 0));
        assertThat(read.getExpiration())
                .isEqualTo(
                        options.expiration() == null
                                ? null
                                : Long.toString(options.expiration().toMillis()));
        assertThat(read.getTimestamp())
                .isEqualTo(
                        options.timestamp() == null
                                ? null
                                : new Date(options.timestamp().getEpochSecond() * 1000));
        assertThat(read.getCorrelationId()).isEqualTo(options.correlationId());
        assertThat(read.getReplyTo()).isEqualTo(options.replyTo());
        String producerId = message.route().spec().producerId();
        assertThat(read.getMessageId())
                .isEqualTo(
                        producerId == null
                                ? options.messageId()
                                : String.format("%s-%016x", producerId, message.messageNumber()));
        assertThat(read.getType()).isEqualTo(options.type());
        assertThat(read.getUserId()).isEqualTo(options.userId());
        assertThat(read.getAppId()).isEqualTo(options.appId());
        assertThat(read.getClusterId()).isEqualTo(options.clusterId());
        Map<String, Object> expected = new LinkedHashMap<>();
        if (options.headers() != null) {
            expected.putAll(options.headers());
        }
        if (publish.getMandatory()) {
            expected.put(PublishOptions.ATTEMPT_HEADER, message.tag());
        }
        assertThat(plain(read.getHeaders())).as("headers of case %s", number).isEqualTo(plain(expected));
    }

    /** Values that compare: the client's long strings as Strings, byte arrays as text, dates in whole seconds. */
    private static @Nullable Object plain(@Nullable Object value) {
        if (value instanceof LongString text) {
            return text.toString();
        }
        if (value instanceof byte[] bytes) {
            return java.util.HexFormat.of().formatHex(bytes);
        }
        if (value instanceof Date date) {
            return new Date(date.getTime() / 1000 * 1000);
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, String> plain = new TreeMap<>(); // the client reads tables into a HashMap
            map.forEach((key, element) -> plain.put(String.valueOf(key), describe(element)));
            return plain;
        }
        if (value instanceof List<?> list) {
            return list.stream().map(BatchBytesTest::describe).collect(Collectors.toList());
        }
        return value;
    }

    /** With the type, since 1 and 1L are not the same on the wire. */
    private static String describe(@Nullable Object value) {
        Object plain = plain(value);
        return plain == null ? "null" : plain.getClass().getSimpleName() + " " + plain;
    }
}
