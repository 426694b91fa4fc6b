package dev.ringpost.testing;

import dev.ringpost.ring.EngineThread;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Bounded waits on conditions, for tests with threads. */
public final class Await {

    /** For what takes no time to speak of. */
    private static final Duration USUAL = Duration.ofSeconds(10);

    // Looks again soon at first, then no more often than what is looked at can bear.
    private static final long FIRST_PAUSE_NS = TimeUnit.MICROSECONDS.toNanos(200);
    private static final long LAST_PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(2);

    private Await() {}

    /**
     * What is waited for.
     *
     * @param <E> what looking may throw
     */
    public interface Condition<E extends Exception> {
        /** Whether it is so. */
        boolean holds() throws E;
    }

    /**
     * Returns as soon as the condition holds.
     *
     * @throws AssertionError with the text if it does not within ten seconds
     */
    public static <E extends Exception> void until(String what, Condition<E> condition) throws E {
        until(what, USUAL, condition);
    }

    /**
     * Returns as soon as the condition holds.
     *
     * @throws AssertionError with the text if it does not within the time
     */
    public static <E extends Exception> void until(String what, Duration timeout, Condition<E> condition) throws E {
        if (!within(timeout, condition)) {
            throw new AssertionError("not within " + timeout + ": " + what);
        }
    }

    /** Whether the condition came to hold within that time. */
    public static <E extends Exception> boolean within(Duration timeout, Condition<E> condition) throws E {
        long startNs = System.nanoTime();
        long pauseNs = FIRST_PAUSE_NS;
        while (!condition.holds()) {
            if (System.nanoTime() - startNs > timeout.toNanos()) {
                return false;
            }
            LockSupport.parkNanos(pauseNs);
            pauseNs = Math.min(LAST_PAUSE_NS, pauseNs * 2);
        }
        return true;
    }

    /** Waits for a thread that should end by itself, ten seconds at the most. */
    public static void ended(Thread thread) {
        until("the end of thread " + thread.getName(), () -> !thread.isAlive());
    }

    /** Joins threads that should end by themselves. */
    public static void ended(Duration timeout, List<Thread> threads) throws Exception {
        long startNs = System.nanoTime();
        for (Thread thread : threads) {
            long leftMs =
                    Math.max(1, timeout.minusNanos(System.nanoTime() - startNs).toMillis());
            thread.join(leftMs);
            if (thread.isAlive()) {
                throw new AssertionError(
                        thread.getName() + " hangs after " + timeout + " at\n  " + String.join("\n  ", stack(thread)));
            }
        }
    }

    /** Threads of engines that are alive. */
    public static List<Thread> engineThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread instanceof EngineThread && thread.isAlive())
                .toList();
    }

    private static List<String> stack(Thread thread) {
        return List.of(thread.getStackTrace()).stream()
                .map(StackTraceElement::toString)
                .toList();
    }
}
