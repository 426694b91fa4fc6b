package dev.ringpost.faults;

import dev.ringpost.testing.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Threads that publish to a history without end, on all routes and in all forms, drawn from a seed; they wait out a closed
 * engine, and try a message that was refused again. One more caller is {@link #nested}, for callbacks.
 *
 * <p><b>Threads.</b> {@link #interruptOne} and {@link #nested} may be called from any, the rest from one.
 */
final class Load {

    /** Publishing threads. */
    static final int THREADS = 4;

    /** Callers of a load: the threads, and callbacks. */
    static final int CALLERS = THREADS + 1;

    private final int firstCaller;
    private final boolean batched;
    private final Engines engines;
    private final History history;
    private final Outcomes outcomes;
    private final Refusals refusals = new Refusals();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final List<Thread> threads = new ArrayList<>();
    private final Caller nested;
    private final Random nestedRandom;
    private volatile boolean stopped;

    /** Not running yet; its callers have numbers from {@code firstCaller} on; batched as {@link Packs} says, or not. */
    Load(Engines engines, History history, Outcomes outcomes, RoundName name, int firstCaller) {
        this.firstCaller = firstCaller;
        this.batched = name.batched();
        this.engines = engines;
        this.history = history;
        this.outcomes = outcomes;
        this.nestedRandom = new Random(~name.seed());
        this.nested = new Caller(this, firstCaller + THREADS, nestedRandom);
    }

    /**
     * Starts the threads.
     *
     * @param seed draws routes, forms and sizes
     * @param messagesPerSecond of all threads together; 0 is as many as they can
     */
    void start(long seed, int messagesPerSecond) {
        long intervalNs = messagesPerSecond == 0 ? 0 : 1_000_000_000L * THREADS / messagesPerSecond;
        for (int i = 0; i < THREADS; i++) {
            Caller caller = new Caller(this, firstCaller + i, new Random(seed * 1_000_003 + i));
            Thread thread = new Thread(() -> run(caller, intervalNs), "fault-load-" + i);
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
    }

    private void run(Caller caller, long intervalNs) {
        try {
            Pace pace = new Pace(intervalNs);
            while (!stopped) {
                caller.publishOne();
                pace.await();
            }
        } catch (RuntimeException | Error e) {
            failure.compareAndSet(null, e);
        }
    }

    /** Publishes from a callback, where only {@code tryPublish} is allowed. */
    void nested() {
        synchronized (nested) {
            nested.tryOne(Route.of(nestedRandom.nextInt(Integer.MAX_VALUE)));
        }
    }

    /** Publishes one message on a route of a fault's choice. */
    void publishApart(Route route) throws Exception {
        synchronized (nested) {
            Await.until("room for a message of " + route, () -> nested.tryOne(route));
        }
    }

    /** Interrupts one of the threads. */
    void interruptOne(Random random) {
        threads.get(random.nextInt(threads.size())).interrupt();
    }

    /** Lets every thread end after its message of the moment. */
    void stop() {
        stopped = true;
    }

    /**
     * Waits for the threads' end.
     *
     * @throws AssertionError if one hangs or failed
     */
    void join(Duration timeout) throws Exception {
        Await.ended(timeout, threads);
        Throwable error = failure.get();
        if (error != null) {
            throw new AssertionError("a publishing thread failed: " + error, error);
        }
    }

    boolean isStopped() {
        return stopped;
    }

    /** Whether most messages go as records of batches. */
    boolean isBatched() {
        return batched;
    }

    Engines engines() {
        return engines;
    }

    History history() {
        return history;
    }

    Outcomes outcomes() {
        return outcomes;
    }

    /** Who was told to come again. */
    Refusals refusals() {
        return refusals;
    }
}
