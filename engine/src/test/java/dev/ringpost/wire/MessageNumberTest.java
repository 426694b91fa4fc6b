package dev.ringpost.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.impl.AMQCommand;
import dev.ringpost.PublishOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Numbers in message ids, as digits and in their place. */
class MessageNumberTest {

    private static final int FRAME_MAX = 4096;

    @Test
    void digitsAreWrittenAsJavaWritesThem() {
        Random random = new Random(1);
        byte[] buffer = new byte[20];
        for (int i = 0; i < 10_000; i++) {
            long number = i == 0 ? 0 : i == 1 ? -1 : random.nextLong() >>> random.nextInt(64);
            FrameLayout.putHex(buffer, 3, number);
            assertThat(new String(buffer, 3, 16, StandardCharsets.US_ASCII)).isEqualTo(String.format("%016x", number));
        }
        assertThat(buffer[2]).isZero();
        assertThat(buffer[19]).isZero();
    }

    static Stream<MessageBatch> batches() {
        return Stream.of(new TemplateBatch(FRAME_MAX), new LibraryBatch(FRAME_MAX));
    }

    /** One template for many messages: small and in fragments, before and behind others, each with its own number. */
    @ParameterizedTest
    @MethodSource("batches")
    void eachMessageOfARouteHasItsOwn(MessageBatch batch) throws IOException {
        RouteTemplate route = new RouteEncoder()
                .encode(RouteSpec.plain(
                                PublishOptions.builder()
                                        .mandatory(true)
                                        .numberedMessageId()
                                        .build(),
                                "application/data",
                                "binary",
                                true)
                        .numberedBy("ü"));
        assertThat(route.isNumbered()).isTrue();
        int[] sizes = {0, 1, 70_000, 100, 9_000};
        for (int i = 0; i < sizes.length; i++) {
            assertThat(batch.add(route, new byte[sizes[i]], 0, sizes[i], i + 1, 0x0500_0000_0000_00A0L + i))
                    .isTrue();
        }
        List<AMQCommand> read = FrameBench.decoded(FrameBench.written(batch), FRAME_MAX);
        assertThat(read)
                .extracting(command -> ((AMQP.BasicProperties) command.getContentHeader()).getMessageId())
                .containsExactly(
                        "ü-05000000000000a0",
                        "ü-05000000000000a1",
                        "ü-05000000000000a2",
                        "ü-05000000000000a3",
                        "ü-05000000000000a4");
        assertThat(read)
                .extracting(command -> ((AMQP.BasicProperties) command.getContentHeader())
                        .getHeaders()
                        .get(PublishOptions.ATTEMPT_HEADER))
                .containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void theLongestProducerIdFits() throws IOException {
        String producerId = "é".repeat(100);
        RouteTemplate route = new RouteEncoder()
                .encode(RouteSpec.plain(PublishOptions.none(), "application/data", "binary", true)
                        .numberedBy(producerId));
        TemplateBatch batch = new TemplateBatch(FRAME_MAX);
        batch.add(route, new byte[1], 0, 1, 1, 7);
        AMQCommand read =
                FrameBench.decoded(FrameBench.written(batch), FRAME_MAX).get(0);
        assertThat(((AMQP.BasicProperties) read.getContentHeader()).getMessageId())
                .isEqualTo(producerId + "-0000000000000007");
    }
}
