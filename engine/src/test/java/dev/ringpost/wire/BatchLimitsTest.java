package dev.ringpost.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringpost.PublishOptions;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** When a batch is full, and that it can be used again. */
class BatchLimitsTest {

    private static final int FRAME_MAX = 131_072;

    private final RouteTemplate route = new RouteEncoder()
            .encode(RouteSpec.plain(
                    PublishOptions.builder().routingKey("key").build(), "application/data", "binary", true));

    static Stream<MessageBatch> batches() {
        return Stream.of(new TemplateBatch(FRAME_MAX), new LibraryBatch(FRAME_MAX));
    }

    @ParameterizedTest
    @MethodSource("batches")
    void smallOnesFillItAndTheOneRefusedIsNotInIt(MessageBatch batch) throws IOException {
        byte[] body = new byte[100];
        int added = 0;
        while (batch.add(route, body, 0, 100, added + 1, 0)) {
            added++;
            assertThat(added).isLessThan(100_000);
        }
        assertThat(added).isGreaterThan(100);
        assertThat(batch.messageCount()).isEqualTo(added);
        assertThat(FrameBench.decoded(FrameBench.written(batch), FRAME_MAX)).hasSize(added);
        assertThat(batch.add(route, body, 0, 100, added + 1, 0))
                .as("still full")
                .isFalse();
        batch.clear();
        assertThat(batch.messageCount()).isZero();
        assertThat(FrameBench.written(batch)).isEmpty();
        assertThat(batch.add(route, body, 0, 100, 1, 0)).as("empty again").isTrue();
    }

    @ParameterizedTest
    @MethodSource("batches")
    void largeOnesFillItByTheirBytes(MessageBatch batch) {
        byte[] body = new byte[300_000];
        int added = 0;
        while (batch.add(route, body, 0, body.length, added + 1, 0)) {
            added++;
            assertThat(added).isLessThan(100);
        }
        assertThat(added).as("a batch is about a megabyte").isBetween(1, 4);
    }

    @ParameterizedTest
    @MethodSource("batches")
    void anEmptyBatchTakesAMessageOfAnySize(MessageBatch batch) throws IOException {
        byte[] body = new byte[5 * 1024 * 1024];
        new Random(1).nextBytes(body);
        RouteTemplate wide = new RouteEncoder()
                .encode(RouteSpec.plain(
                        PublishOptions.builder()
                                .headers(Map.of("wide", "x".repeat(100_000)))
                                .build(),
                        "application/data",
                        "binary",
                        false));
        for (int i = 0; i < 2; i++) {
            assertThat(batch.add(wide, body, 0, body.length, 1, 0)).isTrue();
            assertThat(FrameBench.decoded(FrameBench.written(batch), FRAME_MAX))
                    .singleElement()
                    .satisfies(command -> assertThat(command.getContentBody()).isEqualTo(body));
            batch.clear();
        }
    }

    @ParameterizedTest
    @MethodSource("batches")
    void usedAgainItGivesTheSameBytes(MessageBatch batch) throws IOException {
        byte[] small = {1, 2, 3};
        byte[] large = new byte[70_000];
        byte[] first = bytesOf(batch, small, large);
        for (int i = 0; i < 5; i++) {
            bytesOf(batch, large, large); // leaves more segments behind than the next one needs
            assertThat(bytesOf(batch, small, large)).isEqualTo(first);
        }
    }

    private byte[] bytesOf(MessageBatch batch, byte[]... bodies) throws IOException {
        batch.clear();
        for (byte[] body : bodies) {
            assertThat(batch.add(route, body, 0, body.length, 1, 0)).isTrue();
        }
        return FrameBench.written(batch);
    }

    @Test
    @SuppressWarnings("ReferenceEquality") // the very same one is meant
    void aLargeBodyIsNotCopied() throws IOException {
        byte[] body = new byte[70_000];
        TemplateBatch batch = new TemplateBatch(FRAME_MAX);
        batch.add(route, body, 0, body.length, 1, 0);
        int[] fromBody = {0};
        batch.writeTo(new DataOutputStream(new ByteArrayOutputStream() {
            @Override
            public synchronized void write(byte[] source, int offset, int length) {
                if (source == body) {
                    fromBody[0] += length;
                }
                super.write(source, offset, length);
            }
        }));
        assertThat(fromBody[0]).isEqualTo(body.length);
    }

    @Test
    void theSelfCheckPassesWithTheClientWeAreBuiltWith() {
        assertThat(FrameSelfCheck.passed()).isTrue();
    }

    @Test
    void theSelfCheckWouldSeeADifference() throws IOException {
        RouteTemplate other = new RouteEncoder()
                .encode(RouteSpec.plain(
                        PublishOptions.builder().routingKey("kex").build(), "application/data", "binary", true));
        assertThat(FrameSelfCheck.encoded(new TemplateBatch(FRAME_MAX), route, 10))
                .isNotEqualTo(FrameSelfCheck.encoded(new LibraryBatch(FRAME_MAX), other, 10));
    }

    @Test
    void aHeaderOfTheCallersOwnNamedLikeTheAttemptDoesNotHideIt() throws IOException {
        RouteTemplate forwarded = new RouteEncoder()
                .encode(RouteSpec.plain(
                        PublishOptions.builder()
                                .mandatory(true)
                                .headers(Map.of(PublishOptions.ATTEMPT_HEADER, 7, "other", 1))
                                .build(),
                        "application/data",
                        "binary",
                        true));
        assertThat(FrameSelfCheck.encoded(new TemplateBatch(FRAME_MAX), forwarded, 10).length)
                .as("one header of that name, as the library encodes it")
                .isEqualTo(FrameSelfCheck.encoded(new LibraryBatch(FRAME_MAX), forwarded, 10).length);
    }
}
