package dev.ringpost.intake;

import dev.ringpost.Explanation;
import dev.ringpost.lane.Lane;
import dev.ringpost.lane.LaneWatch;
import dev.ringpost.ring.EngineThread;
import dev.ringpost.ring.NanoClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/** Samples all lanes during a window, on the calling thread; any number of callers at a time. */
final class Explainer {

    private static final Duration SHORTEST = Duration.ofMillis(10);
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final long SAMPLES = 500;
    private static final long SHORTEST_INTERVAL_NS = 1_000_000;

    private final List<Lane> lanes;
    private final CallerWatch callers;
    private final NanoClock clock;

    Explainer(List<Lane> lanes, CallerWatch callers, NanoClock clock) {
        this.lanes = lanes;
        this.callers = callers;
        this.clock = clock;
    }

    Explanation explain(Duration window) throws InterruptedException {
        EngineThread.refuseBlocking("explain");
        if (window.compareTo(SHORTEST) < 0 || window.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("window " + window + " is not in " + SHORTEST + ".." + LONGEST);
        }
        long startNs = clock.nanoTime();
        long intervalNs = Math.max(SHORTEST_INTERVAL_NS, window.toNanos() / SAMPLES);
        List<LaneWatch> watches = lanes.stream().map(Lane::watch).toList();
        int sampleCount = 0;
        int serializingCount = 0;
        callers.begin();
        try {
            do {
                pause(intervalNs);
                watches.forEach(LaneWatch::look);
                sampleCount++;
                serializingCount += callers.isSerializing() ? 1 : 0;
            } while (clock.nanoTime() - startNs < window.toNanos());
        } finally {
            callers.end();
        }
        double callersSerializing = (double) serializingCount / sampleCount;
        return new Explanation(
                Duration.ofNanos(clock.nanoTime() - startNs),
                sampleCount,
                callersSerializing,
                watches.stream().map(watch -> watch.explain(callersSerializing)).toList());
    }

    /** Half to one and a half of the interval: whatever has a period of its own must not look always the same. */
    private void pause(long intervalNs) throws InterruptedException {
        LockSupport.parkNanos(this, intervalNs / 2 + ThreadLocalRandom.current().nextLong(intervalNs));
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }
}
