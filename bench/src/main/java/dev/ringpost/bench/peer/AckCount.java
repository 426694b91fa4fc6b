package dev.ringpost.bench.peer;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A window for clients that keep track of single messages themselves and only say, for each, that it was confirmed.
 * {@link #enter} and {@link #awaitAll} on the publishing thread, {@link #onAnswer} on any.
 */
final class AckCount {
    private static final long CONFIRM_TIMEOUT_S = 30;

    private final int windowMessages;
    private final Semaphore room;
    private final AtomicLong confirmedCount = new AtomicLong();
    private final AtomicLong rejectedCount = new AtomicLong();

    AckCount(int windowMessages) {
        this.windowMessages = windowMessages;
        this.room = new Semaphore(windowMessages);
    }

    /** Before a publish; waits for room, throws if there is none for long. */
    void enter() throws InterruptedException, TimeoutException {
        if (!room.tryAcquire(CONFIRM_TIMEOUT_S, TimeUnit.SECONDS)) {
            throw new TimeoutException("messages unconfirmed for " + CONFIRM_TIMEOUT_S + " s");
        }
    }

    /** One message was confirmed or refused. */
    void onAnswer(boolean confirmed) {
        (confirmed ? confirmedCount : rejectedCount).incrementAndGet();
        room.release();
    }

    /** Waits until nothing is unconfirmed; throws if anything was refused. */
    void awaitAll() throws InterruptedException, TimeoutException {
        if (!room.tryAcquire(windowMessages, CONFIRM_TIMEOUT_S, TimeUnit.SECONDS)) {
            throw new TimeoutException("messages unconfirmed for " + CONFIRM_TIMEOUT_S + " s");
        }
        room.release(windowMessages);
        if (rejectedCount.get() > 0) {
            throw new IllegalStateException(rejectedCount.get() + " messages rejected");
        }
    }

    long confirmedCount() {
        return confirmedCount.get();
    }
}
