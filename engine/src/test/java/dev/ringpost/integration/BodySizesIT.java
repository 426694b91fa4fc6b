package dev.ringpost.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ringpost.FrameEncoding;
import dev.ringpost.InvalidMessageException;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bodies of every size where something changes: inline, copied, cut into frames, none at all. */
@IntegrationTest
class BodySizesIT {

    private static final Duration ANSWER = Duration.ofSeconds(20);
    private static final int INLINE = 512;
    private static final int COPIED_BELOW = 8 * 1024;
    private static final int FRAME_OVERHEAD = 8;
    private static final int MEGABYTE = 1 << 20;

    @ParameterizedTest
    @MethodSource("dev.ringpost.testing.Brokers#withEncodings")
    void arriveWhole(BrokerKind kind, FrameEncoding encoding, Brokers brokers) throws Exception {
        try (BrokerClient client = brokers.client(kind);
                PublisherEngine engine = brokers.engine(kind, encoding)
                        .inlineBytes(INLINE)
                        .memoryBudgetBytes(64L * MEGABYTE)
                        .start()) {
            String queue = client.queue("sizes");
            Producer producer =
                    engine.producer(PublishOptions.builder().routingKey(queue).build());
            int frameMax = client.channel().getConnection().getFrameMax();
            List<byte[]> bodies = bodies(frameMax == 0 ? 128 * 1024 : frameMax);
            List<Receipt> receipts = new ArrayList<>();
            for (int i = 0; i < bodies.size(); i++) {
                byte[] body = bodies.get(i);
                receipts.add(
                        switch (i % 3) {
                            case 0 -> producer.publish(body);
                            case 1 -> producer.publish(direct(body));
                            default -> producer.publish(ByteBuffer.wrap(body).asReadOnlyBuffer());
                        });
            }
            for (Receipt receipt : receipts) {
                assertThat(receipt.await(ANSWER)).isEqualTo(Outcome.CONFIRMED);
            }
            List<byte[]> arrived = new ArrayList<>();
            client.drain(queue, arrived::add, ANSWER);
            assertThat(arrived).hasSameSizeAs(bodies);
            for (int i = 0; i < bodies.size(); i++) {
                assertThat(java.util.Arrays.equals(arrived.get(i), bodies.get(i)))
                        .as("body " + i + " of " + bodies.get(i).length + " bytes arrived with "
                                + arrived.get(i).length)
                        .isTrue();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dev.ringpost.testing.Brokers#withEncodings")
    void overTheLimitAreRefusedAndTheLimitItselfIsNot(BrokerKind kind, FrameEncoding encoding, Brokers brokers)
            throws Exception {
        try (BrokerClient client = brokers.client(kind);
                PublisherEngine engine =
                        brokers.engine(kind, encoding).maxMessageBytes(10_000).start()) {
            String queue = client.queue("limit");
            Producer producer =
                    engine.producer(PublishOptions.builder().routingKey(queue).build());
            assertThat(producer.publish(new byte[10_000]).await(ANSWER)).isEqualTo(Outcome.CONFIRMED);
            assertThat(producer.publish("x".repeat(9_998)).await(ANSWER)).isEqualTo(Outcome.CONFIRMED);
            List<Object> tooLarge = List.of(
                    new byte[10_001], ByteBuffer.allocate(10_001), "ä".repeat(5_001), List.of("x".repeat(9_997)));
            for (Object body : tooLarge) {
                assertThatThrownBy(() -> producer.publish(body))
                        .isInstanceOf(InvalidMessageException.class)
                        .hasMessageContaining("10000");
            }
            assertThatThrownBy(() -> producer.tryPublish(new byte[10_001], 0, 10_001, 1))
                    .isInstanceOf(InvalidMessageException.class);
            assertThatThrownBy(() -> producer.publish(new byte[10], 5, 6, 1))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            assertThat(producer.publish("still alive").await(ANSWER)).isEqualTo(Outcome.CONFIRMED);
            assertThat(engine.stats().accepted()).isEqualTo(3);
            assertThat(client.depth(queue)).isEqualTo(3);
        }
    }

    private static ByteBuffer direct(byte[] body) {
        return ByteBuffer.allocateDirect(body.length).put(body).flip();
    }

    private static List<byte[]> bodies(int frameMax) {
        int[] borders = {
            0,
            1,
            INLINE,
            COPIED_BELOW,
            frameMax - FRAME_OVERHEAD,
            frameMax,
            2 * (frameMax - FRAME_OVERHEAD),
            MEGABYTE,
            5 * MEGABYTE
        };
        Random random = new Random(42);
        List<byte[]> bodies = new ArrayList<>();
        for (int border : borders) {
            for (int size = Math.max(0, border - 1); size <= border + 1; size++) {
                byte[] body = new byte[size];
                random.nextBytes(body);
                bodies.add(body);
            }
        }
        return bodies;
    }
}
