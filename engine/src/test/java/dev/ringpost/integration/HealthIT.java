package dev.ringpost.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringpost.EngineBuilder;
import dev.ringpost.EngineHealth;
import dev.ringpost.LaneHealth;
import dev.ringpost.LaneState;
import dev.ringpost.PublisherEngine;
import dev.ringpost.testing.Await;
import dev.ringpost.testing.Brokers;
import dev.ringpost.testing.ExpectedLogs;
import dev.ringpost.testing.IntegrationTest;
import dev.ringpost.testing.TcpProxy;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Health of a whole engine, before, during and after its connection to a broker. */
@IntegrationTest
class HealthIT {

    private static EngineBuilder through(TcpProxy proxy) {
        return PublisherEngine.builder()
                .uri(proxy.uri())
                .name("health")
                .lanes(2)
                .ringSize(128)
                .reconnectMax(Duration.ofMillis(200));
    }

    private static void becomes(PublisherEngine engine, LaneState state) {
        Await.until(
                "every lane is " + state,
                () -> engine.health().lanes().stream().allMatch(lane -> lane.state() == state));
    }

    @Test
    void followsTheConnection(Brokers brokers, ExpectedLogs logs) {
        logs.expect("; reconnecting");
        logs.expect("next try in");
        try (TcpProxy proxy = TcpProxy.to(brokers.embedded().port());
                PublisherEngine engine = through(proxy).start()) {
            EngineHealth health = engine.health();
            assertThat(health.isUp()).isTrue();
            assertThat(health.lanes()).extracting(LaneHealth::lane).containsExactly("health-0", "health-1");
            assertThat(health.worst().address()).endsWith(":" + proxy.port());

            proxy.refuse(true);
            proxy.cut();
            becomes(engine, LaneState.RECONNECTING);
            LaneHealth lost = engine.health().worst();
            assertThat(lost.cause()).isNotNull().doesNotContain("guest");
            assertThat(lost.address()).isNull();

            proxy.refuse(false);
            becomes(engine, LaneState.OPEN);
            assertThat(engine.health().worst().since()).isAfterOrEqualTo(lost.since());

            engine.close(Duration.ofSeconds(5));
            assertThat(engine.health().lanes())
                    .extracting(LaneHealth::state)
                    .containsExactly(LaneState.CLOSED, LaneState.CLOSED);
        }
    }

    @Test
    void isConnectingWhereThereIsNoBrokerYet(Brokers brokers, ExpectedLogs logs) {
        logs.expect("next try in");
        logs.expect("; connecting took");
        try (TcpProxy proxy = TcpProxy.to(brokers.embedded().port())) {
            proxy.refuse(true);
            try (PublisherEngine engine = through(proxy).lazyConnect().start()) {
                Await.until("a reason", () -> engine.health().lanes().stream().allMatch(lane -> lane.cause() != null));
                assertThat(engine.health().state()).isEqualTo(LaneState.CONNECTING);
                proxy.refuse(false);
                becomes(engine, LaneState.OPEN);
            }
        }
    }
}
