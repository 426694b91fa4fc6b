package dev.ringpost.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ringpost.FrameEncoding;
import dev.ringpost.Offer;
import dev.ringpost.Outcome;
import dev.ringpost.Producer;
import dev.ringpost.PublishCallback;
import dev.ringpost.PublishOptions;
import dev.ringpost.PublisherEngine;
import dev.ringpost.Receipt;
import dev.ringpost.testing.Await;
import dev.ringpost.testing.BrokerClient;
import dev.ringpost.testing.BrokerKind;
import dev.ringpost.testing.Brokers;
import dev.ringpost.testing.ExpectedLogs;
import dev.ringpost.testing.IntegrationTest;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What user code may do on an engine's thread, and what its misbehaviour does not do. */
@IntegrationTest
class CallbacksIT {

    private static final Duration ANSWER = Duration.ofSeconds(20);

    @BeforeEach
    void faultsAreLogged(ExpectedLogs logs) {
        logs.expect("a callback threw");
    }

    @ParameterizedTest
    @MethodSource("dev.ringpost.testing.Brokers#withEncodings")
    void blockingCallsAreRefusedAndTryPublishWorks(BrokerKind kind, FrameEncoding encoding, Brokers brokers)
            throws Exception {
        try (BrokerClient client = brokers.client(kind);
                PublisherEngine engine = brokers.engine(kind, encoding).start()) {
            Producer producer = engine.producer(PublishOptions.builder()
                    .routingKey(client.queue("callback"))
                    .build());
            CompletableFuture<Outcome> second = new CompletableFuture<>();
            CompletableFuture<Void> first = new CompletableFuture<>();
            producer.publish("first", PublishOptions.none(), (outcome, detail) -> {
                try {
                    refused(() -> producer.publish("x"));
                    refused(() -> producer.publish(new byte[1], 0, 1, 1));
                    refused(() -> producer.publish(java.nio.ByteBuffer.allocate(1), 1));
                    refused(() -> producer.publish("x", PublishOptions.none(), (o, d) -> {}));
                    refused(() -> engine.flush(Duration.ofSeconds(1)));
                    refused(() -> engine.close(Duration.ofSeconds(1)));
                    refused(engine::close);
                    assertThat(producer.tryPublish("second", PublishOptions.none(), (o, d) -> second.complete(o)))
                            .isEqualTo(Offer.ACCEPTED);
                    first.complete(null);
                } catch (Throwable e) {
                    first.completeExceptionally(e);
                }
            });
            first.get(ANSWER.toSeconds(), TimeUnit.SECONDS);
            assertThat(second.get(ANSWER.toSeconds(), TimeUnit.SECONDS)).isEqualTo(Outcome.CONFIRMED);
            assertThat(engine.flush(ANSWER)).isTrue();
            assertThat(engine.stats().confirmed()).isEqualTo(2);

            waitingForAReceiptIsRefused(producer);
        }
    }

    private interface Call {
        void run() throws Exception;
    }

    private static void refused(Call call) {
        assertThatThrownBy(call::run).isInstanceOf(IllegalStateException.class).hasMessageContaining("engine's thread");
    }

    private static void waitingForAReceiptIsRefused(Producer producer) throws Exception {
        CompletableFuture<Void> done = new CompletableFuture<>();
        CountDownLatch published = new CountDownLatch(1);
        Receipt[] later = new Receipt[1];
        producer.publish("holds the thread", PublishOptions.none(), (outcome, detail) -> {
            try {
                assertThat(published.await(ANSWER.toSeconds(), TimeUnit.SECONDS))
                        .isTrue();
                // Its outcome can only come on this very thread.
                refused(() -> later[0].await(ANSWER));
                refused(() -> later[0].future().get());
                refused(() -> later[0].future().join());
                refused(() -> later[0].future().thenApply(o -> o).get(1, TimeUnit.SECONDS));
                done.complete(null);
            } catch (Throwable e) {
                done.completeExceptionally(e);
            }
        });
        later[0] = producer.publish("later");
        published.countDown();
        done.get(ANSWER.toSeconds(), TimeUnit.SECONDS);
        assertThat(later[0].await(ANSWER)).isEqualTo(Outcome.CONFIRMED);
    }

    /** Answers each outcome with a message through the other engine, until enough were sent. */
    private static final class Echo implements PublishCallback {
        private final AtomicInteger left;
        private final AtomicInteger ended = new AtomicInteger();
        private final Producer[] producers;
        private final int next;
        private @Nullable Echo other;

        Echo(AtomicInteger left, Producer[] producers, int next) {
            this.left = left;
            this.producers = producers;
            this.next = next;
        }

