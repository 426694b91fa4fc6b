package dev.ringpost.lane;

import dev.ringpost.ring.Signal;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Calls of user code other than outcomes, on their way to the completion thread: retries, reconnects, late returns, direct
 * replies. Rare, but for the replies, which are bounded: of the others there is at most one for each message of the ring and
 * the retry store, and each connection.
 *
 * <p><b>Writers:</b> lane, supervisor and I/O threads. <b>Reader:</b> the completion thread. What was added before an outcome was handed
 * over is found by who sees the outcome.
 */
final class Notices {

    private static final int MANY = 16_384;

    private final AtomicInteger count = new AtomicInteger();
    private final ConcurrentLinkedQueue<Runnable> calls = new ConcurrentLinkedQueue<>();
    private final Signal completionSignal;

    Notices(Signal completionSignal) {
        this.completionSignal = completionSignal;
    }

    void add(Runnable call) {
        calls.add(call);
        count.incrementAndGet();
        completionSignal.wake();
    }

    /** The same for what a broker may send without an end; false if there is too much of it. Any thread. */
    boolean offer(Runnable call) {
        if (count.get() >= MANY) {
            return false;
        }
        add(call);
        return true;
    }

    /** Something else was handed over to the completion thread. */
    void wake() {
        completionSignal.wake();
    }

    boolean isEmpty() {
        return calls.isEmpty();
    }

    @Nullable
    Runnable poll() {
        Runnable call = calls.poll();
        if (call != null) {
            count.decrementAndGet();
        }
        return call;
    }
}
