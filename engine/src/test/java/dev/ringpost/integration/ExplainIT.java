package dev.ringpost.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ringpost.Bottleneck;
import dev.ringpost.EngineBuilder;
import dev.ringpost.Explanation;
import dev.ringpost.Producer;
import dev.ringpost.PublishOptions;
import dev.ringpost.PublisherEngine;
import dev.ringpost.SerializeOn;
import dev.ringpost.TimeUse;
import dev.ringpost.serialization.Serializer;
import dev.ringpost.testing.Await;
import dev.ringpost.testing.BrokerClient;
import dev.ringpost.testing.BrokerKind;
import dev.ringpost.testing.Brokers;
import dev.ringpost.testing.ExpectedLogs;
import dev.ringpost.testing.IntegrationTest;
import dev.ringpost.testing.TcpProxy;
import dev.ringpost.testing.TcpProxy.Direction;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** The verdict on a real engine, each time with one thing made slow. */
@IntegrationTest
class ExplainIT {

    private static final Duration WINDOW = Duration.ofMillis(100);
    private static final int MOST_WINDOWS = 100;
    private static final long SLOW_NS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final byte[] LARGE = new byte[50_000];

    private static EngineBuilder at(String uri) {
        return PublisherEngine.builder()
                .uri(uri)
                .name("explain")
                .lanes(1)
                .ringSize(128)
                .reconnectMax(Duration.ofMillis(200))
                .closeTimeout(Duration.ZERO);
    }

    /** Publishes the same body without an end, on a thread of its own. */
    private static final class Load implements AutoCloseable {
        private final Thread thread;
        private volatile boolean stopped;

        Load(Producer producer, Object body) {
            thread = new Thread(() -> run(producer, body), "explain-load");
            thread.start();
        }

        private void run(Producer producer, Object body) {
            try {
                while (!stopped) {
                    producer.publish(body);
                }
            } catch (InterruptedException | RuntimeException ended) {
                // closed, or told that there is no room for too long
            }
        }

        @Override
        public void close() {
            stopped = true;
            thread.interrupt();
            Await.ended(thread);
        }
    }

    /** Waits for a verdict, and answers an explanation that has it. */
    private static Explanation awaitVerdict(PublisherEngine engine, Bottleneck verdict) throws Exception {
        Explanation last = engine.explain(WINDOW);
        for (int i = 0; i < MOST_WINDOWS && last.verdict() != verdict; i++) {
            last = engine.explain(WINDOW);
        }
        assertThat(last.verdict()).as(last.toString()).isEqualTo(verdict);
        return last;
    }

    private static final class SlowSerializer implements Serializer {
        @Override
        public String name() {
            return "slow";
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
            LockSupport.parkNanos(SLOW_NS);
            out.write(1);
        }
    }

    private static PublishOptions slowlySerialized(String queue, SerializeOn where) {
        return PublishOptions.builder()
                .routingKey(queue)
                .serializer(new SlowSerializer())
                .serializeOn(where)
                .build();
    }

    @Test
    void nothingPublishedIsIdle(Brokers brokers) throws Exception {
        try (PublisherEngine engine = at(brokers.embedded().uri()).start()) {
            Explanation explanation = awaitVerdict(engine, Bottleneck.IDLE);
            assertThat(explanation.decisiveLane().share(TimeUse.IDLE)).isGreaterThan(0.5);
            assertThat(explanation.window()).isGreaterThanOrEqualTo(WINDOW);
            assertThat(explanation.sampleCount()).isPositive();
            assertThatThrownBy(() -> engine.explain(Duration.ofMillis(9)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("window");
            engine.close(Duration.ofSeconds(5));
            assertThat(engine.explain(WINDOW).sentence()).contains("CLOSED");
        }
    }

    @Test
    void aSlowSerializerIsFoundOnTheLaneAndOnTheCallersThread(Brokers brokers) throws Exception {
        try (BrokerClient client = brokers.client(BrokerKind.EMBEDDED);
                PublisherEngine engine = at(brokers.embedded().uri()).start()) {
            String queue = client.queue("explain");
            try (Load load = new Load(engine.producer(slowlySerialized(queue, SerializeOn.CALLER)), "text")) {
                assertThat(load.thread.isAlive()).isTrue();
                assertThat(awaitVerdict(engine, Bottleneck.SERIALIZER).callersSerializing())
                        .isGreaterThan(0.5);
            }
            try (Load load = new Load(engine.producer(slowlySerialized(queue, SerializeOn.ENGINE)), "text")) {
                assertThat(load.thread.isAlive()).isTrue();
                Await.until(
                        "the lane's serializer",
                        () -> awaitVerdict(engine, Bottleneck.SERIALIZER)
                                        .decisiveLane()
                                        .share(TimeUse.SERIALIZE)
                                > 0.5);
            }
        }
    }

    @Test
    void aBrokerThatReadsNothingIsTheSocketAndOneThatAnswersNothingIsTheBroker(Brokers brokers, ExpectedLogs logs)
            throws Exception {
        logs.expect("; reconnecting");
        logs.expect("next try in");
        try (BrokerClient client = brokers.client(BrokerKind.EMBEDDED);
                TcpProxy proxy = TcpProxy.to(brokers.embedded().port());
                PublisherEngine engine = at(proxy.uri()).start()) {
            Producer producer = engine.producer(
                    PublishOptions.builder().routingKey(client.queue("explain")).build());
            try (Load load = new Load(producer, LARGE)) {
                assertThat(load.thread.isAlive()).isTrue();
                proxy.stall(Direction.TO_BROKER);
                awaitVerdict(engine, Bottleneck.SOCKET);
                proxy.resume();
                proxy.stall(Direction.TO_CLIENT);
                Explanation explanation = awaitVerdict(engine, Bottleneck.BROKER);
                assertThat(explanation.decisiveLane().callersWaiting()).isGreaterThan(0.1);
                proxy.refuse(true);
                proxy.cut();
                awaitVerdict(engine, Bottleneck.RECONNECTING);
            }
        }
    }

    @Test
    void slowCallbacksAreFound(Brokers brokers) throws Exception {
        try (BrokerClient client = brokers.client(BrokerKind.EMBEDDED);
                PublisherEngine engine = at(brokers.embedded().uri())
                        .closeTimeout(Duration.ofSeconds(5))
                        .start()) {
            Producer producer = engine.producer(
                    PublishOptions.builder().routingKey(client.queue("explain")).build());
            Thread caller = new Thread(
                    () -> {
                        try {
                            while (true) {
                                producer.publish(
                                        new byte[1],
                                        PublishOptions.none(),
                                        (outcome, detail) -> LockSupport.parkNanos(SLOW_NS));
                            }
                        } catch (InterruptedException ended) {
                            // the test is over
                        }
                    },
                    "explain-callbacks");
            caller.start();
            try {
                awaitVerdict(engine, Bottleneck.CALLBACKS);
            } finally {
                caller.interrupt();
                Await.ended(caller);
            }
        }
    }
}
