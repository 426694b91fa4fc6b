package dev.ringpost.testing;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Bounded waits on conditions, for tests with threads. */
public final class Eventually {

    private static final long LIMIT_NS = TimeUnit.SECONDS.toNanos(10);
    private static final long LOOK_EVERY_NS = TimeUnit.MICROSECONDS.toNanos(200);

    private Eventually() {}

    /** Returns when the condition holds; fails, naming what was waited for, if that takes more than ten seconds. */
    public static void holds(String what, BooleanSupplier condition) {
        if (!within(LIMIT_NS, condition)) {
            throw new AssertionError("still not so after 10 s: " + what);
        }
    }

    /** Whether the condition came to hold within that time. */
    public static boolean within(long limitNs, BooleanSupplier condition) {
        long deadlineNs = System.nanoTime() + limitNs;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadlineNs > 0) {
                return false;
            }
            LockSupport.parkNanos(LOOK_EVERY_NS);
        }
        return true;
    }

    /** Joins a thread; fails if it does not end within ten seconds. */
    public static void ends(Thread thread) {
        holds("the end of thread " + thread.getName(), () -> !thread.isAlive());
    }
}
