package dev.ringpost.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringpost.Producer;
import dev.ringpost.PublishOptions;
import dev.ringpost.PublisherEngine;
import dev.ringpost.WaitStrategy;
import dev.ringpost.testing.Await;
import dev.ringpost.testing.BrokerClient;
import dev.ringpost.testing.BrokerKind;
import dev.ringpost.testing.Brokers;
import dev.ringpost.testing.ExpectedLogs;
import dev.ringpost.testing.IntegrationTest;
import dev.ringpost.testing.TcpProxy;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** However idle threads wait: they hear of messages, answers, a lost connection and the end. */
@IntegrationTest
class WaitStrategyIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int BURSTS = 20;
    private static final int BURST_MESSAGES = 50;
    private static final long PAUSE_MS = 5;

    @ParameterizedTest
    @EnumSource(WaitStrategy.class)
    void nothingIsMissed(WaitStrategy waitStrategy, Brokers brokers, ExpectedLogs logs) throws Exception {
        logs.expect("; reconnecting");
        try (BrokerClient client = brokers.client(BrokerKind.EMBEDDED);
                TcpProxy proxy = TcpProxy.to(brokers.port(BrokerKind.EMBEDDED));
                PublisherEngine engine = PublisherEngine.builder()
                        .uri(proxy.uri())
                        .waitStrategy(waitStrategy)
                        .start()) {
            Producer producer = engine.producer(
                    PublishOptions.builder().routingKey(client.queue("waits")).build());
            publishBursts(producer);
            assertThat(engine.flush(PATIENCE)).as("flushed").isTrue();
            proxy.cut();
            publishBursts(producer);
            assertThat(engine.flush(PATIENCE)).as("flushed after the cut").isTrue();
            Await.until("a new connection", () -> engine.stats().connects() == 2);
            assertThat(engine.stats().confirmed()).isEqualTo(2L * BURSTS * BURST_MESSAGES);
        }
    }

    private static void publishBursts(Producer producer) throws Exception {
        for (int burst = 0; burst < BURSTS; burst++) {
            for (int i = 0; i < BURST_MESSAGES; i++) {
                producer.publish("in burst " + burst);
            }
            Thread.sleep(PAUSE_MS); // threads that park do
        }
    }
}
