package dev.ringpost.faults;

import dev.ringpost.EngineBuilder;
import dev.ringpost.PublisherEngine;
import java.time.Duration;

/** A site with an engine that publishes to it. */
final class Rig {

    /** Lanes of the engine, and so its connections. */
    static final int LANES = 2;

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    private final Site site;
    private final Outcomes outcomes = new Outcomes();
    private final Engines engines;

    /** Starts the engine; the site is the rig's from now on. */
    Rig(Site site) {
        this.site = site;
        this.engines = new Engines(() -> settings(site.engineUri())
                .confirmTimeout(site.confirmTimeout())
                .outcomeListener(outcomes)
                .retryListener(outcomes));
        engines.open();
    }

    /** Timeouts by which every fault is noticed soon, and deadlines that none of them reaches. */
    static EngineBuilder settings(String uri) {
        return PublisherEngine.builder()
                .uri(uri)
                .name("faults")
                .lanes(LANES)
                .ringSize(4096)
                .reconnectMax(Duration.ofMillis(500))
                .connectTimeout(Duration.ofSeconds(2))
                .heartbeat(Duration.ofSeconds(2))
                .writeTimeout(Duration.ofSeconds(6)) // longer than a peer stalls that goes on, see NetworkFaults
                .enqueueTimeout(Duration.ofSeconds(2))
                .deliveryTimeout(Duration.ofMinutes(5));
    }

    Site site() {
        return site;
    }

    Outcomes outcomes() {
        return outcomes;
    }

    Engines engines() {
        return engines;
    }

    /** Closes the engine; see {@link Engines#close}. */
    void closeEngine() throws Exception {
        engines.close(CLOSE_TIMEOUT);
    }

    /** Closes both, the site whatever happens. */
    void close() throws Exception {
        try {
            closeEngine();
        } finally {
            site.close();
        }
    }
}
