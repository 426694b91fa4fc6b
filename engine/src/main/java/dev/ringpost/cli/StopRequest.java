package dev.ringpost.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Why and how hard a run shall stop: not at all, gently (no more lines, wait for the outcomes), or at once (no more
 * waiting either). It only ever gets harder.
 *
 * <p><b>Writers:</b> signal handlers, the completion threads, the reader. <b>Readers:</b> the reader before each line,
 * the run. The first reason given is the one that counts.
 */
final class StopRequest {

    private final CountDownLatch gently = new CountDownLatch(1);
    private final CountDownLatch signalled = new CountDownLatch(1);
    private final CountDownLatch atOnce = new CountDownLatch(1);
    private final AtomicReference<@Nullable String> why = new AtomicReference<>();
    private volatile boolean requested;
    private volatile boolean running;
    private volatile int signal;

    /** No more lines. */
    void request(String reason) {
        why.compareAndSet(null, reason);
        requested = true;
        gently.countDown();
    }

    /** From now on there is something to wait for and to report. */
    void beginRun() {
        running = true;
    }

    /**
     * The user's wish: the first one stops gently, the second at once. False if the process may as well end: before the
     * run, and the third time.
     */
    boolean requestBySignal(String name, int number) {
        if (!running) {
            return false;
        }
        if (signal == 0) {
            signal = number;
            signalled.countDown();
            request("stopped by SIG" + name);
            return true;
        }
        boolean isSecond = atOnce.getCount() > 0;
        atOnce.countDown();
        return isSecond;
    }

    boolean isRequested() {
        return requested;
    }

    boolean isAtOnce() {
        return atOnce.getCount() == 0;
    }

    /** The first reason, or {@code null} if nobody asked. */
    @Nullable
    String reason() {
        return why.get();
    }

    /** The signal that stops the run, or 0. */
    int signal() {
        return signal;
    }

    /** Waits; true if a stop was asked for. */
    boolean awaitGentle(long timeoutNs) throws InterruptedException {
        return gently.await(timeoutNs, TimeUnit.NANOSECONDS);
    }

    /** Waits until the user stops it; what a run stopped by itself for does not count. */
    void awaitSignal(Duration timeout) throws InterruptedException {
        signalled.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Waits; true if the run shall end at once. */
    boolean awaitAtOnce(long timeoutNs) throws InterruptedException {
        return atOnce.await(timeoutNs, TimeUnit.NANOSECONDS);
    }
}
