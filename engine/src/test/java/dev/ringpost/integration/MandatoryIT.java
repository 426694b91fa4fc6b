package dev.ringpost.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.GetResponse;
import dev.ringpost.EngineStats;
import dev.ringpost.FrameEncoding;
import dev.ringpost.Outcome;
import dev.ringpost.Producer;
import dev.ringpost.PublishOptions;
import dev.ringpost.PublisherEngine;
import dev.ringpost.Receipt;
import dev.ringpost.testing.BrokerClient;
import dev.ringpost.testing.BrokerKind;
import dev.ringpost.testing.Brokers;
import dev.ringpost.testing.IntegrationTest;
import dev.ringpost.testing.Ledger;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Mandatory messages: returned when no queue takes them, and only they. */
@IntegrationTest
class MandatoryIT {

    private static final Duration ANSWER = Duration.ofSeconds(20);
    private static final String SOURCE = "dev.ringpost.testing.Brokers#withEncodings";

    @ParameterizedTest
    @MethodSource(SOURCE)
    void theUnroutableOneIsReturnedAndNoOther(BrokerKind kind, FrameEncoding encoding, Brokers brokers)
            throws Exception {
        try (BrokerClient client = brokers.client(kind);
                PublisherEngine engine = brokers.engine(kind, encoding).start()) {
            String queue = client.queue("mandatory");
            PublishOptions mandatory = PublishOptions.builder().mandatory(true).build();
            Producer routable =
                    engine.producer(PublishOptions.builder().routingKey(queue).build());
            Producer unroutable = engine.producer(
                    PublishOptions.builder().routingKey("no-such-queue").build());

            Receipt before = routable.publish("before", mandatory);
            Receipt returned = unroutable.publish("returned", mandatory);
            Receipt dropped = unroutable.publish("dropped");
            Receipt after = routable.publish("after", mandatory);
            assertThat(returned.await(ANSWER)).as(returned.detail()).isEqualTo(Outcome.RETURNED);
            assertThat(returned.detail()).contains("no-such-queue");
            assertThat(before.await(ANSWER)).isEqualTo(Outcome.CONFIRMED);
            assertThat(after.await(ANSWER)).isEqualTo(Outcome.CONFIRMED);
            assertThat(dropped.await(ANSWER)).as("not mandatory").isEqualTo(Outcome.CONFIRMED);

            GetResponse first = client.get(queue);
            GetResponse second = client.get(queue);
            Object attempt = first.getProps().getHeaders().get("ringpost-attempt");
            assertThat(attempt).isInstanceOf(Long.class);
            assertThat(second.getProps().getHeaders().get("ringpost-attempt")).isNotEqualTo(attempt);
        }
    }

    @ParameterizedTest
    @MethodSource(SOURCE)
    void aRelayedAttemptHeaderDoesNoHarm(BrokerKind kind, FrameEncoding encoding, Brokers brokers) throws Exception {
        try (BrokerClient client = brokers.client(kind);
                PublisherEngine engine = brokers.engine(kind, encoding).start()) {
            String queue = client.queue("relayed");
            Producer producer = engine.producer(PublishOptions.builder()
                    .mandatory(true)
                    .headers(Map.of("ringpost-attempt", 999_999L, "own", "kept"))
                    .build());
            Receipt confirmed = producer.publish(
                    "routable", PublishOptions.builder().routingKey(queue).build());
            Receipt returned = producer.publish(
                    "unroutable",
                    PublishOptions.builder().routingKey("no-such-queue").build());
            assertThat(confirmed.await(ANSWER)).isEqualTo(Outcome.CONFIRMED);
            assertThat(returned.await(ANSWER)).as(returned.detail()).isEqualTo(Outcome.RETURNED);
            assertThat(client.get(queue).getProps().getHeaders().get("own")).hasToString("kept");
        }
    }

    @ParameterizedTest
    @MethodSource(SOURCE)
    void oneInAHundredUnroutableUnderLoad(BrokerKind kind, FrameEncoding encoding, Brokers brokers) throws Exception {
        long seed = System.nanoTime();
        int total = 20_000;
        Ledger ledger = new Ledger(total);
        boolean[] unroutable = new boolean[total];
        EngineStats stats;
        try (BrokerClient client = brokers.client(kind)) {
            String queue = client.queue("one-percent");
            PublisherEngine engine = brokers.engine(kind, encoding)
                    .lanes(2)
                    .outcomeListener(ledger.listener())
                    .start();
            try (engine) {
                PublishOptions mandatory =
                        PublishOptions.builder().mandatory(true).build();
                Producer good =
                        engine.producer(mandatory.toBuilder().routingKey(queue).build());
                Producer bad = engine.producer(
                        mandatory.toBuilder().routingKey("no-such-queue").build());
                Random random = new Random(seed);
                for (int i = 0; i < total; i++) {
                    int id = ledger.attempt(0, Ledger.MIN_BYTES + random.nextInt(300));
                    unroutable[id] = random.nextInt(100) == 0;
                    byte[] body = ledger.body(id);
                    (unroutable[id] ? bad : good).publish(body, 0, body.length, id);
                    ledger.accepted(id);
                }
                assertThat(engine.flush(ANSWER)).isTrue();
            }
            stats = engine.stats();
            client.drain(queue, ledger::consumed, ANSWER);
        }
        ledger.check()
                .oneOutcomeEach()
                .stats(stats)
                .none("unroutable and not returned", id -> unroutable[id] && ledger.outcomeOf(id) != Outcome.RETURNED)
                .none("routable and not confirmed", id -> !unroutable[id] && ledger.outcomeOf(id) != Outcome.CONFIRMED)
                .delivery(0)
                .verify("seed " + seed);
    }
}
