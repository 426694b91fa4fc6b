package dev.ringpost.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Delivery;
import dev.ringpost.EngineBuilder;
import dev.ringpost.EngineStats;
import dev.ringpost.FrameEncoding;
import dev.ringpost.Outcome;
import dev.ringpost.Producer;
import dev.ringpost.PublishOptions;
import dev.ringpost.PublisherEngine;
import dev.ringpost.consumer.RepeatFilter;
import dev.ringpost.testing.Await;
import dev.ringpost.testing.BrokerClient;
import dev.ringpost.testing.BrokerKind;
import dev.ringpost.testing.Brokers;
import dev.ringpost.testing.ExpectedLogs;
import dev.ringpost.testing.IntegrationTest;
import dev.ringpost.testing.LossRun;
import dev.ringpost.testing.TcpProxy;
import dev.ringpost.testing.TcpProxy.Direction;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Numbered message ids at the other end, where repeats are to be told from new messages. */
@IntegrationTest
@Timeout(120)
class MessageIdIT {

    private static final String SOURCE = "dev.ringpost.testing.Brokers#withEncodings";
    private static final int CAPACITY = 200_000;
    private static final int CUTS = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** What the filter says of each message, against what its body says. */
    private static final class Judge {
        private final RepeatFilter filter = new RepeatFilter();
        private final Set<Integer> bodies = new HashSet<>();
        private int repeats;
        private int wrong;

        void consume(Delivery message) {
            boolean isNew = bodies.add(ByteBuffer.wrap(message.getBody()).getInt(4)); // behind the ledger's magic
            repeats += isNew ? 0 : 1;
            wrong += filter.firstTime(message.getProperties().getMessageId()) == isNew ? 0 : 1;
        }
    }

    @ParameterizedTest
    @MethodSource(SOURCE)
    void afterLostConnectionsTheFilterDropsTheRepeatsAndNothingElse(
            BrokerKind kind, FrameEncoding encoding, Brokers brokers, ExpectedLogs logs) throws Exception {
        logs.expect("; reconnecting");
        logs.expect("next try in");
        Judge judge = new Judge();
        LossRun run = new LossRun(kind + " " + encoding + " numbered", CAPACITY)
                .messagesEach(CAPACITY / 4)
                .pace(Duration.ofNanos(200_000))
                .alsoConsumedBy(judge::consume);
        try (TcpProxy proxy = TcpProxy.to(brokers.port(kind))) {
            EngineBuilder builder = PublisherEngine.builder()
                    .uri(proxy.uri())
                    .frameEncoding(encoding)
                    .lanes(2)
                    .ringSize(1024)
                    .reconnectMax(Duration.ofMillis(200))
                    .numberedMessageIds(true);
            EngineStats stats = run.run(builder, () -> brokers.client(kind), engine -> {
                for (int i = 0; i < CUTS; i++) {
                    awaitProgress(run, engine);
                    proxy.stall(Direction.TO_CLIENT); // what is sent now arrives, and nobody hears of it
                    Await.until(
                            "messages in flight, " + engine.stats(),
                            PATIENCE,
                            () -> engine.stats().inFlight() > 100);
                    proxy.cut();
                    proxy.resume();
                }
                awaitProgress(run, engine);
            });
            assertThat(stats.resends()).isPositive();
        }
        run.ledger().check().all(Outcome.CONFIRMED).verify("seed " + run.seed());
        assertThat(judge.repeats).as("repeats, seed %s", run.seed()).isPositive();
        assertThat((long) judge.repeats).isEqualTo(run.ledger().repeats());
        assertThat(judge.wrong)
                .as("taken for what they are not, seed %s", run.seed())
                .isZero();
    }

    private static void awaitProgress(LossRun run, PublisherEngine engine) throws Exception {
        int before = run.ledger().outcomeTotal();
        Await.until(
                "progress, seed " + run.seed() + ", " + engine.stats(),
                PATIENCE,
                () -> run.ledger().outcomeTotal() >= before + 200);
    }

    @ParameterizedTest
    @MethodSource(SOURCE)
    void theEnginesDefaultTheProducersAndTheMessagesOwn(BrokerKind kind, FrameEncoding encoding, Brokers brokers)
            throws Exception {
        try (BrokerClient client = brokers.client(kind)) {
            String queue = client.queue("message-id");
            PublishOptions route = PublishOptions.builder().routingKey(queue).build();
            PublishOptions numbered =
                    PublishOptions.builder().numberedMessageId().build();
            PublishOptions own = PublishOptions.builder().messageId("mine").build();
            PublishOptions without = PublishOptions.builder().withoutMessageId().build();
            for (int i = 0; i < 2; i++) { // the second time as after a restart
                try (PublisherEngine engine = brokers.engine(kind, encoding)
                        .lanes(1)
                        .numberedMessageIds(true)
                        .producerId("shop")
                        .start()) {
                    Producer producer = engine.producer(route);
                    producer.publish("numbered").await(PATIENCE);
                    producer.publish("own", own).await(PATIENCE);
                    producer.publish("without", without).await(PATIENCE);
                    engine.producer(without.over(route))
                            .publish("numbered too", numbered)
                            .await(PATIENCE);
                }
            }
            try (PublisherEngine engine = brokers.engine(kind, encoding).start()) {
                engine.producer(route).publish("not asked for").await(PATIENCE);
                engine.producer(numbered.over(route)).publish("asked for").await(PATIENCE);
            }
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                ids.add(String.valueOf(client.get(queue).getProps().getMessageId()));
            }
            assertThat(ids.subList(1, 3)).containsExactly("mine", "null");
            assertThat(ids.subList(5, 7)).containsExactly("mine", "null");
            assertThat(List.of(ids.get(0), ids.get(3), ids.get(4), ids.get(7)))
                    .allMatch(id -> id.matches("shop-00[0-9a-f]{14}"))
                    .isSorted()
                    .doesNotHaveDuplicates();
            assertThat(ids.get(8)).isEqualTo("null");
            assertThat(ids.get(9)).matches("[0-9a-f]{32}-00[0-9a-f]{14}");
        }
    }
}
