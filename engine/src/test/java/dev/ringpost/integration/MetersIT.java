package dev.ringpost.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringpost.EngineMeters;
import dev.ringpost.EngineStats;
import dev.ringpost.Exchange;
import dev.ringpost.Meter;
import dev.ringpost.Outcome;
import dev.ringpost.Producer;
import dev.ringpost.PublishOptions;
import dev.ringpost.PublisherEngine;
import dev.ringpost.Receipt;
import dev.ringpost.Timing;
import dev.ringpost.testing.Await;
import dev.ringpost.testing.BrokerClient;
import dev.ringpost.testing.BrokerKind;
import dev.ringpost.testing.Brokers;
import dev.ringpost.testing.ExpectedLogs;
import dev.ringpost.testing.Flight;
import dev.ringpost.testing.IntegrationTest;
import dev.ringpost.testing.TcpProxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import jdk.jfr.consumer.RecordedEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an engine tells of itself while it works, loses its connections and ends: meters, stats, log and recording agree. */
@IntegrationTest
class MetersIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int MESSAGES = 400;
    private static final int LANES = 2;
    private static final int BODY_BYTES = 50;

    @TempDir
    private Path folder;

    @Test
    void everythingAgrees(Brokers brokers, ExpectedLogs logs) throws Exception {
        logs.expect("; reconnecting");
        logs.expect("next try in about");
        Path log = folder.resolve("times.hlog");
        EngineMeters meters;
        EngineStats stats;
        List<RecordedEvent> events;
        try (Flight flight = Flight.begin().with("ringpost.BatchWrite#threshold", "0 ms");
                TcpProxy proxy = TcpProxy.to(brokers.embedded().port());
                BrokerClient client = brokers.client(BrokerKind.EMBEDDED)) {
            String queue = client.queue("meters");
            PublisherEngine engine = PublisherEngine.builder()
                    .uri(proxy.uri())
                    .name("meters")
                    .lanes(LANES)
                    .ringSize(1_024)
                    .reconnectMax(Duration.ofMillis(200))
                    .start();
            meters = engine.meters();
            try (engine) {
                meters.logIntervals(log, Duration.ofMillis(50));
                Producer producer = engine.producer(
                        PublishOptions.builder().routingKey(queue).build());
                publish(engine, producer);
                assertAtRest(meters, MESSAGES);
                assertThat(meters.value(Meter.RECONNECTS)).isZero();

                proxy.cut();
                Await.until(
                        "both lanes are connected again",
                        PATIENCE,
                        () -> meters.value(Meter.RECONNECTS) == LANES && meters.value(Meter.CONNECTIONS) == LANES);
                engine.topology().declare(Exchange.of(client.exchange("meters"), Exchange.DIRECT));
                publish(engine, producer);
                Receipt returned = producer.publish(
                        new byte[BODY_BYTES],
                        PublishOptions.builder()
                                .routingKey("no-such-queue")
                                .mandatory(true)
                                .build());
                assertThat(returned.await(PATIENCE)).isEqualTo(Outcome.RETURNED);
                assertThat(engine.flush(PATIENCE)).isTrue();
                assertAtRest(meters, 2 * MESSAGES + 1);
                assertSameAs(engine.stats(), meters);
            }
            stats = engine.stats();
            events = flight.end();
        }
        assertSameAs(stats, meters);
        assertThat(meters.value(Meter.CONNECTIONS)).isZero();
        assertThat(meters.value(Meter.BLOCKED_NS)).isZero();
        assertThat(meters.timesNs(Timing.CONFIRM_LATENCY).getTotalCount())
                .isEqualTo(stats.confirmLatencyNs().getTotalCount())
                .isPositive();
        assertThat(meters.timesNs(Timing.PUBLISH_CALL).getTotalCount()).isPositive();
        assertThat(Files.readString(log))
                .contains("Tag=rabbitmq.publisher.confirm.latency,", "Tag=rabbitmq.publisher.publish.call,");
        assertRecorded(events, stats);
    }

    private static void publish(PublisherEngine engine, Producer producer) throws InterruptedException {
        for (int i = 0; i < MESSAGES; i++) {
            producer.publish(new byte[BODY_BYTES], 0, BODY_BYTES, i);
        }
        assertThat(engine.flush(PATIENCE)).isTrue();
    }

    private static void assertAtRest(EngineMeters meters, int accepted) {
        assertThat(meters.laneCount()).isEqualTo(LANES);
        assertThat(meters.value(Meter.ACCEPTED)).isEqualTo(accepted);
        assertThat(meters.value(Meter.IN_FLIGHT)).isZero();
        assertThat(meters.value(Meter.RING_REMAINING))
                .isEqualTo(meters.value(Meter.RING_SIZE))
                .isEqualTo(LANES * (1_024 - 64));
        assertThat(meters.value(Meter.CONNECTIONS)).isEqualTo(LANES);
        assertThat(meters.value(Meter.BLOCKED_LANES)).isZero();
        assertThat(meters.value(Meter.MEMORY_USED_BYTES)).isZero();
        assertThat(meters.value(Meter.MEMORY_LIMIT_BYTES)).isPositive();
        assertThat(meters.value(Meter.STORED_MESSAGES)).isZero();
        assertThat(meters.value(Meter.BODY_BYTES)).isEqualTo((long) accepted * BODY_BYTES);
        assertThat(meters.messagesPerWrite()).isBetween(1.0, (double) MESSAGES);
        for (Meter meter : Meter.values()) {
            assertThat(meters.value(meter, 0) + meters.value(meter, 1))
                    .as(meter.name())
                    .isEqualTo(meters.value(meter));
        }
    }

    private static void assertSameAs(EngineStats stats, EngineMeters meters) {
        Map<Meter, Long> counted = Map.ofEntries(
                Map.entry(Meter.ACCEPTED, stats.accepted()),
                Map.entry(Meter.CONFIRMED, stats.confirmed()),
                Map.entry(Meter.RETURNED, stats.returned()),
                Map.entry(Meter.REJECTED, stats.rejected()),
                Map.entry(Meter.TIMED_OUT, stats.timedOut()),
                Map.entry(Meter.FAILED, stats.failed()),
                Map.entry(Meter.ABORTED, stats.aborted()),
                Map.entry(Meter.IN_FLIGHT, stats.inFlight()),
                Map.entry(Meter.SENT, stats.sent()),
                Map.entry(Meter.RESENDS, stats.resends()),
                Map.entry(Meter.AMQP_MESSAGES, stats.amqpMessages()),
                Map.entry(Meter.BODY_BYTES, stats.bodyBytes()),
                Map.entry(Meter.WIRE_BYTES, stats.wireBytes()),
                Map.entry(Meter.UNCOMPRESSED_BYTES, stats.uncompressedBytes()),
                Map.entry(Meter.COMPRESSED_BYTES, stats.compressedBytes()),
                Map.entry(Meter.WRITES, stats.writes()),
                Map.entry(Meter.CONNECTS, stats.connects()),
                Map.entry(Meter.CALLBACK_ERRORS, stats.callbackErrors()));
        counted.forEach((meter, value) ->
                assertThat(meters.value(meter)).as(meter.name()).isEqualTo(value));
        assertThat(meters.value(Meter.RETRIES_AFTER_NACK) + meters.value(Meter.RETRIES_AFTER_CONFIRM_TIMEOUT))
                .isEqualTo(stats.retries());
    }

    private static void assertRecorded(List<RecordedEvent> events, EngineStats stats) {
        Map<String, List<RecordedEvent>> byName = events.stream()
                .collect(Collectors.groupingBy(event -> event.getEventType().getName()));
        List<RecordedEvent> writes = byName.getOrDefault("ringpost.BatchWrite", List.of());
        assertThat(writes).hasSize((int) stats.writes());
        assertThat(writes.stream().mapToLong(write -> write.getInt("messages")).sum())
                .isEqualTo(stats.sent());
        assertThat(writes.stream().mapToLong(write -> write.getLong("bytes")).sum())
                .isEqualTo(stats.wireBytes());
        assertThat(byName.get("ringpost.Reconnect")).hasSize(LANES).allSatisfy(reconnect -> {
            assertThat(reconnect.getString("lane")).startsWith("meters-");
            assertThat(reconnect.getString("cause")).isNotEmpty();
            assertThat(reconnect.getString("address")).startsWith("127.0.0.1:");
            assertThat(reconnect.getDuration()).isPositive().isLessThan(PATIENCE);
        });
        assertThat(byName.get("ringpost.Declare"))
                .anySatisfy(declare -> assertThat(declare.getString("entity")).contains("meters"));
    }
}
