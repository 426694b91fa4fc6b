package dev.ringpost.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringpost.EngineStats;
import dev.ringpost.FrameEncoding;
import dev.ringpost.Offer;
import dev.ringpost.Outcome;
import dev.ringpost.Producer;
import dev.ringpost.PublishOptions;
import dev.ringpost.PublisherEngine;
import dev.ringpost.testing.BrokerClient;
import dev.ringpost.testing.BrokerKind;
import dev.ringpost.testing.Brokers;
import dev.ringpost.testing.ChildJvm;
import dev.ringpost.testing.IntegrationTest;
import dev.ringpost.testing.Ledger;
import dev.ringpost.testing.TcpProxy;
import dev.ringpost.testing.TcpProxy.Direction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bodies of a megabyte in a burst: the memory budget is kept, callers wait, everything is confirmed. */
@IntegrationTest
class LargeBurstIT {

    private static final int MEGABYTE = 1 << 20;
    private static final int BUDGET = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(50);

    @ParameterizedTest
    @MethodSource("dev.ringpost.testing.Brokers#withEncodings")
    void theBudgetIsKept(BrokerKind kind, FrameEncoding encoding, Brokers brokers) throws Exception {
        int threads = 4;
        int each = 12;
        Ledger ledger = new Ledger(threads * each);
        AtomicInteger inFlight = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        EngineStats stats;
        try (BrokerClient client = brokers.client(kind)) {
            String queue = client.queue("burst");
            try (PublisherEngine engine = brokers.engine(kind, encoding)
                    .memoryBudgetBytes((long) BUDGET * MEGABYTE)
                    .outcomeListener((id, outcome, detail) -> {
                        // Before the body's memory is given back.
                        most.accumulateAndGet(inFlight.getAndDecrement(), Math::max);
                        ledger.outcome((int) id, outcome, detail);
                    })
                    .start()) {
                Producer producer = engine.producer(
                        PublishOptions.builder().routingKey(queue).build());
                ExecutorService pool = Executors.newFixedThreadPool(threads);
                try {
                    List<Future<?>> running = new ArrayList<>();
                    for (int thread = 0; thread < threads; thread++) {
                        int stream = thread;
                        running.add(pool.submit(() -> {
                            for (int i = 0; i < each; i++) {
                                int id = ledger.attempt(stream, MEGABYTE - i);
                                producer.publish(ledger.body(id), 0, MEGABYTE - i, id);
                                inFlight.incrementAndGet();
                                ledger.accepted(id);
                            }
                            return null;
                        }));
                    }
                    for (Future<?> each1 : running) {
                        each1.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                    }
                } finally {
                    pool.shutdownNow();
                }
                assertThat(engine.flush(PATIENCE)).isTrue();
                stats = engine.stats();
            }
            client.drain(queue, ledger::consumed, PATIENCE);
        }
        assertThat(most.get()).isBetween(1, BUDGET);
        ledger.check()
                .oneOutcomeEach()
                .all(Outcome.CONFIRMED)
                .stats(stats)
                .delivery(stats.resends())
                .verify("burst");
    }

    @Test
    void aFullBudgetIsFullForLargeBodiesOnly(Brokers brokers) throws Exception {
        try (BrokerClient client = brokers.client(BrokerKind.EMBEDDED);
                TcpProxy proxy = TcpProxy.to(brokers.port(BrokerKind.EMBEDDED));
                PublisherEngine engine = PublisherEngine.builder()
                        .uri(proxy.uri())
                        .memoryBudgetBytes((long) BUDGET * MEGABYTE)
                        .start()) {
            Producer producer = engine.producer(
                    PublishOptions.builder().routingKey(client.queue("full")).build());
            proxy.stall(Direction.TO_CLIENT);
            byte[] body = new byte[MEGABYTE];
            for (int i = 0; i < BUDGET; i++) {
                assertThat(producer.tryPublish(body, 0, MEGABYTE, i)).isEqualTo(Offer.ACCEPTED);
            }
            assertThat(producer.tryPublish(body, 0, MEGABYTE, 9)).isEqualTo(Offer.FULL);
            assertThat(producer.tryPublish(body, 0, 513, 9)).isEqualTo(Offer.FULL);
            assertThat(producer.tryPublish(body, 0, 512, 10)).isEqualTo(Offer.ACCEPTED);
            proxy.resume();
            assertThat(engine.flush(PATIENCE)).isTrue();
            assertThat(producer.tryPublish(body, 0, MEGABYTE, 11)).isEqualTo(Offer.ACCEPTED);
            assertThat(engine.flush(PATIENCE)).isTrue();
            assertThat(engine.stats().confirmed()).isEqualTo(BUDGET + 2);
        }
    }

    @Test
    void fiveHundredMegabytesThroughASmallHeap(Brokers brokers) throws Exception {
        try (BrokerClient client = brokers.client(BrokerKind.RABBITMQ)) {
            String queue = client.queue("small-heap", Map.of("x-max-length", 5));
            try (ChildJvm child = ChildJvm.start(
                    LargeBurstMain.class,
                    List.of("-Xmx256m"),
                    brokers.uri(BrokerKind.RABBITMQ),
                    queue,
                    "500",
                    Integer.toString(MEGABYTE))) {
                int exit = child.awaitEnd(PATIENCE);
                assertThat(child.output()).contains("CONFIRMED 500 of 500");
                assertThat(exit).isZero();
            }
        }
    }
}
