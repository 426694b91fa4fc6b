package dev.ringpost.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringpost.DeliveryMode;
import dev.ringpost.EngineStats;
import dev.ringpost.FrameEncoding;
import dev.ringpost.Ordering;
import dev.ringpost.Outcome;
import dev.ringpost.Producer;
import dev.ringpost.PublishOptions;
import dev.ringpost.PublisherEngine;
import dev.ringpost.testing.BrokerClient;
import dev.ringpost.testing.BrokerKind;
import dev.ringpost.testing.Brokers;
import dev.ringpost.testing.IntegrationTest;
import dev.ringpost.testing.Ledger;
import dev.ringpost.testing.LedgerLoad;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Many threads, keys, forms and sizes at once, without faults. */
@Tag("slow")
@IntegrationTest
@Timeout(120)
class ManyThreadsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int THREADS = 8;
    private static final int KEYS = 50;

    @ParameterizedTest
    @CsvSource({
        "EMBEDDED, TEMPLATE, 1, 25000",
        "EMBEDDED, TEMPLATE, 3, 25000",
        "EMBEDDED, LIBRARY, 3, 5000",
        "RABBITMQ, TEMPLATE, 1, 10000",
        "RABBITMQ, TEMPLATE, 3, 10000",
        "RABBITMQ, LIBRARY, 1, 2500",
        "RABBITMQ, LIBRARY, 3, 5000"
    })
    void orderOfEveryThreadAndKeyIsKept(
            BrokerKind kind, FrameEncoding encoding, int lanes, int messagesEach, Brokers brokers) throws Exception {
        run(
                kind,
                encoding,
                lanes,
                messagesEach,
                brokers,
                key -> PublishOptions.builder().routingKey("key-" + key).build());
    }

    @ParameterizedTest
    @CsvSource({"EMBEDDED, TEMPLATE", "RABBITMQ, TEMPLATE", "RABBITMQ, LIBRARY"})
    void anOrderingKeyKeepsOrderOverRoutes(BrokerKind kind, FrameEncoding encoding, Brokers brokers) throws Exception {
        // Each stream's messages go by the producer of its key; keys share few routes.
        run(
                kind,
                encoding,
                3,
                2_000,
                brokers,
                key -> PublishOptions.builder()
                        .routingKey("key-" + key % 3)
                        .orderingKey("order " + key)
                        .build());
    }

    private static void run(
            BrokerKind kind,
            FrameEncoding encoding,
            int lanes,
            int messagesEach,
            Brokers brokers,
            Function<Integer, PublishOptions> route)
            throws Exception {
        long seed = System.nanoTime();
        Ledger ledger = new Ledger(THREADS * messagesEach);
        EngineStats stats;
        try (BrokerClient client = brokers.client(kind)) {
            // Two queues would be two orders: all keys lead to one.
            String exchange = client.exchange("load");
            String queue = client.queue("load");
            List<PublishOptions> options = new ArrayList<>();
            for (int key = 0; key < KEYS; key++) {
                PublishOptions each = route.apply(key).toBuilder()
                        .exchange(exchange)
                        .deliveryMode(DeliveryMode.TRANSIENT) // no fault here, so no disk
                        .build();
                options.add(each);
                client.bind(queue, exchange, String.valueOf(each.routingKey()));
            }
            PublisherEngine engine = brokers.engine(kind, encoding)
                    .lanes(lanes)
                    .outcomeListener(ledger.listener())
                    .memoryBudgetBytes(32 << 20)
                    .start();
            long startNs = System.nanoTime();
            try (engine) {
                List<Producer> producers =
                        options.stream().map(engine::producer).toList();
                new LedgerLoad(ledger, producers, seed)
                        .start(THREADS, messagesEach)
                        .join(PATIENCE);
                assertThat(engine.flush(PATIENCE)).isTrue();
            }
            System.out.printf(
                    "LOAD %s %s %d lanes: %d messages in %d ms%n",
                    kind, encoding, lanes, ledger.attempts(), (System.nanoTime() - startNs) / 1_000_000);
            stats = engine.stats();
            client.drain(queue, ledger::consumed, PATIENCE);
        }
        ledger.check()
                .oneOutcomeEach()
                .all(Outcome.CONFIRMED)
                .stats(stats)
                .delivery(0)
                .verify("seed " + seed);
        assertThat(stats.sent()).isEqualTo(stats.accepted());
        assertThat(stats.connects()).isEqualTo(lanes);
        assertThat(stats.confirmLatencyNs().getTotalCount()).isPositive();
    }

    @ParameterizedTest
    @CsvSource({"EMBEDDED, TEMPLATE", "RABBITMQ, TEMPLATE"})
    void unorderedMessagesOfOneRouteUseAllLanes(BrokerKind kind, FrameEncoding encoding, Brokers brokers)
            throws Exception {
        int total = 3_000;
        Ledger ledger = new Ledger(total);
        EngineStats stats;
        try (BrokerClient client = brokers.client(kind)) {
            String queue = client.queue("unordered");
            java.util.Set<String> threads = java.util.concurrent.ConcurrentHashMap.newKeySet();
            PublisherEngine engine = brokers.engine(kind, encoding)
                    .lanes(3)
                    .outcomeListener((id, outcome, detail) -> {
                        threads.add(Thread.currentThread().getName());
                        ledger.outcome((int) id, outcome, detail);
                    })
                    .start();
            try (engine) {
                Producer producer = engine.producer(PublishOptions.builder()
                        .routingKey(queue)
                        .ordering(Ordering.NONE)
                        .build());
                for (int i = 0; i < total; i++) {
                    int id = ledger.attempt(i, 20); // each its own stream: no order to keep
                    producer.publish(ledger.body(id), 0, 20, id);
                    ledger.accepted(id);
                }
            }
            stats = engine.stats();
            assertThat(threads).hasSize(3);
            client.drain(queue, ledger::consumed, PATIENCE);
        }
        ledger.check()
                .oneOutcomeEach()
                .all(Outcome.CONFIRMED)
                .stats(stats)
                .delivery(0)
                .verify("unordered");
    }
}
