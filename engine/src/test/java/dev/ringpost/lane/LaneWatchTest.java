package dev.ringpost.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringpost.Batching;
import dev.ringpost.Bottleneck;
import dev.ringpost.LaneExplanation;
import dev.ringpost.LaneState;
import dev.ringpost.Offer;
import dev.ringpost.Producer;
import dev.ringpost.PublishOptions;
import dev.ringpost.SerializeOn;
import dev.ringpost.TimeUse;
import dev.ringpost.compression.Compressor;
import dev.ringpost.serialization.Serializer;
import dev.ringpost.testing.CleanEngine;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a watch sees of a lane, and the verdict: looked at by hand, at the very moments that matter. */
@CleanEngine
class LaneWatchTest {

    private @Nullable Runnable duringCallback;
    private final LaneBench bench = new LaneBench((id, outcome, detail) -> {
        if (duringCallback != null) {
            duringCallback.run();
        }
    });
    private LaneState state = LaneState.OPEN;
    private final LaneWatch watch = bench.watch(() -> state);

    private void fill() {
        while (bench.offer(new byte[1]) == Offer.ACCEPTED) {
            bench.step();
        }
        bench.run();
    }

    private LaneExplanation explain() {
        LaneExplanation explanation = watch.explain(0);
        assertThat(explanation.shares().values().stream()
                        .mapToDouble(Double::doubleValue)
                        .sum())
                .isBetween(0.999, 1.001);
        return explanation;
    }

    private void assertBound(Bottleneck verdict, TimeUse use) {
        LaneExplanation explanation = explain();
        assertThat(explanation.verdict()).as(explanation.sentence()).isEqualTo(verdict);
        assertThat(explanation.share(use)).isEqualTo(1);
    }

    /** Calls the watch from inside. */
    private final class LookingSerializer implements Serializer {
        @Override
        public String name() {
            return "looking";
        }

        @Override
        public String contentType() {
            return "text/plain";
        }

        @Override
        public String contentEncoding() {
            return "utf-8";
        }

        @Override
        public void serialize(Object object, OutputStream out) throws IOException {
            watch.look();
            out.write(1);
        }
    }

    /** Likewise. */
    private final class LookingCompressor implements Compressor {
        @Override
        public String name() {
            return "looking";
        }

        @Override
        public @Nullable String header() {
            return "application/x-looking";
        }

        @Override
        public @Nullable String contentEncoding() {
            return null;
        }

        @Override
        public void compress(byte[] source, int offset, int length, OutputStream out) throws IOException {
            watch.look();
            out.write(source, offset, length);
        }
    }

    @Test
    void withoutMessagesItIsIdle() {
        bench.connect();
        bench.run();
        watch.look();
        assertBound(Bottleneck.IDLE, TimeUse.IDLE);
    }

    @Test
    void oneMessageAtATimeIsBoundByItsCallerThoughItWaitsForTheBroker() {
        ScriptedLink link = bench.connect();
        for (int i = 0; i < 10; i++) {
            bench.publish("one");
            bench.run();
            watch.look();
            link.ackAll();
            bench.run();
        }
        assertBound(Bottleneck.CALLERS, TimeUse.BROKER);
        assertThat(explain().sentence()).contains("one message a round trip");
        assertThat(explain().acceptedCount()).isEqualTo(10);
    }

    @Test
    void aRingFullOfUnansweredMessagesIsBoundByTheBroker() {
        ScriptedLink link = bench.connect();
        fill();
        watch.look();
        assertBound(Bottleneck.BROKER, TimeUse.BROKER);
        assertThat(explain().ringFill()).isEqualTo(1);
        link.ackAll();
        bench.run();
    }

    @Test
    void aRingFullOfOutcomesIsBoundByTheCallbacks() {
        ScriptedLink link = bench.connect();
        fill();
        link.ackAll();
        int work;
        do {
            work = bench.lane().doWork(bench.clock().nanoTime());
        } while (work > 0);
        duringCallback = () -> {
            watch.look();
            duringCallback = null;
        };
        bench.run();
        assertBound(Bottleneck.CALLBACKS, TimeUse.CALLBACKS);
    }

    @Test
    void aWriteThatTakesTheTimeIsTheSocket() {
        ScriptedLink link = bench.connect();
        bench.run();
        link.channel().whenFlushed(watch::look);
        for (int i = 0; i < LaneBench.WINDOW; i++) {
            bench.publish("one");
        }
        bench.run();
        assertBound(Bottleneck.SOCKET, TimeUse.WRITE);
        link.ackAll();
        bench.run();
    }

    @Test
    void aSerializerOnTheLaneIsSeen() {
        ScriptedLink link = bench.connect();
        PublishOptions serialized = PublishOptions.builder()
                .routingKey("key")
                .serializer(new LookingSerializer())
                .serializeOn(SerializeOn.ENGINE)
                .build();
        for (int i = 0; i < LaneBench.WINDOW; i++) {
            bench.publishObject("object", serialized);
        }
        bench.run();
        assertBound(Bottleneck.SERIALIZER, TimeUse.SERIALIZE);
        link.ackAll();
        bench.run();
    }

    @Test
    void aCompressorIsSeenForAMessageAndForAPack() {
        ScriptedLink link = bench.connect();
        PublishOptions compressed = PublishOptions.builder()
                .routingKey("key")
                .compression(new LookingCompressor())
                .build();
        Producer single = bench.producer(compressed);
        Producer packed = bench.producer(compressed.toBuilder()
                .routingKey("packed")
                .batching(Batching.of(10, 10_000))
                .build());
        for (int i = 0; i < LaneBench.WINDOW / 2; i++) {
            bench.publish(single, new byte[1]);
            bench.publish(packed, new byte[1]);
        }
        bench.run();
        assertBound(Bottleneck.COMPRESSOR, TimeUse.COMPRESS);
        link.ackAll();
        bench.run();
    }

    @Test
    void recordsThatLingerWaitForNobodyElse() {
        ScriptedLink link = bench.connect();
        bench.run();
        Producer packed = bench.producer(PublishOptions.builder()
                .routingKey("packed")
                .batching(10, 10_000, Duration.ofMillis(50))
                .build());
        bench.publish(packed, new byte[1]);
        bench.run();
        watch.look();
        assertBound(Bottleneck.CALLERS, TimeUse.LINGER);
        bench.advanceMs(51);
        bench.run();
        link.ackAll();
        bench.run();
    }

    @Test
    void anAlarmAndALostConnectionGoBeforeAllElse() {
        for (LaneState each : List.of(LaneState.BLOCKED, LaneState.CONNECTING, LaneState.RECONNECTING)) {
            LaneWatch own = bench.watch(() -> each);
            own.look();
            assertThat(own.explain(1).verdict())
                    .isEqualTo(each == LaneState.BLOCKED ? Bottleneck.ALARM : Bottleneck.RECONNECTING);
        }
        state = LaneState.CLOSED;
        watch.look();
        assertBound(Bottleneck.IDLE, TimeUse.IDLE);
    }

    @Test
    void callersInTheirSerializerAreBoundByThat() {
        ScriptedLink link = bench.connect();
        bench.publish("one");
        bench.run();
        watch.look();
        assertThat(watch.explain(0.8).verdict()).isEqualTo(Bottleneck.SERIALIZER);
        assertThat(watch.explain(0.8).sentence()).contains("80 %", "publish from more threads");
        link.ackAll();
        bench.run();
    }
}
