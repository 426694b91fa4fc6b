package dev.ringpost.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringpost.Meter;
import dev.ringpost.Producer;
import dev.ringpost.PublishOptions;
import dev.ringpost.PublisherEngine;
import dev.ringpost.Timing;
import dev.ringpost.testing.CleanEngine;
import dev.ringpost.testing.ExpectedLogs;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With an engine that has no broker: what it accepts is in flight until its close, and aborted then. */
@CleanEngine
class EngineMeterBinderTest {

    private static final int MESSAGES = 10;

    @BeforeEach
    void nobodyListens(ExpectedLogs logs) {
        logs.expect("next try in about");
    }

    private static PublisherEngine engine(int lanes) {
        return PublisherEngine.builder()
                .uri("amqp://localhost:1")
                .connectTimeout(Duration.ofMillis(200))
                .closeTimeout(Duration.ZERO)
                .lazyConnect()
                .name("shown")
                .lanes(lanes)
                .ringSize(128)
                .start();
    }

    private static void publish(PublisherEngine engine) throws InterruptedException {
        Producer producer =
                engine.producer(PublishOptions.builder().routingKey("key").build());
        for (int i = 0; i < MESSAGES; i++) {
            producer.publish(new byte[1], 0, 1, i);
        }
    }

    private static double counter(MeterRegistry registry, String name, String... tags) {
        return registry.get(name).tags(tags).functionCounters().stream()
                .mapToDouble(FunctionCounter::count)
                .sum();
    }

    private static double gauge(MeterRegistry registry, String name, String... tags) {
        return registry.get(name).tags(tags).gauges().stream()
                .mapToDouble(Gauge::value)
                .sum();
    }

    @Test
    @SuppressWarnings("try") // what the binder shows of a closed engine
    void registriesShowWhatTheEngineKnows() throws Exception {
        MeterRegistry registry = new SimpleMeterRegistry();
        try (PublisherEngine engine = engine(2);
                EngineMeterBinder binder = new EngineMeterBinder(engine, Tags.of("region", "here"))) {
            binder.bindTo(registry);
            publish(engine);
            assertThat(counter(registry, "rabbitmq.published", "engine", "shown", "region", "here"))
                    .isEqualTo(MESSAGES);
            double first = counter(registry, "rabbitmq.published", "lane", "0");
            assertThat(first).isEqualTo((double) engine.meters().value(Meter.ACCEPTED, 0));
            assertThat(first + counter(registry, "rabbitmq.published", "lane", "1"))
                    .isEqualTo(MESSAGES);
            assertThat(gauge(registry, "rabbitmq.publisher.in.flight")).isEqualTo(MESSAGES);
            assertThat(gauge(registry, "rabbitmq.connections")).isZero();
            assertThat(gauge(registry, "rabbitmq.publisher.batch.size")).isZero();
            assertThat(registry.get("rabbitmq.publisher.publish.call.percentile")
                            .tags("phi", "1")
                            .timeGauges())
                    .hasSize(2)
                    .anyMatch(longest -> longest.value(TimeUnit.NANOSECONDS) > 0);
            assertThat(registry.get("rabbitmq.publisher.confirm.latency.percentile")
                            .timeGauges())
                    .as("nothing was confirmed")
                    .hasSize(10)
                    .extracting(TimeGauge::value)
                    .containsOnly(Double.NaN);
            engine.close();
            assertThat(counter(registry, "rabbitmq.failed_to_publish", "outcome", "aborted"))
                    .isEqualTo(MESSAGES);
            assertThat(counter(registry, "rabbitmq.failed_to_publish")).isEqualTo(MESSAGES);
        }
        assertThat(registry.getMeters()).as("after the binder's close").isEmpty();
    }

    /** The names of {@link Meter#prometheusName()} are Micrometer's, and not only by our own reckoning. */
    @Test
    void prometheusGetsTheNamesOfThePage() throws Exception {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        try (PublisherEngine engine = engine(1);
                EngineMeterBinder binder = new EngineMeterBinder(engine)) {
            binder.bindTo(registry);
            publish(engine);
            String scraped = registry.scrape();
            for (Meter meter : Meter.values()) {
                List<String> labels = new ArrayList<>(List.of("engine=\"shown\"", "lane=\"0\""));
                meter.tags().forEach((key, value) -> labels.add(key + "=\"" + value + "\""));
                assertThat(scraped.lines())
                        .as(meter.name())
                        .anyMatch(line -> line.startsWith(meter.prometheusName() + "{")
                                && labels.stream().allMatch(line::contains))
                        .contains("# TYPE " + meter.prometheusName() + " "
                                + meter.kind().name().toLowerCase(Locale.ROOT));
            }
            for (Timing timing : Timing.values()) {
                String name = timing.prometheusName().replace("_seconds", "_percentile_seconds");
                assertThat(scraped.lines())
                        .as(timing.name())
                        .contains("# TYPE " + name + " gauge")
                        .anyMatch(line -> line.startsWith(name + "{") && line.contains("phi=\"0.999\""))
                        .as("the page has a histogram of that name")
                        .noneMatch(line -> line.startsWith("# TYPE " + timing.prometheusName() + " "));
            }
            assertThat(scraped).contains("# TYPE rabbitmq_publisher_batch_size gauge");
            assertThat(scraped)
                    .contains("rabbitmq_published_total{engine=\"shown\",lane=\"0\"} " + MESSAGES + ".0")
                    .doesNotContain("_total_total");
        }
    }

    /** A registry outlives engines; what it holds must not hold them. */
    @Test
    void noMeterKeepsADroppedEngine() throws Exception {
        MeterRegistry registry = new SimpleMeterRegistry();
        WeakReference<?> dropped = dropped(registry);
        for (int i = 0; i < 50 && dropped.get() != null; i++) {
            System.gc();
            Thread.sleep(20);
        }
        assertThat(dropped.get()).isNull();
        assertThat(registry.getMeters()).isNotEmpty();
        assertThat(gauge(registry, "rabbitmq.publisher.in.flight")).isNaN();
    }

    private static WeakReference<?> dropped(MeterRegistry registry) throws InterruptedException {
        PublisherEngine engine = engine(1);
        new EngineMeterBinder(engine).bindTo(registry);
        publish(engine);
        engine.close();
        return new WeakReference<>(engine.meters());
    }
}
