package dev.ringpost.ring;

import dev.ringpost.WaitStrategy;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Wakes one parked thread, and costs a fence and a read when it is not parked, or {@linkplain #spinning never} is.
 *
 * <p><b>Writers:</b> any thread calls {@link #wake()} after making the awaited condition true. <b>Waiter:</b> one thread,
 * the first that calls {@link #await}. <b>Guarantee:</b> a wake after the condition became true is never lost: the waker
 * publishes, fences, then reads {@code parked}; the waiter sets {@code parked}, fences, then reads the condition, so at
 * least one of the two sees the other's write. Every park is bounded all the same.
 */
public final class Signal {

    private static final VarHandle PARKED;

    static {
        try {
            PARKED = MethodHandles.lookup().findVarHandle(Signal.class, "parked", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final int spinCount;
    private final boolean parks;
    private volatile @Nullable Thread waiter;

    @SuppressWarnings("unused") // through PARKED
    private volatile boolean parked;

    /** With the number of times to look again before parking. */
    public Signal(int spinCount) {
        this(spinCount, true);
    }

    private Signal(int spinCount, boolean parks) {
        this.spinCount = spinCount;
        this.parks = parks;
    }

    /** The one of a lane's thread. */
    public static Signal of(WaitStrategy waitStrategy) {
        int spinCount = waitStrategy.spinCount();
        return waitStrategy == WaitStrategy.BUSY_SPIN ? spinning(spinCount) : new Signal(spinCount);
    }

    /** One whose waiter never parks: {@link #await} returns after so many looks, whatever it was told to wait for. */
    public static Signal spinning(int spinCount) {
        return new Signal(spinCount, false);
    }

    /** Whether the waiter is parked or about to be. */
    public boolean isParked() {
        return (boolean) PARKED.getOpaque(this);
    }

    /** Wakes the waiter if it is parked. Any thread. */
    public void wake() {
        // Store-load: what the caller published before must be visible to a waiter that we see as not parked.
        VarHandle.fullFence();
        // Only the waker that takes the flag down pays for the unpark, however many come at once.
        if ((boolean) PARKED.getOpaque(this) && PARKED.compareAndSet(this, true, false)) {
            LockSupport.unpark(waiter);
        }
    }

    /**
     * Returns when the condition holds, when woken, when interrupted or when the time is over, whichever is first; the
     * caller looks for itself which. Waiter only.
     *
     * @param condition what is waited for; read by this thread only
     * @param maxNs how long at most
     */
    public void await(BooleanSupplier condition, long maxNs) {
        for (int i = 0; i < spinCount; i++) {
            if (condition.getAsBoolean()) {
                return;
            }
            Thread.onSpinWait();
        }
        if (!parks) {
            return;
        }
        if (waiter == null) {
            waiter = Thread.currentThread();
        }
        PARKED.setVolatile(this, true);
        VarHandle.fullFence();
        try {
            if (!condition.getAsBoolean()) {
                LockSupport.parkNanos(this, maxNs);
            }
        } finally {
            PARKED.setOpaque(this, false);
        }
    }
}