        @Override
        public void onOutcome(Outcome outcome, @Nullable String detail) {
            Echo answer = other;
            if (answer == null || outcome != Outcome.CONFIRMED || left.getAndDecrement() <= 0) {
                ended.incrementAndGet();
            } else if (!producers[next]
                    .tryPublish("echo", PublishOptions.none(), answer)
                    .isAccepted()) {
                ended.incrementAndGet();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"EMBEDDED, EMBEDDED, TEMPLATE", "EMBEDDED, RABBITMQ, TEMPLATE", "RABBITMQ, RABBITMQ, LIBRARY"})
    void twoEnginesPublishIntoEachOther(BrokerKind kindA, BrokerKind kindB, FrameEncoding encoding, Brokers brokers)
            throws Exception {
        int chains = 300;
        try (BrokerClient clientA = brokers.client(kindA);
                BrokerClient clientB = brokers.client(kindB);
                PublisherEngine a =
                        brokers.engine(kindA, encoding).ringSize(256).start();
                PublisherEngine b =
                        brokers.engine(kindB, encoding).ringSize(256).start()) {
            Producer[] producers = {
                a.producer(PublishOptions.builder()
                        .routingKey(clientA.queue("echo"))
                        .build()),
                b.producer(PublishOptions.builder()
                        .routingKey(clientB.queue("echo"))
                        .build())
            };
            AtomicInteger left = new AtomicInteger(10_000);
            Echo onA = new Echo(left, producers, 1);
            Echo onB = new Echo(left, producers, 0);
            onA.other = onB;
            onB.other = onA;
            for (int i = 0; i < chains; i++) {
                producers[i % 2].publish("start", PublishOptions.none(), i % 2 == 0 ? onA : onB);
            }
            Await.until("all chains end", ANSWER, () -> onA.ended.get() + onB.ended.get() == chains);
            assertThat(a.flush(ANSWER)).isTrue();
            assertThat(b.flush(ANSWER)).isTrue();
            assertThat(a.stats().confirmed() + b.stats().confirmed())
                    .isEqualTo(a.stats().accepted() + b.stats().accepted());
            assertThat(left.get())
                    .as("rather the echo than a full ring ended it")
                    .isNotPositive();
        }
    }

    @Test
    void aCallbackThatMisbehavesHarmsNobodyElse(Brokers brokers) throws Exception {
        try (BrokerClient client = brokers.client(BrokerKind.EMBEDDED);
                PublisherEngine engine = brokers.engine(BrokerKind.EMBEDDED, FrameEncoding.AUTO)
                        .outcomeListener((id, outcome, detail) -> {
                            throw new AssertionError("listener " + id);
                        })
                        .start()) {
            Producer producer = engine.producer(
                    PublishOptions.builder().routingKey(client.queue("rude")).build());
            AtomicInteger calls = new AtomicInteger();
            CountDownLatch held = new CountDownLatch(1);
            CountDownLatch hold = new CountDownLatch(1);
            producer.publish("throws", PublishOptions.none(), (outcome, detail) -> {
                calls.incrementAndGet();
                throw new IllegalArgumentException("by the test");
            });
            producer.publish("overflows", PublishOptions.none(), (outcome, detail) -> {
                calls.incrementAndGet();
                throw new StackOverflowError();
            });
            producer.publish(new byte[1], 0, 1, 7);
            producer.publish("blocks", PublishOptions.none(), (outcome, detail) -> {
                held.countDown();
                awaitOrFail(hold);
            });
            Receipt behind = producer.publish("behind");
            CompletableFuture<Void> dependent = behind.future().thenRun(() -> {
                throw new IllegalStateException("in a dependent");
            });
            awaitOrFail(held);
            assertThat(engine.flush(Duration.ofMillis(200)))
                    .as("callbacks count for flush")
                    .isFalse();
            hold.countDown();
            assertThat(behind.await(ANSWER)).isEqualTo(Outcome.CONFIRMED);
            assertThat(engine.flush(ANSWER)).isTrue();
            for (int i = 0; i < 1_000; i++) {
                producer.publish("later");
            }
            assertThat(engine.flush(ANSWER)).isTrue();
            assertThat(dependent).isCompletedExceptionally();
            assertThat(engine.stats().confirmed()).isEqualTo(1_005);
            assertThat(engine.stats().callbackErrors()).isEqualTo(3);
            assertThat(calls).hasValue(2);
        }
    }

    @Test
    void theInterruptFlagOfOneCallbackDoesNotReachTheNext(Brokers brokers) throws Exception {
        try (BrokerClient client = brokers.client(BrokerKind.EMBEDDED);
                PublisherEngine engine =
                        brokers.engine(BrokerKind.EMBEDDED, FrameEncoding.AUTO).start()) {
            Producer producer = engine.producer(PublishOptions.builder()
                    .routingKey(client.queue("interrupt"))
                    .build());
            CountDownLatch hold = new CountDownLatch(1);
            // Holds the thread until the other two are confirmed, so that they come in one go.
            producer.publish("blocks", PublishOptions.none(), (outcome, detail) -> awaitOrFail(hold));
            producer.publish(
                    "interrupts",
                    PublishOptions.none(),
                    (outcome, detail) -> Thread.currentThread().interrupt());
            CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
            producer.publish(
                    "next",
                    PublishOptions.none(),
                    (outcome, detail) ->
                            interrupted.complete(Thread.currentThread().isInterrupted()));
            engine.flush(Duration.ofMillis(300));
            hold.countDown();
            assertThat(interrupted.get(ANSWER.toSeconds(), TimeUnit.SECONDS)).isFalse();
            assertThat(producer.publish("after").await(ANSWER)).isEqualTo(Outcome.CONFIRMED);
        }
    }

    private static void awaitOrFail(CountDownLatch latch) {
        try {
            assertThat(latch.await(ANSWER.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted, and not by this callback", e);
        }
    }
}
