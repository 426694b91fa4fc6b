package dev.ringpost.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringpost.Outcome;
import dev.ringpost.PublishOptions;
import dev.ringpost.compression.Compressor;
import dev.ringpost.testing.CleanEngine;
import dev.ringpost.wire.RouteTemplate;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Bodies that the lane compresses, with compressors that shrink, grow and fail. */
@CleanEngine
class CompressTest {

    private static final int LARGE_BYTES = 20_000;

    private final LaneBench bench = new LaneBench();

    private interface Body {
        void write(byte[] source, int offset, int length, OutputStream out) throws IOException;
    }

    private record Scripted(
            @Nullable String header, @Nullable String contentEncoding, Body body) implements Compressor {

        static Scripted of(Body body) {
            return new Scripted("application/x-scripted", null, body);
        }

        /** Writes every n-th byte. */
        static Scripted everyNth(int n) {
            return of((source, offset, length, out) -> {
                for (int i = 0; i < length; i += n) {
                    out.write(source[offset + i]);
                }
            });
        }

        static Scripted growingBy(int bytes) {
            return of((source, offset, length, out) -> {
                out.write(source, offset, length);
                out.write(new byte[bytes]);
            });
        }

        @Override
        public String name() {
            return "scripted";
        }

        @Override
        public void compress(byte[] source, int offset, int length, OutputStream out) throws IOException {
            body.write(source, offset, length, out);
        }
    }

