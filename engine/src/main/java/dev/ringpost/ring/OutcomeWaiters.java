package dev.ringpost.ring;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many threads of the application wait for an outcome now, in a receipt or a future of one. What a lane lets come
 * together to save CPU time would cost them time, and they publish nothing meanwhile that could come.
 *
 * <p>One count for all engines of the process, as a receipt knows no engine: so one such thread makes other engines work a
 * little harder. <b>Threads:</b> any.
 */
public final class OutcomeWaiters {

    private static final AtomicInteger COUNT = new AtomicInteger();

    private OutcomeWaiters() {}

    /** The calling thread is about to wait; {@link #leave} has to follow. */
    public static void enter() {
        COUNT.incrementAndGet();
    }

    /** It no longer does. */
    public static void leave() {
        COUNT.decrementAndGet();
    }

    /** Whether there are any. */
    public static boolean areThere() {
        return COUNT.get() > 0;
    }
}
