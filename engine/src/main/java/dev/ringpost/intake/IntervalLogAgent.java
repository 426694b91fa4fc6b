package dev.ringpost.intake;

import dev.ringpost.EngineMeters;
import dev.ringpost.IntervalLog;
import dev.ringpost.ring.EngineThread;
import dev.ringpost.ring.NanoClock;
import dev.ringpost.ring.Signal;
import java.io.IOException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes one interval log, on a thread of its own.
 *
 * <p><b>Threads:</b> {@link #run} on that, {@link #close} on any.
 */
final class IntervalLogAgent implements IntervalLog, Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(IntervalLogAgent.class);
    private static final long CLOSE_WAIT_MS = 1_000;

    private final String name;
    private final AppendedFile file;
    private final IntervalWriter writer;
    private final long intervalNs;
    private final NanoClock clock;
    private final Signal signal = new Signal(0);
    private final Thread thread;
    private volatile boolean stopRequested;
    private boolean isFailing; // the thread's own

    /** Begins a log, whose thread is to be started. */
    IntervalLogAgent(String engineName, EngineMeters meters, AppendedFile file, long intervalNs, NanoClock clock)
            throws IOException {
        this.name = engineName;
        this.file = file;
        this.intervalNs = intervalNs;
        this.clock = clock;
        this.writer = new IntervalWriter(meters, NanoClock.calendarMs());
        file.append(writer.head(engineName));
        this.thread = new EngineThread(this, engineName + "-intervals");
    }

    /** Where it is written. */
    Path file() {
        return file.path();
    }

    void start() {
        thread.start();
    }

    @Override
    public void run() {
        long dueNs = clock.nanoTime() + intervalNs;
        while (!stopRequested) {
            long leftNs = dueNs - clock.nanoTime();
            if (leftNs > 0) {
                Thread.interrupted(); // with the flag set, no park would last
                signal.await(() -> stopRequested, leftNs);
            } else {
                write();
                // Late by more than an interval, on a slow disk say, it does not hurry to catch up.
                dueNs = Math.max(dueNs, clock.nanoTime() - intervalNs) + intervalNs;
            }
        }
        write();
        try {
            file.close();
        } catch (IOException e) {
            LOG.warn("{}: the interval log {} could not be closed: {}", name, file, e.toString());
        }
    }

    /** Whatever goes wrong is this log's trouble alone. */
    private void write() {
        try {
            file.append(writer.interval(NanoClock.calendarMs()));
            writer.next();
            if (isFailing) {
                isFailing = false;
                LOG.info("{}: the interval log {} is written again", name, file);
            }
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            if (!isFailing) {
                isFailing = true;
                LOG.warn(
                        "{}: the interval log {} cannot be written: {}; trying again at each interval, publishing goes on",
                        name,
                        file,
                        e.toString());
            }
        }
    }

    @Override
    public void close() {
        requestStop();
        awaitEnd(CLOSE_WAIT_MS);
    }

    /** Lets the thread end after one more interval. */
    void requestStop() {
        stopRequested = true;
        signal.wake();
    }

    /** Waits for that. */
    void awaitEnd(long maxMs) {
        try {
            thread.join(Math.max(1, maxMs));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the thread ends all the same
        }
    }

    /** Whether the log has ended. */
    boolean hasEnded() {
        return stopRequested && !thread.isAlive();
    }
}
