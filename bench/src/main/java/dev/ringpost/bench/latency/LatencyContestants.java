package dev.ringpost.bench.latency;

import dev.ringpost.WaitStrategy;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongConsumer;

/** All contestants by their names, in the order of the report. */
final class LatencyContestants {
    /** Publishes nothing: what remains is the measuring's own. */
    static final String PACING_ALONE = "pacing alone";

    static final String BASIC_PUBLISH = "basicPublish";
    static final String ENGINE = "engine ";

    private static final Map<String, Opener> OPENERS = openers();

    private LatencyContestants() {}

    /** Connects a contestant; {@code onConfirmed} hears the number of each confirmed message, on one thread. */
    @FunctionalInterface
    private interface Opener {
        LatencyContestant open(URI uri, LongConsumer onConfirmed) throws Exception;
    }

    private static Map<String, Opener> openers() {
        Map<String, Opener> openers = new LinkedHashMap<>();
        openers.put(PACING_ALONE, (uri, onConfirmed) -> new PacingAlone(onConfirmed));
        for (WaitStrategy strategy : WaitStrategy.values()) {
            openers.put(name(strategy), (uri, onConfirmed) -> new EngineLatency(uri, strategy, onConfirmed));
        }
        openers.put(BASIC_PUBLISH, (uri, onConfirmed) -> BasicPublishLatency.open(uri, false, onConfirmed));
        openers.put(BASIC_PUBLISH + " netty", (uri, onConfirmed) -> BasicPublishLatency.open(uri, true, onConfirmed));
        return openers;
    }

    private static String name(WaitStrategy strategy) {
        return ENGINE + strategy.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    static List<String> names() {
        return new ArrayList<>(OPENERS.keySet());
    }

    /** {@code onConfirmed} is called on one thread, which may be the publishing one. */
    static LatencyContestant open(String name, URI uri, LongConsumer onConfirmed) throws Exception {
        Opener opener = OPENERS.get(name);
        if (opener == null) {
            throw new IllegalArgumentException("no contestant is called '" + name + "'; there are " + names());
        }
        return opener.open(uri, onConfirmed);
    }
}
