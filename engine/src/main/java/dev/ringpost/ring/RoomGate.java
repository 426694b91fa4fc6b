package dev.ringpost.ring;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;

/**
 * Where callers wait for room in a lane, and flush for its progress. Allocates nothing.
 *
 * <p><b>Waiters:</b> any number: {@link #enter}, look, {@link #pause}, look again …, {@link #leave}. Each pause is
 * bounded by the waiter's deadline, by interruption and by a millisecond, after which the waiter looks by itself: no
 * wake-up is needed for progress, and a waiter that finds no place in the table goes without.
 *
 * <p><b>Waker:</b> the completion thread. It wakes waiters not at the first free slot (a caller woken for one slot would
 * be asleep again after one message) but when a quarter of the ring is free, or all of it; in between, the waiters' own
 * looks every millisecond cost less than a wake-up for each confirm would.
 */
public final class RoomGate {

    private static final long LOOK_AGAIN_NS = 1_000_000;
    private static final int PLACES = 64;
    private static final int NO_PLACE = -1;

    private final AtomicReferenceArray<Thread> waiters = new AtomicReferenceArray<>(PLACES);
    private final AtomicInteger waitingCount = new AtomicInteger();
    private final NanoClock clock;

    /** With the clock that deadlines are on. */
    public RoomGate(NanoClock clock) {
        this.clock = clock;
    }

    /** The clock that deadlines are on. */
    public NanoClock clock() {
        return clock;
    }

    /** Registers this thread; look at the condition again after this. Returns a token for {@link #leave}. */
    public int enter() {
        waitingCount.incrementAndGet();
        Thread self = Thread.currentThread();
        int start = (int) self.getId() & (PLACES - 1);
        for (int i = 0; i < PLACES; i++) {
            int place = (start + i) & (PLACES - 1);
            if (waiters.get(place) == null && waiters.compareAndSet(place, null, self)) {
                return place;
            }
        }
        return NO_PLACE;
    }

    /**
     * Waits a little.
     *
     * @param deadlineNs when the waiter gives up
     * @return false if that time has come
     * @throws InterruptedException if the thread is interrupted
     */
    public boolean pause(long deadlineNs) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        long leftNs = deadlineNs - clock.nanoTime();
        if (leftNs <= 0) {
            return false;
        }
        LockSupport.parkNanos(this, Math.min(leftNs, LOOK_AGAIN_NS));
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        return true;
    }

    /** Ends what {@link #enter} began. */
    public void leave(int token) {
        if (token != NO_PLACE) {
            waiters.set(token, null);
        }
        waitingCount.decrementAndGet();
    }

    /** Whether anybody waits. */
    public boolean hasWaiters() {
        return waitingCount.get() > 0;
    }

    /** Lets everybody look again. */
    public void wakeAll() {
        if (hasWaiters()) {
            for (int i = 0; i < PLACES; i++) {
                Thread waiter = waiters.get(i);
                if (waiter != null) {
                    LockSupport.unpark(waiter);
                }
            }
        }
    }
}
