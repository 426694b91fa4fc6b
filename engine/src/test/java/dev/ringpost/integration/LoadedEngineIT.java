package dev.ringpost.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ringpost.Outcome;
import dev.ringpost.PublisherEngine;
import dev.ringpost.testing.BrokerClient;
import dev.ringpost.testing.BrokerKind;
import dev.ringpost.testing.Brokers;
import dev.ringpost.testing.IntegrationTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An engine from a file: with code's broker in place of the file's, and a producer by its name. */
@IntegrationTest
class LoadedEngineIT {

    @Test
    void publishesWithAProducerOfTheFile(Brokers brokers, @TempDir Path folder) throws Exception {
        try (BrokerClient client = brokers.client(BrokerKind.EMBEDDED)) {
            String queue = client.queue("loaded");
            Path file = Files.writeString(
                    folder.resolve("ringpost.yaml"),
                    "engine:\n  uris: amqp://nowhere.invalid\n  ring-size: 256\nproducers:\n  prices:\n    routing-key: "
                            + queue + "\n    mandatory: true\n");
            try (PublisherEngine engine = PublisherEngine.load(file)
                    .uri("amqp://localhost:" + brokers.port(BrokerKind.EMBEDDED))
                    .start()) {
                assertThat(engine.settings().ringSize()).isEqualTo(256);
                assertThat(engine.producer("prices").publish("1.0841").await(Duration.ofSeconds(20)))
                        .isEqualTo(Outcome.CONFIRMED);
                assertThatThrownBy(() -> engine.producer("others"))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("there are prices");
            }
        }
    }
}
