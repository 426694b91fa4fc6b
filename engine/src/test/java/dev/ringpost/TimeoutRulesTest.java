package dev.ringpost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Bounds on time against each other. */
class TimeoutRulesTest {

    private static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }

    @Test
    void allThatContradictTheDeliveryTimeoutAreNamedAtOnce() {
        assertThatThrownBy(() -> PublisherEngine.builder()
                        .uri("amqp://rabbit?connect_timeout=11")
                        .deliveryTimeout(seconds(10))
                        .connectTimeout(seconds(10))
                        .writeTimeout(seconds(20))
                        .reconnectMax(seconds(30))
                        .retryPolicy(RetryPolicy.builder()
                                .intervalStart(seconds(12))
                                .intervalMax(seconds(12))
                                .build())
                        .buildSettings())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(
                        "connect timeout in the URI of rabbit:5672 PT11S is not shorter than deliveryTimeout PT10S",
                        "connectTimeout PT10S is not shorter than deliveryTimeout PT10S",
                        "lower connectTimeout or raise deliveryTimeout",
                        "writeTimeout PT20S",
                        "reconnectMax PT30S",
                        "intervalStart of retryPolicy PT12S");
    }

    @Test
    void whatWasNotSetGivesWay() {
        EngineSettings.Timeouts usual =
                PublisherEngine.builder().buildSettings().timeouts();
        assertThat(usual.connect()).isEqualTo(seconds(5));
        assertThat(usual.write()).isEqualTo(seconds(30));
        assertThat(usual.reconnectMax()).isEqualTo(seconds(5));
        EngineSettings.Timeouts shorter = PublisherEngine.builder()
                .deliveryTimeout(seconds(8))
                .buildSettings()
                .timeouts();
        assertThat(shorter.connect()).isEqualTo(seconds(4));
        assertThat(shorter.write()).isEqualTo(seconds(4));
        assertThat(shorter.reconnectMax()).isEqualTo(seconds(4));
        EngineSettings.Timeouts shortest = PublisherEngine.builder()
                .deliveryTimeout(Duration.ofMillis(300))
                .buildSettings()
                .timeouts();
        assertThat(shortest.connect()).isEqualTo(seconds(1));
        assertThat(shortest.write()).isEqualTo(seconds(1));
    }

    @Test
    void aPolicyWithoutRetriesNeedsNoInterval() {
        assertThat(PublisherEngine.builder()
                        .deliveryTimeout(Duration.ofMillis(50))
                        .retryPolicy(RetryPolicy.none())
                        .buildSettings()
                        .timeouts()
                        .delivery())
                .isEqualTo(Duration.ofMillis(50));
    }
}
