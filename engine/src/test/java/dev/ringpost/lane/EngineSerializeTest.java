package dev.ringpost.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ringpost.Offer;
import dev.ringpost.Outcome;
import dev.ringpost.Producer;
import dev.ringpost.PublishOptions;
import dev.ringpost.SerializeOn;
import dev.ringpost.intake.BenchProducers;
import dev.ringpost.ring.EngineThread;
import dev.ringpost.serialization.Serializer;
import dev.ringpost.testing.Await;
import dev.ringpost.testing.CleanEngine;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Objects that the lane serializes, with serializers that misbehave. */
@CleanEngine
class EngineSerializeTest {

    private final LaneBench bench = new LaneBench();

    private interface Body {
        void write(Object object, OutputStream out) throws IOException;
    }

    private static PublishOptions lazily(Body body) {
        return PublishOptions.builder()
                .serializeOn(SerializeOn.ENGINE)
                .serializer(new Serializer() {
                    @Override
                    public String name() {
                        return "scripted";
                    }

                    @Override
                    public String contentType() {
                        return "text/test";
                    }

                    @Override
                    public String contentEncoding() {
                        return "utf-8";
                    }

                    @Override
                    public void serialize(Object object, OutputStream out) throws IOException {
                        body.write(object, out);
                    }
                })
                .build();
    }

    private void assertFailsAlone(Body body, String detail) {
        ScriptedLink link = bench.connect();
        bench.publish("before");
        long bad = bench.publishObject("object", lazily(body));
        bench.publish("after");
        bench.run();
        assertThat(link.texts()).containsExactly("before", "after");
        link.ackUpTo(2);
        bench.run();
        assertThat(bench.outcomes().of(bad)).isEqualTo(Outcome.FAILED);
        assertThat(bench.outcomes().detailOf(bad)).contains("scripted").contains(detail);
        assertThat(bench.outcomes().with(Outcome.CONFIRMED)).hasSize(2);
        bench.assertEmpty();
    }

    @Test
    void anIoExceptionFailsItsMessageOnly() {
        assertFailsAlone(
                (object, out) -> {
                    throw new IOException("no such field");
                },
                "no such field");
    }

    @Test
    void aStackOverflowFailsItsMessageOnly() {
        assertFailsAlone((object, out) -> recurse(1), "StackOverflowError");
    }

    @SuppressWarnings("InfiniteRecursion") // on purpose
    private static int recurse(int depth) {
        return recurse(depth + 1) + 1;
    }

    @Test
    void anErrorFailsItsMessageOnly() {
        assertFailsAlone(
                (object, out) -> {
                    throw new NoClassDefFoundError("com/example/Gone");
                },
                "com/example/Gone");
    }

    @Test
    void anErrorThatCannotEvenBePrintedFailsItsMessageOnly() {
        assertFailsAlone(
                (object, out) -> {
                    throw new IllegalStateException("") {
                        private static final long serialVersionUID = 1L;

                        @Override
                        @SuppressWarnings("OverrideThrowableToString") // that it fails is the point
                        public String toString() {
                            throw new IllegalStateException("toString fails too");
                        }
                    };
                },
                "scripted");
    }

    @Test
    void aBodyOverTheLimitFailsItsMessageOnly() {
        assertFailsAlone(
                (object, out) -> {
                    out.write(new byte[BenchProducers.MAX_MESSAGE_BYTES]);
                    out.write(1);
                },
                "maxMessageBytes");
    }

    @Test
    void anInterruptFlagLeftBehindIsCleared() {
        ScriptedLink link = bench.connect();
        bench.publishObject(
                "object", lazily((object, out) -> Thread.currentThread().interrupt()));
        bench.run();
        assertThat(Thread.interrupted()).isFalse();
        assertThat(link.texts()).containsExactly("");
    }

