package dev.ringpost.micrometer;

import dev.ringpost.EngineMeters;
import dev.ringpost.Meter;
import dev.ringpost.Meter.Kind;
import dev.ringpost.PublisherEngine;
import dev.ringpost.Timing;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Shows the meters of an engine in Micrometer's registries: every {@link Meter} under its name, lane by lane; the average
 * {@code rabbitmq.publisher.batch.size}; and of each {@link Timing} the percentiles of the last one to two minutes, as Micrometer
 * itself shows percentiles where a registry knows no histograms: gauges under the timing's name and {@code .percentile}, with
 * the tag {@code phi} of 0.5, 0.9, 0.99, 0.999 and 1, {@code NaN} if nothing was timed in that time. Every meter has the tags {@code engine}, the engine's name, and {@code lane}, its number. Engines in one registry need names of their own.
 *
 * <p>Everything is read when the registry asks, so messages pay nothing. Registries refer to the engine weakly: one that is
 * dropped does not stay for them. {@link #close()} takes its meters out of them, which is right once the engine is closed;
 * until then they show its last values.
 *
 * <p>Thread-safe.
 */
public final class EngineMeterBinder implements MeterBinder, AutoCloseable {

    private static final String BATCH_SIZE = "rabbitmq.publisher.batch.size";

    /** Not under the timing's bare name, which has a histogram where there is one: a name has one type in Prometheus. */
    private static final String PERCENTILE = ".percentile";

    private static final String PERCENTILE_TAG = "phi";
    private static final List<String> PHIS = List.of("0.5", "0.9", "0.99", "0.999", "1");

    private final EngineMeters meters;
    private final Tags tags;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Bound> bound = new ArrayList<>();

    /** What is in a registry because of this binder. */
    private record Bound(MeterRegistry registry, List<io.micrometer.core.instrument.Meter> meters) {}

    /** For the meters of this engine. */
    public EngineMeterBinder(PublisherEngine engine) {
        this(engine, Tags.empty());
    }

    /** The same, with more tags on every meter. */
    public EngineMeterBinder(PublisherEngine engine, Iterable<Tag> tags) {
        this.meters = engine.meters();
        this.tags = Tags.of("engine", engine.settings().name()).and(tags);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        List<io.micrometer.core.instrument.Meter> made = new ArrayList<>();
        for (int lane = 0; lane < meters.laneCount(); lane++) {
            Tags laneTags = tags.and("lane", Integer.toString(lane));
            for (Meter meter : Meter.values()) {
                made.add(bind(registry, meter, lane, laneTags));
            }
            made.add(bindBatchSize(registry, lane, laneTags));
            for (Timing timing : Timing.values()) {
                made.addAll(bindPercentiles(registry, timing, lane, laneTags));
            }
        }
        lock.lock();
        try {
            bound.add(new Bound(registry, made));
        } finally {
            lock.unlock();
        }
    }

    // None of the functions below may refer to the engine but through its argument, or the registry would hold it.

    private io.micrometer.core.instrument.Meter bind(MeterRegistry registry, Meter meter, int lane, Tags laneTags) {
        Tags all = laneTags.and(meter.tags().entrySet().stream()
                .map(tag -> Tag.of(tag.getKey(), tag.getValue()))
                .toList());
        String baseUnit = baseUnit(meter);
        if (meter.kind() == Kind.COUNTER) {
            return FunctionCounter.builder(meter.meterName(), meters, from -> read(from, meter, lane))
                    .tags(all)
                    .baseUnit(baseUnit)
                    .description(meter.description())
                    .register(registry);
        }
        return Gauge.builder(meter.meterName(), meters, from -> read(from, meter, lane))
                .tags(all)
                .baseUnit(baseUnit)
                .description(meter.description())
                .register(registry);
    }

    private static double read(EngineMeters from, Meter meter, int lane) {
        return meter.unit().toBaseUnit(from.value(meter, lane));
    }

    private static @Nullable String baseUnit(Meter meter) {
        String unit = meter.unit().baseUnit();
        return unit.isEmpty() ? null : unit;
    }

    private io.micrometer.core.instrument.Meter bindBatchSize(MeterRegistry registry, int lane, Tags laneTags) {
        return Gauge.builder(BATCH_SIZE, meters, from -> from.messagesPerWrite(lane))
                .tags(laneTags)
                .description("Messages of one write on the average since the engine's start")
                .register(registry);
    }

    private List<io.micrometer.core.instrument.Meter> bindPercentiles(
            MeterRegistry registry, Timing timing, int lane, Tags laneTags) {
        Clock clock = registry.config().clock();
        RecentTimes recent = new RecentTimes(meters, timing, lane, clock.monotonicTime());
        List<io.micrometer.core.instrument.Meter> made = new ArrayList<>();
        for (String phi : PHIS) {
            double share = Double.parseDouble(phi);
            made.add(TimeGauge.builder(
                            timing.meterName() + PERCENTILE,
                            meters,
                            TimeUnit.NANOSECONDS,
                            from -> recent.quantileNs(from, share, clock.monotonicTime()))
                    .tags(laneTags.and(PERCENTILE_TAG, phi))
                    .description(timing.description())
                    .register(registry));
        }
        return made;
    }

    /** Takes the meters out of every registry that they were bound to; they may be bound again. */
    @Override
    public void close() {
        List<Bound> unbound;
        lock.lock();
        try {
            unbound = List.copyOf(bound);
            bound.clear();
        } finally {
            lock.unlock();
        }
        unbound.forEach(each -> each.meters().forEach(each.registry()::remove));
    }
}
