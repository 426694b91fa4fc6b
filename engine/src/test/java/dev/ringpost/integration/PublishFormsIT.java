package dev.ringpost.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.GetResponse;
import dev.ringpost.FrameEncoding;
import dev.ringpost.Offer;
import dev.ringpost.Outcome;
import dev.ringpost.Producer;
import dev.ringpost.PublishOptions;
import dev.ringpost.PublisherEngine;
import dev.ringpost.Receipt;
import dev.ringpost.testing.BrokerClient;
import dev.ringpost.testing.BrokerKind;
import dev.ringpost.testing.Brokers;
import dev.ringpost.testing.IntegrationTest;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every form of publish, one message after the other: its outcome arrives where it should, its body at the broker. */
@IntegrationTest
class PublishFormsIT {

    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final String SOURCE = "dev.ringpost.testing.Brokers#withEncodings";

    /** An outcome as some listener heard it. */
    private record Heard(
            long correlationId, Outcome outcome, @Nullable String detail) {}

    record Tick(String symbol, double price, long volume) {}

    private final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();

    private void hear(long correlationId, Outcome outcome, @Nullable String detail) {
        heard.add(new Heard(correlationId, outcome, detail));
    }

    private Heard next() throws InterruptedException {
        Heard next = heard.poll(ANSWER.toSeconds(), TimeUnit.SECONDS);
        assertThat(next).as("an outcome within " + ANSWER).isNotNull();
        assertThat(heard).as("one outcome only").isEmpty();
        return next == null ? new Heard(0, Outcome.ABORTED, null) : next;
    }

    @ParameterizedTest
    @MethodSource(SOURCE)
    void bytesWithACorrelationId(BrokerKind kind, FrameEncoding encoding, Brokers brokers) throws Exception {
        try (BrokerClient client = brokers.client(kind);
                PublisherEngine engine = brokers.engine(kind, encoding)
                        .outcomeListener(this::hear)
                        .start()) {
            String queue = client.queue("forms");
            Producer producer =
                    engine.producer(PublishOptions.builder().routingKey(queue).build());
            byte[] padded = bytes("..a slice of an array..");
            byte[] slice = bytes("a slice of an array");

            producer.publish(padded, 2, slice.length, 11);
            assertThat(next()).isEqualTo(new Heard(11, Outcome.CONFIRMED, null));
            assertThat(client.get(queue).getBody()).isEqualTo(slice);

            assertThat(producer.tryPublish(padded, 2, slice.length, Long.MIN_VALUE))
                    .isEqualTo(Offer.ACCEPTED);
            assertThat(next()).isEqualTo(new Heard(Long.MIN_VALUE, Outcome.CONFIRMED, null));
            assertThat(client.get(queue).getBody()).isEqualTo(slice);

            producer.publish(padded, padded.length, 0, 12);
            assertThat(next()).isEqualTo(new Heard(12, Outcome.CONFIRMED, null));
            assertThat(client.get(queue).getBody()).isEmpty();

            Arrays.fill(padded, (byte) 'x');
            producer.publish(padded, 0, 3, 13);
            Arrays.fill(padded, (byte) 'y'); // the caller's again at once
            assertThat(next().outcome()).isEqualTo(Outcome.CONFIRMED);
            assertThat(client.get(queue).getBody()).isEqualTo(bytes("xxx"));
        }
    }

