package dev.ringpost.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringpost.EngineBuilder;
import dev.ringpost.Offer;
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
import dev.ringpost.testing.RabbitNode;
import dev.ringpost.testing.TcpProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An engine that starts without its broker. */
@IntegrationTest
class LazyConnectIT {

    private static final Duration ANSWER = Duration.ofSeconds(20);
    private static final String SECRET = "s3cr3t-w0rd";

    @BeforeEach
    void faultsAreLogged(ExpectedLogs logs) {
        logs.expect("next try in");
        logs.expect("; reconnecting");
    }

    private static EngineBuilder lazy(String uri) {
        return PublisherEngine.builder()
                .uri(uri)
                .name("it")
                .lanes(1)
                .ringSize(128)
                .reconnectMax(Duration.ofMillis(500))
                .lazyConnect();
    }

    private static Producer producer(PublisherEngine engine, String queue) {
        return engine.producer(PublishOptions.builder().routingKey(queue).build());
    }

    @ParameterizedTest
    @EnumSource(BrokerKind.class)
    void acceptsUntilTheRingIsFullAndDeliversAllOnceThereIsABroker(BrokerKind kind, Brokers brokers) throws Exception {
        try (BrokerClient client = brokers.client(kind);
                TcpProxy proxy = TcpProxy.to(brokers.port(kind))) {
            proxy.refuse(true);
            String queue = client.queue("lazy");
            try (PublisherEngine engine = lazy(proxy.uri()).start()) {
                Producer producer = producer(engine, queue);
                int accepted = 0;
                while (producer.tryPublish(new byte[10], 0, 10, accepted) == Offer.ACCEPTED) {
                    accepted++;
                }
                assertThat(accepted).isBetween(64, 128);
                assertThat(engine.stats().connects()).isZero();
                proxy.refuse(false);
                assertThat(engine.flush(ANSWER)).isTrue();
                assertThat(engine.stats().confirmed()).isEqualTo(accepted);
                assertThat(client.depth(queue)).isEqualTo(accepted);
            }
        }
    }

    @Test
    void theBrokerStartsAfterTheEngine(Brokers brokers) throws Exception {
        RabbitNode node = brokers.rough();
        String queue = BrokerClient.uniqueName("late");
        try (BrokerClient client = BrokerClient.connect(node.uri())) {
            client.channel().queueDeclare(queue, true, false, false, null);
        }
        node.stop();
        try (PublisherEngine engine = lazy(node.uri()).start()) {
            List<Receipt> receipts = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                receipts.add(producer(engine, queue).publish("early"));
            }
            node.restart();
            for (Receipt receipt : receipts) {
                assertThat(receipt.await(Duration.ofSeconds(30))).isEqualTo(Outcome.CONFIRMED);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(BrokerKind.class)
    void aWrongPasswordIsWhatMessagesTimeOutWith(BrokerKind kind, Brokers brokers, ExpectedLogs logs) throws Exception {
        AtomicReference<@Nullable String> detail = new AtomicReference<>();
        String uri = "amqp://guest:" + SECRET + "@127.0.0.1:" + brokers.port(kind) + "/";
        try (PublisherEngine engine = lazy(uri)
                .deliveryTimeout(Duration.ofSeconds(4))
                .outcomeListener((id, outcome, text) -> detail.set(outcome + ": " + text))
                .start()) {
            producer(engine, "any").tryPublish(new byte[1], 0, 1, 1);
            Await.until("an outcome", ANSWER, () -> detail.get() != null);
            assertThat(detail.get())
                    .contains(
                            "TIMED_OUT",
                            "never sent",
                            "not connected to a broker",
                            "refused the login of user \"guest\"")
                    .doesNotContain(SECRET);
        }
        assertThat(logs.lines())
                .as("a line a second at most")
                .hasSizeBetween(1, 6)
                .allMatch(line -> line.contains("refused the login") && !line.contains(SECRET));
    }

    @Test
    void closesAtOnceWithoutABroker(Brokers brokers) throws Exception {
        try (TcpProxy proxy = TcpProxy.to(brokers.port(BrokerKind.EMBEDDED))) {
            proxy.refuse(true);
            long startNs;
            try (PublisherEngine engine = lazy(proxy.uri()).lanes(2).start()) {
                Await.until("a first attempt", ANSWER, () -> proxy.acceptedCount() > 0);
                assertThat(engine.stats().connects()).isZero();
                startNs = System.nanoTime();
            }
            assertThat(Duration.ofNanos(System.nanoTime() - startNs)).isLessThan(Duration.ofSeconds(2));
        }
    }
}
