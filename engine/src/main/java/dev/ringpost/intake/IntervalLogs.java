package dev.ringpost.intake;

import dev.ringpost.EngineMeters;
import dev.ringpost.IntervalLog;
import dev.ringpost.ring.NanoClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/** The interval logs of an engine, which end with it at the latest. Any thread. */
final class IntervalLogs {

    private static final long NS_PER_MS = 1_000_000;
    private static final Duration SHORTEST = Duration.ofMillis(10);

    private final String engineName;
    private final NanoClock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<IntervalLogAgent> open = new ArrayList<>();
    private volatile boolean closed; // set under the lock

    IntervalLogs(String engineName, NanoClock clock) {
        this.engineName = engineName;
        this.clock = clock;
    }

    /** See {@link EngineMeters#logIntervals}. */
    IntervalLog begin(EngineMeters meters, Path file, Duration interval) throws IOException {
        if (interval.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException("an interval of " + interval.toNanos()
                    + " ns is too short for a log; at least " + SHORTEST.toMillis() + " ms are needed");
        }
        Path wanted = file.toAbsolutePath().normalize();
        lock.lock();
        try {
            refuseIfClosedOrOpen(wanted);
        } finally {
            lock.unlock();
        }
        AppendedFile log = new AppendedFile(wanted);
        try {
            // Not under the lock, which the engine's close takes: a disk may hang.
            IntervalLogAgent agent = new IntervalLogAgent(engineName, meters, log, Nanos.of(interval), clock);
            start(agent);
            return agent;
        } catch (IOException | RuntimeException | Error e) {
            log.close();
            throw e;
        }
    }

    private void start(IntervalLogAgent agent) {
        lock.lock();
        try {
            refuseIfClosedOrOpen(agent.file());
            agent.start();
            open.add(agent);
        } finally {
            lock.unlock();
        }
    }

    /** Under the lock. Two logs in one file would write over each other. */
    private void refuseIfClosedOrOpen(Path file) {
        if (closed) {
            throw new IllegalStateException("the engine is closed: there are no more intervals to log");
        }
        open.removeIf(IntervalLogAgent::hasEnded);
        if (open.stream().anyMatch(log -> log.file().equals(file))) {
            throw new IllegalStateException("there is an interval log in " + file + " already: close that first");
        }
    }

    /** Ends them all, when nothing more is timed. A disk that hangs is waited for until the deadline. */
    void close(long deadlineNs) {
        List<IntervalLogAgent> ending;
        lock.lock();
        try {
            closed = true;
            ending = List.copyOf(open);
            open.clear();
        } finally {
            lock.unlock();
        }
        ending.forEach(IntervalLogAgent::requestStop);
        ending.forEach(log -> log.awaitEnd((deadlineNs - clock.nanoTime()) / NS_PER_MS));
    }
}
