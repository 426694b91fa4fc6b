package dev.ringpost.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Delivery;
import dev.ringpost.Batching;
import dev.ringpost.FrameEncoding;
import dev.ringpost.PublishOptions;
import dev.ringpost.PublisherEngine;
import dev.ringpost.RecordFormat;
import dev.ringpost.consumer.ReceivedRecord;
import dev.ringpost.consumer.RecordReader;
import dev.ringpost.consumer.RepeatFilter;
import dev.ringpost.testing.BrokerClient;
import dev.ringpost.testing.BrokerKind;
import dev.ringpost.testing.Brokers;
import dev.ringpost.testing.IntegrationTest;
import dev.ringpost.testing.RabbitTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** {@link RecordReader} over amqp-client gets every record of every format and compression. */
@IntegrationTest
@RabbitTest
class RecordReaderIT {

    private static final @Nullable String[] COMPRESSIONS = {
        null, "zlib", "zstd", "lz4", "brotli", "gzip-rfc1952", "bzip2", "xz"
    };
    private static final int RECORDS = 2_000;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    static Stream<Arguments> combinations() {
        return Arrays.stream(RecordFormat.values())
                .flatMap(format -> Stream.of(COMPRESSIONS).map(compression -> Arguments.of(format, compression)));
    }

    private static PublishOptions.Builder options(String queue, RecordFormat format, @Nullable String compression) {
        PublishOptions.Builder options = PublishOptions.builder()
                .exchange("")
                .routingKey(queue)
                .batching(Batching.of(100, 65_536).format(format));
        return compression == null ? options : options.compression(compression);
    }

    private static List<ReceivedRecord> read(BrokerClient client, String queue, long messages) throws Exception {
        RecordReader reader = new RecordReader();
        List<ReceivedRecord> records = new ArrayList<>();
        long count = client.drainFull(queue, message -> records.addAll(read(reader, message)), PATIENCE);
        assertThat(count).isEqualTo(messages);
        return records;
    }

    private static List<ReceivedRecord> read(RecordReader reader, Delivery message) {
        AMQP.BasicProperties properties = message.getProperties();
        return reader.read(
                properties.getContentType(),
                properties.getContentEncoding(),
                properties.getHeaders(),
                message.getBody());
    }

    private static List<byte[]> bodies(RecordFormat format) {
        Random random = new Random(20_261_122);
        return IntStream.range(0, RECORDS)
                .mapToObj(i -> {
                    if (format == RecordFormat.JSON_ARRAY || format == RecordFormat.NDJSON) {
                        return ("{\"n\":" + i + ",\"s\":\"],[{" + "ü\\\"".repeat(random.nextInt(20)) + "\"}")
                                .getBytes(StandardCharsets.UTF_8);
                    }
                    byte[] body = new byte[1 + random.nextInt(200)];
                    random.nextBytes(body);
                    return body;
                })
                .toList();
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("combinations")
    void everyRecordIsRead(RecordFormat format, @Nullable String compression, Brokers brokers) throws Exception {
        List<byte[]> bodies = bodies(format);
        boolean numbered = format.carriesMessageIds();
        List<ReceivedRecord> records;
        try (BrokerClient client = brokers.client(BrokerKind.RABBITMQ);
                PublisherEngine engine = brokers.engine(BrokerKind.RABBITMQ, FrameEncoding.AUTO)
                        .producerId("shop")
                        .start()) {
            String queue = client.queue("records");
            PublishOptions.Builder options = options(queue, format, compression);
            if (numbered) {
                options.numberedMessageId();
            }
            long messages = Interop.publishRecords(engine, options.build(), bodies);
            records = read(client, queue, messages);
        }
        assertThat(records).hasSameSizeAs(bodies);
        RepeatFilter filter = new RepeatFilter();
        for (int i = 0; i < bodies.size(); i++) {
            ReceivedRecord each = records.get(i);
            assertThat(each.bytes()).as("record %s", i).isEqualTo(bodies.get(i));
            assertThat(each.contentType())
                    .isEqualTo(
                            format == RecordFormat.JSON_ARRAY || format == RecordFormat.NDJSON
                                    ? "application/json"
                                    : "application/data");
            if (numbered) {
                assertThat(each.messageId()).matches("shop-00[0-9a-f]{14}");
                assertThat(filter.firstTime(each.messageId()))
                        .as("record %s, id %s", i, each.messageId())
                        .isTrue();
            } else {
                assertThat(each.messageId()).isNull();
            }
        }
    }

    /** Records by themselves, as every message of the producer before it was switched to batching. */
    @Test
    void aQueueMayHaveBoth(Brokers brokers) throws Exception {
        List<ReceivedRecord> records;
        try (BrokerClient client = brokers.client(BrokerKind.RABBITMQ);
                PublisherEngine engine = Interop.engine(brokers)) {
            String queue = client.queue("records");
            PublishOptions batched =
                    options(queue, RecordFormat.JSON_ARRAY, "zstd").build();
            Interop.publish(
                    engine,
                    Map.of("n", 0),
                    batched.toBuilder().withoutBatching().build());
            Interop.publish(engine, Map.of("n", 1), batched);
            records = read(client, queue, 2);
        }
        assertThat(records.stream().map(ReceivedRecord::text)).containsExactly("{\"n\":0}", "{\"n\":1}");
    }
}
