package dev.ringpost.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringpost.EngineStats;
import dev.ringpost.FrameEncoding;
import dev.ringpost.Outcome;
import dev.ringpost.Producer;
import dev.ringpost.PublishOptions;
import dev.ringpost.PublisherEngine;
import dev.ringpost.Receipt;
import dev.ringpost.testing.Await;
import dev.ringpost.testing.BrokerClient;
import dev.ringpost.testing.BrokerKind;
import dev.ringpost.testing.Brokers;
import dev.ringpost.testing.ExpectedLogs;
import dev.ringpost.testing.IntegrationTest;
import dev.ringpost.testing.Ledger;
import dev.ringpost.testing.LedgerLoad;
import dev.ringpost.testing.RabbitNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Messages for which the broker closes the channel, amid others: the offenders fail with its text, the others are
 * confirmed, and it does not take for ever.
 */
@IntegrationTest
@Timeout(120)
class RefusedPublishIT {

    private static final Duration ANSWER = Duration.ofSeconds(90);
    private static final int BEFORE = 1_500;
    private static final int AFTER = 1_500;

    @BeforeEach
    void faultsAreLogged(ExpectedLogs logs) {
        logs.expect("; reconnecting");
        logs.expect("next try in");
    }

    /** Offenders among others, in the order published. */
    private static final class Traffic {
        final List<Receipt> good = new ArrayList<>();
        final List<Receipt> bad = new ArrayList<>();
        final long startNs = System.nanoTime();

        void goodOnes(Producer producer, int count) throws InterruptedException {
            for (int i = 0; i < count; i++) {
                good.add(producer.publish("good " + good.size()));
            }
        }

