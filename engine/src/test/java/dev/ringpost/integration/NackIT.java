package dev.ringpost.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringpost.EngineStats;
import dev.ringpost.FrameEncoding;
import dev.ringpost.Outcome;
import dev.ringpost.Producer;
import dev.ringpost.PublishOptions;
import dev.ringpost.PublisherEngine;
import dev.ringpost.RetryPolicy;
import dev.ringpost.testing.BrokerClient;
import dev.ringpost.testing.BrokerKind;
import dev.ringpost.testing.Brokers;
import dev.ringpost.testing.IntegrationTest;
import dev.ringpost.testing.Ledger;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A full queue that rejects: its messages are nacked, those to other queues are confirmed. */
@IntegrationTest
class NackIT {

    private static final Duration ANSWER = Duration.ofSeconds(20);

    @ParameterizedTest
    @EnumSource(names = {"TEMPLATE", "LIBRARY"})
    void aFullQueueRejects(FrameEncoding encoding, Brokers brokers) throws Exception {
        int total = 4_000;
        int limit = 100;
        Ledger ledger = new Ledger(total);
        EngineStats stats;
        try (BrokerClient client = brokers.client(BrokerKind.RABBITMQ)) {
            String full = client.queue("full", Map.of("x-max-length", limit, "x-overflow", "reject-publish"));
            String open = client.queue("open");
            PublisherEngine engine = brokers.engine(BrokerKind.RABBITMQ, encoding)
                    .outcomeListener(ledger.listener())
                    .retryPolicy(RetryPolicy.none())
                    .start();
            try (engine) {
                Producer[] producers = {
                    engine.producer(PublishOptions.builder().routingKey(full).build()),
                    engine.producer(PublishOptions.builder().routingKey(open).build())
                };
                for (int i = 0; i < total; i++) {
                    int id = ledger.attempt(i % 2, 100);
                    producers[i % 2].publish(ledger.body(id), 0, 100, id);
                    ledger.accepted(id);
                }
                assertThat(engine.flush(ANSWER)).isTrue();
            }
            stats = engine.stats();
            client.drain(full, ledger::consumed, ANSWER);
            client.drain(open, ledger::consumed, ANSWER);
        }
        assertThat(stats.rejected()).isBetween(total / 2 - 2L * limit - 100, (long) total / 2 - limit);
        ledger.check()
                .oneOutcomeEach()
                .stats(stats)
                .none(
                        "to the open queue and not confirmed",
                        id -> id % 2 == 1 && ledger.outcomeOf(id) != Outcome.CONFIRMED)
                .none(
                        "rejected and there",
                        id -> ledger.outcomeOf(id) == Outcome.REJECTED && ledger.consumedCount(id) > 0)
                .none(
                        "rejected without a reason",
                        id -> ledger.outcomeOf(id) == Outcome.REJECTED
                                && !String.valueOf(ledger.detailOf(id)).contains("nack"))
                .delivery(0)
                .verify("full queue");
    }
}