    @ParameterizedTest
    @MethodSource(SOURCE)
    void byteBuffersOfEveryKind(BrokerKind kind, FrameEncoding encoding, Brokers brokers) throws Exception {
        byte[] content = bytes("0123456789");
        byte[] middle = bytes("345678");
        ByteBuffer heap = ByteBuffer.wrap(content.clone());
        ByteBuffer direct = ByteBuffer.allocateDirect(content.length).put(content);
        direct.clear();
        Map<String, ByteBuffer> buffers = new LinkedHashMap<>();
        buffers.put("heap", heap.duplicate());
        buffers.put("direct", direct.duplicate());
        buffers.put("read-only heap", heap.asReadOnlyBuffer());
        buffers.put("read-only direct", direct.asReadOnlyBuffer());
        buffers.put("little-endian", heap.duplicate().order(ByteOrder.LITTLE_ENDIAN));
        try (BrokerClient client = brokers.client(kind);
                PublisherEngine engine = brokers.engine(kind, encoding)
                        .outcomeListener(this::hear)
                        .start()) {
            String queue = client.queue("buffers");
            Producer producer =
                    engine.producer(PublishOptions.builder().routingKey(queue).build());
            for (Map.Entry<String, ByteBuffer> each : buffers.entrySet()) {
                ByteBuffer window = each.getValue().position(3).limit(9);
                ByteBuffer slice = window.slice();
                for (ByteBuffer buffer : new ByteBuffer[] {window, slice}) {
                    int position = buffer.position();
                    producer.publish(buffer, 1);
                    assertThat(next().outcome()).as(each.getKey()).isEqualTo(Outcome.CONFIRMED);
                    assertThat(producer.tryPublish(buffer, 2).isAccepted()).isTrue();
                    assertThat(next().correlationId()).isEqualTo(2);
                    Receipt receipt = producer.publish(buffer);
                    assertThat(receipt.await(ANSWER)).isEqualTo(Outcome.CONFIRMED);
                    assertThat(producer.tryPublish(buffer, PublishOptions.none(), (o, d) -> hear(3, o, d)))
                            .isEqualTo(Offer.ACCEPTED);
                    assertThat(next()).isEqualTo(new Heard(3, Outcome.CONFIRMED, null));
                    assertThat(buffer.position()).as("not moved").isEqualTo(position);
                    assertThat(buffer.remaining()).isEqualTo(middle.length);
                    for (int i = 0; i < 4; i++) {
                        assertThat(client.get(queue).getBody())
                                .as(each.getKey() + " form " + i)
                                .isEqualTo(middle);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource(SOURCE)
    void receiptsAndCallbacksOfEveryKindOfBody(BrokerKind kind, FrameEncoding encoding, Brokers brokers)
            throws Exception {
        Map<Object, String> bodies = new LinkedHashMap<>();
        bodies.put(bytes("bytes"), "bytes|application/data|binary");
        bodies.put("text äß€𝄞", "text äß€𝄞|text/plain|utf-8");
        bodies.put("", "|text/plain|utf-8");
        bodies.put(new byte[0], "|application/data|binary");
        bodies.put(new Tick("ABC", 1.5, 10), "{\"symbol\":\"ABC\",\"price\":1.5,\"volume\":10}|application/json|utf-8");
        bodies.put(Map.of("ü", 1), "{\"ü\":1}|application/json|utf-8");
        bodies.put(new int[] {1, 2}, "[1,2]|application/json|utf-8");
        bodies.put(42, "42|application/json|utf-8");
        try (BrokerClient client = brokers.client(kind);
                PublisherEngine engine = brokers.engine(kind, encoding)
                        .outcomeListener(this::hear)
                        .start()) {
            String queue = client.queue("bodies");
            Producer producer =
                    engine.producer(PublishOptions.builder().routingKey(queue).build());
            for (Map.Entry<Object, String> each : bodies.entrySet()) {
                threeForms(producer, client, queue, each.getKey(), each.getValue());
            }
            threeForms(producer, client, queue, null, "null|application/json|utf-8");
        }
    }

    private void threeForms(
            Producer producer, BrokerClient client, String queue, @Nullable Object body, String expected)
            throws Exception {
        Receipt receipt = producer.publish(body);
        assertThat(receipt.future().get(ANSWER.toSeconds(), TimeUnit.SECONDS)).isEqualTo(Outcome.CONFIRMED);
        assertThat(receipt.outcome()).isEqualTo(Outcome.CONFIRMED);
        assertThat(receipt.detail()).isNull();
        assertThat(receipt.future()).isSameAs(receipt.future());
        producer.publish(body, PublishOptions.none(), (outcome, detail) -> hear(1, outcome, detail));
        assertThat(next()).isEqualTo(new Heard(1, Outcome.CONFIRMED, null));
        assertThat(producer.tryPublish(body, PublishOptions.none(), (outcome, detail) -> hear(2, outcome, detail)))
                .isEqualTo(Offer.ACCEPTED);
        assertThat(next()).isEqualTo(new Heard(2, Outcome.CONFIRMED, null));
        for (int i = 0; i < 3; i++) {
            GetResponse response = client.get(queue);
            assertThat(new String(response.getBody(), StandardCharsets.UTF_8) + "|"
                            + response.getProps().getContentType() + "|"
                            + response.getProps().getContentEncoding())
                    .isEqualTo(expected);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
