package dev.ringpost.lane;

import dev.ringpost.ring.Signal;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Calls of user code other than outcomes, on their way to the completion thread: retries, reconnects, late returns, direct
 * replies. Rare, but for the replies, which are bounded and apart: of the others there is at most one for each message of
 * the ring and the retry store, and each connection.
 *
 * <p><b>Writers:</b> lane, supervisor and I/O threads. <b>Reader:</b> the completion thread. What was added before an outcome was handed
 * over is found by who sees the outcome, but for the replies.
 */
final class Notices {

    private static final int MANY = 16_384;

    private final ConcurrentLinkedQueue<Runnable> calls = new ConcurrentLinkedQueue<>();
    private final AtomicInteger replyCount = new AtomicInteger();
    private final ConcurrentLinkedQueue<Runnable> replies = new ConcurrentLinkedQueue<>();
    private final Signal completionSignal;

    Notices(Signal completionSignal) {
        this.completionSignal = completionSignal;
    }

    void add(Runnable call) {
        calls.add(call);
        completionSignal.wake();
    }

    /** A direct reply, of which a broker may send any number; false if too many wait already. Any thread. */
    boolean offerReply(Runnable call) {
        if (replyCount.get() >= MANY) {
            return false;
        }
        replyCount.incrementAndGet();
        replies.add(call);
        completionSignal.wake();
        return true;
    }

    /** Something else was handed over to the completion thread. */
    void wake() {
        completionSignal.wake();
    }

    boolean isEmpty() {
        return calls.isEmpty() && replies.isEmpty();
    }

    @Nullable
    Runnable poll() {
        return calls.poll();
    }

    /** The next direct reply: as many as the reader likes at a time, since they might never end. */
    @Nullable
    Runnable pollReply() {
        Runnable call = replies.poll();
        if (call != null) {
            replyCount.decrementAndGet();
        }
        return call;
    }
}