    @Test
    void bytesOfOneObjectDoNotLeakIntoTheNext() {
        ScriptedLink link = bench.connect();
        PublishOptions text = PublishOptions.builder()
                .serializer(new TextSerializer())
                .serializeOn(SerializeOn.ENGINE)
                .build();
        bench.publishObject("x".repeat(500), text);
        bench.publishObject("short", text);
        bench.publishObject("", text);
        bench.run();
        assertThat(link.texts()).containsExactly("x".repeat(500), "short", "");
        link.ackUpTo(3);
        bench.run();
        bench.assertEmpty();
    }

    /** The lane runs this on its own thread, as in life: a test's thread is none of the engine's. */
    @Test
    void aSerializerMayTryPublishAndMayNotPublish() {
        ScriptedLink link = bench.connect();
        Producer inside =
                bench.producer(PublishOptions.builder().routingKey("inside").build());
        AtomicReference<@Nullable Offer> offer = new AtomicReference<>();
        AtomicReference<@Nullable Throwable> refusal = new AtomicReference<>();
        bench.publishObject("object", lazily((object, out) -> {
            offer.set(inside.tryPublish(new byte[] {'i', 'n'}, 0, 2, bench.nextId()));
            try {
                inside.publish(new byte[] {'n', 'o'}, 0, 2, bench.nextId());
            } catch (InterruptedException | RuntimeException e) {
                refusal.set(e);
            }
            out.write('o');
        }));
        bench.publish("after");
        EngineThread thread =
                new EngineThread(() -> bench.lane().doWork(bench.clock().nanoTime()), "bench-lane");
        thread.start();
        Await.ended(thread);
        bench.run();
        assertThat(offer.get()).isEqualTo(Offer.ACCEPTED);
        assertThat(refusal.get()).isInstanceOf(IllegalStateException.class).hasMessageContaining("tryPublish");
        assertThat(link.texts()).containsExactly("o", "after", "in");
        link.ackUpTo(3);
        bench.run();
        assertThat(bench.outcomes().with(Outcome.CONFIRMED)).hasSize(3);
        bench.assertEmpty();
    }

    @Test
    void bodiesThatTheLaneSerializedCountAgainstTheBudgetOfCallers() {
        PublishOptions large = lazily((object, out) -> out.write(new byte[8 * 1024]));
        for (int i = 0; i < 2 * LaneBench.BUDGET_BYTES / (8 * 1024); i++) {
            bench.publishObject("object", large);
        }
        bench.run();
        assertThat(bench.budget().takenBytes()).isGreaterThanOrEqualTo(LaneBench.BUDGET_BYTES);
        Offer offer = bench.producer(PublishOptions.none()).tryPublish("object", large, (outcome, detail) -> {});
        assertThat(offer)
                .as("one more object while the lane's memory is used up twice over")
                .isEqualTo(Offer.FULL);
        bench.confirmAll();
        bench.assertEmpty();
    }

    /** What newer messages hold comes back only after the older one: waiting for it would be for ever. */
    @Test
    void anObjectBehindWhichBytesTookAllTheMemoryGoesOn() {
        long object = bench.publishObject("object", lazily((body, out) -> out.write(new byte[8 * 1024])));
        while (bench.offer(new byte[8 * 1024]) == Offer.ACCEPTED) {
            assertThat(bench.outcomes().all()).isEmpty();
        }
        assertThat(bench.budget().isExhausted()).isTrue();
        bench.confirmAll();
        assertThat(bench.outcomes().of(object)).isEqualTo(Outcome.CONFIRMED);
        bench.assertEmpty();
    }

    @Test
    void publishOnAnEngineThreadNamesTheThread() {
        assertThatThrownBy(() -> {
                    AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
                    EngineThread thread = new EngineThread(
                            () -> {
                                try {
                                    EngineThread.refuseBlocking("publish");
                                } catch (IllegalStateException e) {
                                    thrown.set(e);
                                }
                            },
                            "bench-completion");
                    thread.start();
                    Await.ended(thread);
                    Throwable e = thrown.get();
                    if (e != null) {
                        throw e;
                    }
                })
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("bench-completion");
    }
}
