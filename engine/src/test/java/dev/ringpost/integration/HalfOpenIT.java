package dev.ringpost.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringpost.FrameEncoding;
import dev.ringpost.Outcome;
import dev.ringpost.Producer;
import dev.ringpost.PublishOptions;
import dev.ringpost.PublisherEngine;
import dev.ringpost.testing.Await;
import dev.ringpost.testing.BrokerClient;
import dev.ringpost.testing.BrokerKind;
import dev.ringpost.testing.Brokers;
import dev.ringpost.testing.ExpectedLogs;
import dev.ringpost.testing.IntegrationTest;
import dev.ringpost.testing.Ledger;
import dev.ringpost.testing.TcpProxy;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A connection that carries nothing any more while the lane is in the middle of a write on it. */
@IntegrationTest
class HalfOpenIT {

    private static final int BODY_BYTES = 4_000;
    private static final int FILL = 960; // more than the sockets on the way hold
    private static final Duration SOON = Duration.ofSeconds(10);

    /** The client tells a channel of the end under the lock that the write holds: the write has to be ended first. */
    @ParameterizedTest
    @MethodSource("dev.ringpost.testing.Brokers#withEncodings")
    void missingHeartbeatsEndAStuckWrite(BrokerKind kind, FrameEncoding encoding, Brokers brokers, ExpectedLogs logs)
            throws Exception {
        logs.expect("; reconnecting");
        Ledger ledger = new Ledger(FILL);
        try (BrokerClient client = brokers.client(kind);
                TcpProxy proxy = TcpProxy.to(brokers.port(kind))) {
            String queue = client.queue("half-open");
            try (PublisherEngine engine = PublisherEngine.builder()
                    .uri(proxy.uri())
                    .frameEncoding(encoding)
                    .ringSize(1024)
                    .memoryBudgetBytes(64 << 20)
                    .heartbeat(Duration.ofSeconds(1))
                    .deliveryTimeout(Duration.ofMinutes(6))
                    .writeTimeout(Duration.ofMinutes(5))
                    .outcomeListener(ledger.listener())
                    .start()) {
                Producer producer = engine.producer(
                        PublishOptions.builder().routingKey(queue).build());
                proxy.silenceOpen();
                for (int i = 0; i < FILL; i++) {
                    int id = ledger.attempt(0, BODY_BYTES);
                    producer.publish(ledger.body(id), 0, BODY_BYTES, id);
                    ledger.accepted(id);
                }
                Await.until("another connection", SOON, () -> proxy.acceptedCount() == 2);
                assertThat(engine.flush(SOON)).isTrue();
            }
            ledger.check().oneOutcomeEach().all(Outcome.CONFIRMED).verify("half-open");
            assertThat(logs.lines()).anyMatch(line -> line.contains("MissedHeartbeatException"));
        }
    }
}
