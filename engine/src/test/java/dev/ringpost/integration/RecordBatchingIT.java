package dev.ringpost.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.GetResponse;
import dev.ringpost.Batching;
import dev.ringpost.EngineStats;
import dev.ringpost.FrameEncoding;
import dev.ringpost.Outcome;
import dev.ringpost.Producer;
import dev.ringpost.PublishOptions;
import dev.ringpost.PublisherEngine;
import dev.ringpost.Receipt;
import dev.ringpost.testing.BrokerClient;
import dev.ringpost.testing.BrokerKind;
import dev.ringpost.testing.Brokers;
import dev.ringpost.testing.ExpectedLogs;
import dev.ringpost.testing.IntegrationTest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Records that share AMQP messages, through real brokers. */
@IntegrationTest
class RecordBatchingIT {

    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final int RECORDS = 1_000;

    private static PublishOptions records(String queue, Batching batching) {
        return PublishOptions.builder().routingKey(queue).batching(batching).build();
    }

    private static List<Receipt> publish(Producer producer, int count, int padding) throws InterruptedException {
        List<Receipt> receipts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            receipts.add(producer.publish(i + ":" + "x".repeat(padding)));
        }
        return receipts;
    }

    /** The numbers of all records in the queue, in order; counts the messages. */
    private static List<Integer> read(BrokerClient client, String queue, List<Integer> sizes) throws Exception {
        List<Integer> numbers = new ArrayList<>();
        for (GetResponse message = client.channel().basicGet(queue, true);
                message != null;
                message = client.channel().basicGet(queue, true)) {
            sizes.add(message.getBody().length);
            assertThat(message.getProps().getHeaders())
                    .hasEntrySatisfying(
                            "ringpost-records", format -> assertThat(format).hasToString("length-prefixed"));
            ByteBuffer rest = ByteBuffer.wrap(message.getBody());
            while (rest.hasRemaining()) {
                byte[] record = new byte[rest.getInt()];
                rest.get(record);
                String text = new String(record, StandardCharsets.UTF_8);
                numbers.add(Integer.parseInt(text.substring(0, text.indexOf(':'))));
            }
        }
        return numbers;
    }

    private static void assertComplete(List<Integer> numbers, int count) {
        assertThat(numbers).hasSize(count).isSorted().doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("dev.ringpost.testing.Brokers#withEncodings")
    void eachRecordArrivesOnceAndInOrder(BrokerKind kind, FrameEncoding encoding, Brokers brokers) throws Exception {
        try (BrokerClient client = brokers.client(kind);
                PublisherEngine engine = brokers.engine(kind, encoding).start()) {
            String queue = client.queue("records");
            List<Receipt> receipts = publish(engine.producer(records(queue, Batching.of(100, 10_000))), RECORDS, 50);
            for (Receipt receipt : receipts) {
                assertThat(receipt.await(ANSWER)).isEqualTo(Outcome.CONFIRMED);
            }
            List<Integer> sizes = new ArrayList<>();
            assertComplete(read(client, queue, sizes), RECORDS);
            EngineStats stats = engine.stats();
            assertThat(stats.amqpMessages()).isEqualTo(sizes.size()).isLessThan(RECORDS);
            assertThat(stats.sent()).isEqualTo(RECORDS);
            assertThat(stats.bodyBytes())
                    .isEqualTo(sizes.stream().mapToLong(Integer::longValue).sum());
            assertThat(stats.wireBytes()).isGreaterThan(stats.bodyBytes());
        }
    }

    @ParameterizedTest
    @MethodSource("dev.ringpost.testing.Brokers#withEncodings")
    void unroutableRecordsAreReturnedOneByOne(BrokerKind kind, FrameEncoding encoding, Brokers brokers)
            throws Exception {
        ConcurrentLinkedQueue<String> returned = new ConcurrentLinkedQueue<>();
        try (PublisherEngine engine = brokers.engine(kind, encoding).start()) {
            Producer producer = engine.producer(
                    records("no-such-queue", Batching.of(10, 10_000).linger(ANSWER)).toBuilder()
                            .mandatory(true)
                            .onReturn((reason, exchange, key, message) ->
                                    returned.add(new String(message.body(), StandardCharsets.UTF_8)))
                            .build());
            List<Receipt> receipts = publish(producer, 10, 0); // a full message, which does not linger
            for (Receipt receipt : receipts) {
                assertThat(receipt.await(ANSWER)).isEqualTo(Outcome.RETURNED);
            }
            assertThat(engine.stats().amqpMessages()).isEqualTo(1);
        }
        assertThat(returned).containsExactly("0:", "1:", "2:", "3:", "4:", "5:", "6:", "7:", "8:", "9:");
    }

    @Test
    void flushEndsTheLinger(Brokers brokers) throws Exception {
        try (BrokerClient client = brokers.client(BrokerKind.EMBEDDED);
                PublisherEngine engine = brokers.engine(BrokerKind.EMBEDDED, FrameEncoding.TEMPLATE)
                        .start()) {
            String queue = client.queue("linger");
            Producer producer =
                    engine.producer(records(queue, Batching.of(10, 10_000).linger(ANSWER.multipliedBy(2))));
            List<Receipt> receipts = publish(producer, 3, 0);
            assertThat(engine.flush(ANSWER)).isTrue();
            assertThat(receipts).allMatch(receipt -> receipt.outcome() == Outcome.CONFIRMED);
            assertThat(engine.stats().amqpMessages()).isEqualTo(1);
        }
    }

    /** A RabbitMQ that takes messages up to 200,000 bytes says so by closing the channel. */
    @Test
    void messagesOverTheBrokersLimitAreSplit(Brokers brokers, ExpectedLogs logs) throws Exception {
        logs.expect("larger than configured max size");
        int count = 600; // of 1 kB
        try (BrokerClient client = BrokerClient.connect(brokers.rough().uri());
                PublisherEngine engine = PublisherEngine.builder()
                        .uri(brokers.rough().uri())
                        .lanes(1)
                        .start()) {
            String queue = client.queue("split");
            Producer producer = engine.producer(records(
                    queue,
                    Batching.of(count, 4 * Brokers.ROUGH_MAX_MESSAGE_BYTES).linger(ANSWER)));
            List<Receipt> receipts = publish(producer, count, 1_000);
            assertThat(engine.flush(ANSWER)).isTrue();
            assertThat(receipts).allMatch(receipt -> receipt.outcome() == Outcome.CONFIRMED);
            List<Integer> sizes = new ArrayList<>();
            assertComplete(read(client, queue, sizes), count);
            assertThat(sizes).allMatch(size -> size <= Brokers.ROUGH_MAX_MESSAGE_BYTES);
            assertThat(engine.stats().connects())
                    .as("refused once, and known since")
                    .isEqualTo(2);
        }
    }
}
