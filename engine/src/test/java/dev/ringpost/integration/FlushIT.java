package dev.ringpost.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ringpost.FrameEncoding;
import dev.ringpost.Ordering;
import dev.ringpost.Producer;
import dev.ringpost.PublishOptions;
import dev.ringpost.PublisherEngine;
import dev.ringpost.Receipt;
import dev.ringpost.testing.BrokerClient;
import dev.ringpost.testing.BrokerKind;
import dev.ringpost.testing.Brokers;
import dev.ringpost.testing.IntegrationTest;
import dev.ringpost.testing.TcpProxy;
import dev.ringpost.testing.TcpProxy.Direction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What flush promises. */
@IntegrationTest
class FlushIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @ParameterizedTest
    @MethodSource("dev.ringpost.testing.Brokers#withEncodings")
    void everythingBeforeItIsSettledForEachOfSeveralThreads(BrokerKind kind, FrameEncoding encoding, Brokers brokers)
            throws Exception {
        try (BrokerClient client = brokers.client(kind);
                PublisherEngine engine = brokers.engine(kind, encoding).lanes(2).start()) {
            PublishOptions route = PublishOptions.builder()
                    .routingKey(client.queue("flush"))
                    .ordering(Ordering.NONE)
                    .build();
            ExecutorService pool = Executors.newFixedThreadPool(4);
            try {
                List<Future<?>> running = new ArrayList<>();
                for (int thread = 0; thread < 4; thread++) {
                    running.add(pool.submit(() -> {
                        Producer producer = engine.producer(route);
                        for (int round = 0; round < 10; round++) {
                            List<Receipt> receipts = new ArrayList<>();
                            for (int i = 0; i < 100; i++) {
                                receipts.add(producer.publish("flushed"));
                            }
                            assertThat(engine.flush(PATIENCE)).isTrue();
                            assertThat(receipts).allMatch(receipt -> receipt.outcome() != null);
                        }
                        return null;
                    }));
                }
                for (Future<?> each : running) {
                    each.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                }
            } finally {
                pool.shutdownNow();
            }
            assertThat(engine.stats().confirmed()).isEqualTo(4_000);
        }
    }

    @Test
    void timeoutsAndInterruptsEndIt(Brokers brokers) throws Exception {
        try (BrokerClient client = brokers.client(BrokerKind.EMBEDDED);
                TcpProxy proxy = TcpProxy.to(brokers.port(BrokerKind.EMBEDDED));
                PublisherEngine engine =
                        PublisherEngine.builder().uri(proxy.uri()).start()) {
            assertThat(engine.flush(Duration.ZERO)).as("nothing to wait for").isTrue();
            Producer producer = engine.producer(
                    PublishOptions.builder().routingKey(client.queue("flush")).build());
            proxy.stall(Direction.TO_CLIENT);
            producer.publish("unconfirmed");
            long startNs = System.nanoTime();
            assertThat(engine.flush(Duration.ofMillis(300))).isFalse();
            assertThat(Duration.ofNanos(System.nanoTime() - startNs))
                    .isBetween(Duration.ofMillis(300), Duration.ofMillis(1_300));
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> engine.flush(PATIENCE)).isInstanceOf(InterruptedException.class);
            assertThat(Thread.interrupted()).isFalse();
            proxy.resume();
            assertThat(engine.flush(PATIENCE)).isTrue();
        }
    }
}
