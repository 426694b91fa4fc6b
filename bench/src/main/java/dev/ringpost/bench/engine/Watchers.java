package dev.ringpost.bench.engine;

import dev.ringpost.PublisherEngine;
import dev.ringpost.Timing;
import dev.ringpost.micrometer.EngineMeterBinder;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;

/**
 * Everything that can watch an engine, all at once: Micrometer's registry read each second as a scrape does, the histograms
 * copied, an interval log of one second, and a recording with the project's settings. Needs the project's folder as working
 * directory.
 */
final class Watchers implements AutoCloseable {
    private static final Path SETTINGS = Path.of("config", "ringpost.jfc");
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final PublisherEngine engine;
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final EngineMeterBinder binder;
    private final ScheduledExecutorService scraper = Executors.newSingleThreadScheduledExecutor();
    private final Recording recording;
    private final Path log;

    private Watchers(PublisherEngine engine) throws IOException, ParseException {
        this.engine = engine;
        binder = new EngineMeterBinder(engine);
        recording = new Recording(Configuration.create(SETTINGS));
        log = Files.createTempFile("ringpost", ".hlog");
        log.toFile().deleteOnExit();
    }

    /** Begins to watch. */
    static Watchers watch(PublisherEngine engine) throws IOException, ParseException {
        Watchers watchers = new Watchers(engine);
        watchers.recording.start();
        engine.meters().logIntervals(watchers.log, INTERVAL);
        watchers.binder.bindTo(watchers.registry);
        ScheduledFuture<?> unused = watchers.scraper.scheduleAtFixedRate(
                watchers::look, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        return watchers;
    }

    private void look() {
        registry.getMeters().forEach(Watchers::read);
        for (Timing timing : Timing.values()) {
            engine.meters().timesNs(timing);
        }
    }

    private static void read(Meter meter) {
        meter.measure().forEach(measurement -> measurement.getValue());
    }

    @Override
    public void close() {
        scraper.shutdownNow();
        binder.close();
        recording.close();
    }
}