    private static PublishOptions by(Compressor compressor) {
        return PublishOptions.builder().compression(compressor).build();
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i * 7);
        }
        return bytes;
    }

    /** Publishes one body, has it confirmed, and answers what was sent. */
    private ScriptedChannel.Sent sent(byte[] body, PublishOptions options) {
        ScriptedLink link = bench.connect();
        long id = bench.publishObject(body, options);
        bench.run();
        link.ackUpTo(1);
        bench.run();
        assertThat(bench.outcomes().of(id)).isEqualTo(Outcome.CONFIRMED);
        bench.assertEmpty();
        link.lose();
        bench.run();
        return link.channel().sent().get(0);
    }

    private static Map<String, Object> headers(RouteTemplate route) {
        return route.spec().headers();
    }

    @Test
    void aBodyIsCompressedAndSaysSo() {
        ScriptedChannel.Sent sent = sent(bytes(100), by(Scripted.everyNth(2)));
        assertThat(sent.body()).hasSize(50);
        assertThat(sent.route().spec().headers()).containsEntry("compression", "application/x-scripted");
        assertThat(sent.route().contentType()).isEqualTo("application/data");
        assertThat(sent.route().contentEncoding()).isEqualTo("binary");
    }

    @Test
    void aCompressorWithAContentEncodingSetsThatAndNoHeader() {
        Scripted http = new Scripted(null, "gzip", Scripted.everyNth(2).body());
        ScriptedChannel.Sent sent = sent(bytes(100), by(http));
        assertThat(sent.route().contentEncoding()).isEqualTo("gzip");
        assertThat(headers(sent.route())).isEmpty();
    }

    @Test
    void ownHeadersStayAndTheCompressionsGoesBeforeOneOfThatName() {
        PublishOptions options = by(Scripted.everyNth(2)).toBuilder()
                .headers(Map.of("own", 1, "compression", "mine"))
                .build();
        assertThat(headers(sent(bytes(10), options).route()))
                .containsOnly(Map.entry("own", 1), Map.entry("compression", "application/x-scripted"));
    }

    @Test
    void aLargeBodyThatBecomesSmallGivesItsBufferBack() {
        assertThat(sent(bytes(LARGE_BYTES), by(Scripted.everyNth(1000))).body()).hasSize(20);
    }

    @Test
    void aLargeBodyThatStaysLargeKeepsItsBuffer() {
        byte[] half = sent(bytes(LARGE_BYTES), by(Scripted.everyNth(2))).body();
        assertThat(half).hasSize(LARGE_BYTES / 2);
        assertThat(half[1]).isEqualTo((byte) 14);
    }

    @Test
    void aBodyThatGrowsOutOfItsSlotOrBufferStillFits() {
        byte[] inline = bytes(LaneBench.INLINE_BYTES);
        assertThat(Arrays.copyOf(sent(inline, by(Scripted.growingBy(40))).body(), inline.length))
                .isEqualTo(inline);
        byte[] large = bytes(1 << 14);
        assertThat(Arrays.copyOf(sent(large, by(Scripted.growingBy(40))).body(), large.length))
                .isEqualTo(large);
    }

    @Test
    void aBodyBelowTheThresholdGoesAsItIs() {
        PublishOptions options =
                by(Scripted.everyNth(2)).toBuilder().compressFromBytes(101).build();
        ScriptedChannel.Sent sent = sent(bytes(100), options);
        assertThat(sent.body()).hasSize(100);
        assertThat(headers(sent.route())).isEmpty();
        assertThat(sent(bytes(101), options).body()).hasSize(51);
    }

    @Test
    void aBodyThatDoesNotShrinkGoesAsItIsIfAskedFor() {
        PublishOptions growing = by(Scripted.growingBy(1));
        assertThat(sent(bytes(100), growing).body()).hasSize(101);
        ScriptedChannel.Sent plain =
                sent(bytes(100), growing.toBuilder().compressOnlyIfSmaller(true).build());
        assertThat(plain.body()).hasSize(100);
        assertThat(headers(plain.route())).isEmpty();
    }

    @Test
    void whatIsSentAgainIsNotCompressedAgain() {
        ScriptedLink first = bench.connect();
        bench.publishObject(bytes(100), by(Scripted.everyNth(2)));
        bench.run();
        first.lose();
        bench.run();
        ScriptedLink second = bench.connect();
        bench.run();
        assertThat(second.channel().sent().get(0).body())
                .isEqualTo(first.channel().sent().get(0).body());
        second.ackUpTo(1);
        bench.run();
        bench.assertEmpty();
    }

    @Test
    void slowCompressionDoesNotKeepTheLaneFromItsDeadlines() {
        bench.connect();
        PublishOptions slow = by(Scripted.of((source, offset, length, out) -> {
            bench.clock().advanceMs(2);
            out.write(source, offset, length);
        }));
        long waiting = bench.publish("waiting for its ack");
        bench.step();
        for (int i = 0; i < 20; i++) {
            bench.publishObject(bytes(10), slow);
        }
        bench.advanceMs(LaneBench.DELIVERY_TIMEOUT_MS - 10);
        int steps = 0;
        while (bench.outcomes().of(waiting) == null) {
            assertThat(bench.step()).isPositive();
            steps++;
        }
        assertThat(steps).as("some messages a step, not all twenty").isBetween(2, 5);
        assertThat(bench.outcomes().of(waiting)).isEqualTo(Outcome.TIMED_OUT);
    }

    @Test
    void whatIsOverdueWhenItsTurnComesIsNeitherCompressedNorSent() {
        ScriptedLink link = bench.connect();
        AtomicInteger compressed = new AtomicInteger();
        PublishOptions slow = by(Scripted.of((source, offset, length, out) -> {
            compressed.incrementAndGet();
            bench.clock().advanceMs(LaneBench.DELIVERY_TIMEOUT_MS);
            out.write(source, offset, length);
        }));
        long first = bench.publishObject(bytes(10), slow);
        List<Long> behind = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            behind.add(bench.publishObject(bytes(10), slow));
        }
        bench.run();
        assertThat(bench.outcomes().of(first)).isEqualTo(Outcome.TIMED_OUT);
        for (long id : behind) {
            assertThat(bench.outcomes().of(id)).isEqualTo(Outcome.TIMED_OUT);
            assertThat(bench.outcomes().detailOf(id)).contains("never sent");
        }
        assertThat(compressed).hasValue(1);
        assertThat(link.texts()).hasSizeLessThanOrEqualTo(1);
        bench.assertEmpty();
    }

    @Test
    void aBodyThatGrowsOverTheLimitIsSentAsItIsToo() {
        ScriptedLink link = bench.connect();
        PublishOptions growing = by(Scripted.of((source, offset, length, out) -> {
                    try {
                        out.write(new byte[4 * 1024 * 1024]);
                    } catch (RuntimeException e) {
                        throw new IOException("wrapped", e);
                    }
                }))
                .toBuilder()
                .compressOnlyIfSmaller(true)
                .build();
        bench.publishObject("as it is".getBytes(StandardCharsets.UTF_8), growing);
        bench.run();
        assertThat(link.texts()).containsExactly("as it is");
        link.ackUpTo(1);
        bench.run();
        bench.assertEmpty();
    }

    @Test
    void aCompressorThatThrowsFailsItsMessageOnly() {
        ScriptedLink link = bench.connect();
        bench.publish("before");
        long bad = bench.publishObject(bytes(10), by(Scripted.of((source, offset, length, out) -> {
            throw new IOException("no window");
        })));
        long worse = bench.publishObject(bytes(10), by(Scripted.of((source, offset, length, out) -> {
            throw new UnsatisfiedLinkError("no native part");
        })));
        bench.publish("after");
        bench.run();
        assertThat(link.texts()).containsExactly("before", "after");
        link.ackUpTo(2);
        bench.run();
        assertThat(bench.outcomes().of(bad)).isEqualTo(Outcome.FAILED);
        assertThat(bench.outcomes().detailOf(bad)).contains("scripted").contains("no window");
        assertThat(bench.outcomes().detailOf(worse)).contains("no native part");
        bench.assertEmpty();
    }
}
