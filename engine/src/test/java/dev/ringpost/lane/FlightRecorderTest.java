package dev.ringpost.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringpost.EngineSettings;
import dev.ringpost.Exchange;
import dev.ringpost.PublishOptions;
import dev.ringpost.RetryPolicy;
import dev.ringpost.testing.CleanEngine;
import dev.ringpost.testing.Flight;
import dev.ringpost.topology.Declarations;
import dev.ringpost.wire.RouteEncoder;
import dev.ringpost.wire.RouteSpec;
import dev.ringpost.wire.RouteTemplate;
import java.time.Duration;
import java.util.List;
import jdk.jfr.consumer.RecordedEvent;
import org.junit.jupiter.api.Test;

/** What a recording with config/ringpost.jfc tells of a lane. */
@CleanEngine
class FlightRecorderTest {

    private static final RetryPolicy RETRY =
            RetryPolicy.builder().intervalStart(Duration.ofMillis(50)).jitter(0).build();

    private static final RouteTemplate NEEDING = new RouteEncoder()
            .encode(RouteSpec.plain(
                            PublishOptions.builder().routingKey("key").build(), "application/data", "binary", true)
                    .requiring(Declarations.of(List.of(Exchange.of("events", Exchange.TOPIC)), null)));

    private final LaneBench bench = new LaneBench(null, new EngineSettings.Retry(RETRY, LaneBench.RETRY_LIMIT, null));

    private static List<RecordedEvent> named(String name, List<RecordedEvent> events) {
        return events.stream()
                .filter(event -> event.getEventType().getName().equals("ringpost." + name))
                .toList();
    }

    @Test
    void eachEventIsToldWithWhatItIsAbout() throws Exception {
        List<RecordedEvent> events;
        try (Flight flight = Flight.begin().with("ringpost.BatchWrite#threshold", "0 ms")) {
            ScriptedLink link = bench.connect();
            bench.publish("first");
            bench.publish("second");
            bench.run();
            link.nack(1);
            bench.run();
            bench.advanceMs(99);
            link.ack(2);
            bench.run();
            link.block();
            bench.run();
            bench.advanceMs(101);
            link.unblock();
            bench.run();
            link.ackAll();
            bench.run();
            bench.publish(NEEDING, "after a declaration");
            bench.run();
            link.ackAll();
            bench.run();
            bench.assertEmpty();
            events = flight.end();
        }
        assertThat(events).allSatisfy(event -> {
            assertThat(event.getString("lane")).isEqualTo("bench");
            assertThat(event.getStackTrace()).isNull();
        });

        List<RecordedEvent> writes = named("BatchWrite", events);
        assertThat(writes).hasSize(3);
        assertThat(writes.get(0).getInt("messages")).isEqualTo(2);
        assertThat(writes.get(0).getInt("amqpMessages")).isEqualTo(2);
        assertThat(writes.get(0).getLong("bytes")).isPositive();

        assertThat(named("Retry", events)).singleElement().satisfies(retry -> {
            assertThat(retry.getString("cause")).isEqualTo("NACK");
            assertThat(retry.getString("detail")).contains("nacked by the broker", "bench");
            assertThat(retry.getInt("retriesBefore")).isZero();
            assertThat(retry.getDuration("waitNs")).isEqualTo(Duration.ofMillis(50));
        });
        assertThat(named("Blocked", events))
                .singleElement()
                .satisfies(blocked -> assertThat(blocked.getString("reason")).isEqualTo("low on memory"));
        assertThat(named("Declare", events)).singleElement().satisfies(declare -> {
            assertThat(declare.getString("entity")).contains("events");
            assertThat(declare.getString("failure")).isEmpty();
        });
        assertThat(named("SlowConfirm", events))
                .as("of 99 and 200 ms, with a limit of 100 ms")
                .singleElement()
                .satisfies(slow -> {
                    assertThat(slow.getDuration("latencyNs")).isEqualTo(Duration.ofMillis(200));
                    assertThat(slow.getString("route")).contains("routing key \"bench\"");
                });
    }

    @Test
    void aRefusedDeclarationSaysWhy() throws Exception {
        List<RecordedEvent> events;
        try (Flight flight = Flight.begin()) {
            ScriptedLink link = bench.connect();
            link.control().refuse("events", 403, "access refused");
            bench.publish(NEEDING, "never sent");
            bench.run();
            events = flight.end();
        }
        assertThat(named("Declare", events))
                .singleElement()
                .satisfies(declare -> assertThat(declare.getString("failure")).contains("access refused"));
    }

    @Test
    void ofSeveralRecordingsTheShorterLatencyCounts() throws Exception {
        List<RecordedEvent> events;
        try (Flight longer = Flight.begin().with("ringpost.SlowConfirm#latency", "700 ms");
                Flight shorter = Flight.begin().with("ringpost.SlowConfirm#latency", "300 ms");
                Flight wrong = Flight.begin().with("ringpost.SlowConfirm#latency", "soon")) {
            ScriptedLink link = bench.connect();
            bench.publish("at 299");
            bench.run();
            bench.advanceMs(299);
            link.ack(1);
            bench.run();
            bench.publish("at 300");
            bench.run();
            bench.advanceMs(300);
            link.ack(2);
            bench.run();
            events = shorter.end();
            longer.end();
            wrong.end();
        }
        assertThat(named("SlowConfirm", events))
                .singleElement()
                .satisfies(slow -> assertThat(slow.getDuration("latencyNs")).isEqualTo(Duration.ofMillis(300)));
    }
}
