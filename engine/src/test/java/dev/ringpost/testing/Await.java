package dev.ringpost.testing;

import dev.ringpost.ring.EngineThread;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Bounded waits on conditions. */
public final class Await {

    private static final long POLL_NS = TimeUnit.MILLISECONDS.toNanos(2);

    private Await() {}

    /**
     * Returns as soon as the condition holds.
     *
     * @throws AssertionError with the text if it does not within the time
     */
    public static void until(String what, Duration timeout, Callable<Boolean> condition) throws Exception {
        long startNs = System.nanoTime();
        while (!condition.call()) {
            if (System.nanoTime() - startNs > timeout.toNanos()) {
                throw new AssertionError("not within " + timeout + ": " + what);
            }
            LockSupport.parkNanos(POLL_NS);
        }
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