        void verify(String what, String... brokersText) throws InterruptedException {
            for (Receipt receipt : bad) {
                assertThat(receipt.await(ANSWER)).as(receipt.detail()).isEqualTo(Outcome.FAILED);
                assertThat(receipt.detail()).contains(brokersText);
            }
            for (Receipt receipt : good) {
                Outcome outcome = receipt.await(ANSWER);
                assertThat(outcome).as(receipt.detail()).isEqualTo(Outcome.CONFIRMED);
            }
            System.out.printf(
                    "REFUSED %s: %d offenders, %d others, all settled after %d ms%n",
                    what, bad.size(), good.size(), (System.nanoTime() - startNs) / 1_000_000);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.ringpost.testing.Brokers#withEncodings")
    void missingExchange(BrokerKind kind, FrameEncoding encoding, Brokers brokers) throws Exception {
        try (BrokerClient client = brokers.client(kind);
                PublisherEngine engine = brokers.engine(kind, encoding).start()) {
            String queue = client.queue("refused");
            Producer good =
                    engine.producer(PublishOptions.builder().routingKey(queue).build());
            Producer bad = engine.producer(
                    PublishOptions.builder().exchange("no-such-exchange").build());
            Traffic traffic = new Traffic();
            traffic.goodOnes(good, BEFORE);
            traffic.bad.add(bad.publish("lost"));
            traffic.goodOnes(good, AFTER);
            traffic.verify(kind + " missing exchange", "no-such-exchange");
            assertThat(client.depth(queue)).isGreaterThanOrEqualTo(BEFORE + AFTER);

            traffic.goodOnes(good, 100);
            traffic.verify(kind + " and later", "no-such-exchange");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"TEMPLATE", "LIBRARY"})
    void manyToAMissingExchangeCostOneConnectionNotOneEach(FrameEncoding encoding, Brokers brokers) throws Exception {
        try (BrokerClient client = brokers.client(BrokerKind.RABBITMQ);
                PublisherEngine engine =
                        brokers.engine(BrokerKind.RABBITMQ, encoding).start()) {
            String queue = client.queue("refused");
            Producer good =
                    engine.producer(PublishOptions.builder().routingKey(queue).build());
            Producer bad = engine.producer(
                    PublishOptions.builder().exchange("no-such-exchange").build());
            Traffic traffic = new Traffic();
            for (int i = 0; i < 200; i++) {
                traffic.goodOnes(good, 10);
                traffic.bad.add(bad.publish("lost"));
            }
            traffic.verify("many to a missing exchange", "no-such-exchange");
            // A search by halves for each window in flight, while the offenders are still being published.
            assertThat(engine.stats().connects()).isLessThan(100);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.ringpost.testing.Brokers#withEncodings")
    void offendersAgainAndAgainWhileFourThreadsPublish(BrokerKind kind, FrameEncoding encoding, Brokers brokers)
            throws Exception {
        long seed = System.nanoTime();
        int offenders = 15;
        Ledger ledger = new Ledger(400_000);
        EngineStats stats;
        try (BrokerClient client = brokers.client(kind);
                PublisherEngine engine = brokers.engine(kind, encoding)
                        .ringSize(512)
                        .outcomeListener(ledger.listener())
                        .start()) {
            String queue = client.queue("refused");
            Producer good =
                    engine.producer(PublishOptions.builder().routingKey(queue).build());
            Producer bad = engine.producer(PublishOptions.none());
            LedgerLoad load = new LedgerLoad(ledger, List.of(good), seed)
                    .sizes(200, 10_000)
                    .start(4, 100_000);
            try {
                for (int i = 0; i < offenders; i++) {
                    int before = ledger.outcomeTotal();
                    String missing = "no-such-exchange-" + i;
                    Receipt receipt = bad.publish(
                            "lost", PublishOptions.builder().exchange(missing).build());
                    assertThat(receipt.await(ANSWER)).as(receipt.detail()).isEqualTo(Outcome.FAILED);
                    assertThat(receipt.detail()).contains(missing);
                    Await.until("the load goes on", ANSWER, () -> ledger.outcomeTotal() > before + 200);
                }
            } finally {
                load.stop();
            }
            load.join(ANSWER);
            assertThat(engine.flush(ANSWER)).isTrue();
            stats = engine.stats();
            client.drain(queue, ledger::consumed, ANSWER);
        }
        System.out.printf(
                "REFUSED %s %s under load: %s, %d connects, %d resends%n",
                kind, encoding, ledger.totals(), stats.connects(), stats.resends());
        ledger.check()
                .oneOutcomeEach()
                .all(Outcome.CONFIRMED)
                .delivery(stats.resends())
                .verify("seed " + seed);
        assertThat(stats.failed()).isEqualTo(offenders);
    }

    @ParameterizedTest
    @EnumSource(names = "TEMPLATE")
    void noWritePermission(FrameEncoding encoding, Brokers brokers) throws Exception {
        RabbitNode node = brokers.rabbit();
        try (BrokerClient client = brokers.client(BrokerKind.RABBITMQ)) {
            String queue = client.queue("permitted");
            String exchange = client.exchange("forbidden");
            String user = BrokerClient.uniqueName("writer");
            node.rabbitmqctl("add_user", user, "secret");
            node.rabbitmqctl("set_permissions", user, "", "^amq\\.default$", "");
            try (PublisherEngine engine = PublisherEngine.builder()
                    .uri("amqp://" + user + ":secret@127.0.0.1:" + node.port() + "/")
                    .frameEncoding(encoding)
                    .start()) {
                Producer good = engine.producer(
                        PublishOptions.builder().routingKey(queue).build());
                Producer bad = engine.producer(PublishOptions.builder()
                        .exchange(exchange)
                        .routingKey("k")
                        .build());
                Traffic traffic = new Traffic();
                traffic.goodOnes(good, BEFORE);
                traffic.bad.add(bad.publish("lost"));
                traffic.goodOnes(good, AFTER);
                traffic.bad.add(bad.publish("lost"));
                traffic.verify("no permission", exchange, user);
            } finally {
                node.rabbitmqctl("delete_user", user);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"TEMPLATE", "LIBRARY"})
    void oneForbiddenTopicDoesNotFailThePermittedOnes(FrameEncoding encoding, Brokers brokers) throws Exception {
        RabbitNode node = brokers.rabbit();
        try (BrokerClient client = brokers.client(BrokerKind.RABBITMQ)) {
            String queue = client.queue("topics");
            String exchange = client.exchange("topics", "topic");
            client.bind(queue, exchange, "#");
            String user = BrokerClient.uniqueName("writer");
            node.rabbitmqctl("add_user", user, "secret");
            node.rabbitmqctl("set_permissions", user, "", ".*", "");
            node.rabbitmqctl("set_topic_permissions", user, exchange, "^permitted", "");
            try (PublisherEngine engine = PublisherEngine.builder()
                    .uri("amqp://" + user + ":secret@127.0.0.1:" + node.port() + "/")
                    .frameEncoding(encoding)
                    .start()) {
                PublishOptions route =
                        PublishOptions.builder().exchange(exchange).build();
                Producer good = engine.producer(
                        route.toBuilder().routingKey("permitted.a").build());
                Producer bad = engine.producer(
                        route.toBuilder().routingKey("forbidden.b").build());
                Traffic traffic = new Traffic();
                traffic.goodOnes(good, 500);
                traffic.bad.add(bad.publish("lost"));
                traffic.goodOnes(good, 500);
                traffic.verify("one topic", exchange);
            } finally {
                node.rabbitmqctl("delete_user", user);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"TEMPLATE", "LIBRARY"})
    void tooLargeForTheBroker(FrameEncoding encoding, Brokers brokers) throws Exception {
        RabbitNode node = brokers.rough();
        try (BrokerClient client = BrokerClient.connect(node.uri());
                PublisherEngine engine = PublisherEngine.builder()
                        .uri(node.uri())
                        .frameEncoding(encoding)
                        .start()) {
            String queue = client.queue("too-large");
            Producer producer =
                    engine.producer(PublishOptions.builder().routingKey(queue).build());
            Traffic traffic = new Traffic();
            traffic.goodOnes(producer, BEFORE);
            traffic.bad.add(producer.publish(new byte[Brokers.ROUGH_MAX_MESSAGE_BYTES + 1]));
            traffic.goodOnes(producer, 10);
            traffic.bad.add(producer.publish(new byte[2 * Brokers.ROUGH_MAX_MESSAGE_BYTES]));
            traffic.good.add(producer.publish(new byte[Brokers.ROUGH_MAX_MESSAGE_BYTES]));
            traffic.goodOnes(producer, AFTER);
            traffic.verify("too large", "larger than configured max size");
        }
    }
}
