package dev.ringpost.ring;

import dev.ringpost.WaitStrategy;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Wakes one parked or resting thread, and costs a fence and a read when it is neither, or {@linkplain #spinning never} is.
 *
 * <p><b>Writers:</b> any thread calls {@link #wake()} or {@link #wakeParked()} after making the awaited condition true.
 * <b>Waiter:</b> one thread, the first that calls {@link #await} or {@link #rest}. <b>Guarantee:</b> a wake after the
 * condition became true is never lost, unless it is {@link #wakeParked()} and the waiter rests: the waker publishes, fences,
 * then reads the state; the waiter sets the state, fences, then reads the condition, so at least one of the two sees the
 * other's write. Every park is bounded all the same.
 */
public final class Signal {

    private static final int AWAKE = 0;
    private static final int RESTING = 1;
    private static final int PARKED = 2;

    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(Signal.class, "state", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final int spinCount;
    private final boolean parks;
    private final boolean sleeps;
    private volatile @Nullable Thread waiter;

    @SuppressWarnings("unused") // through STATE
    private volatile int state;

    /** With the number of times to look again before parking. */
    public Signal(int spinCount) {
        this(spinCount, true, false);
    }

    private Signal(int spinCount, boolean parks, boolean sleeps) {
        this.spinCount = spinCount;
        this.parks = parks;
        this.sleeps = sleeps;
    }

    /** The one of a lane's thread. */
    public static Signal of(WaitStrategy waitStrategy) {
        boolean parks = waitStrategy != WaitStrategy.BUSY_SPIN;
        return new Signal(waitStrategy.spinCount(), parks, waitStrategy == WaitStrategy.SLEEP);
    }

    /** One whose waiter never parks: {@link #await} returns after so many looks, whatever it was told to wait for. */
    public static Signal spinning(int spinCount) {
        return new Signal(spinCount, false, false);
    }

    /** Whether the waiter parks without looking again: to cost little matters more to it than to be quick. */
    public boolean isFrugal() {
        return parks && spinCount == 0;
    }

    /** Whether the waiter is to {@linkplain #rest rest} rather than park, as long as it may soon have something to do. */
    public boolean isSleeper() {
        return sleeps;
    }

    /** Whether the waiter is parked or about to be, so that {@link #wakeParked} would have to wake it. */
    public boolean isParked() {
        return (int) STATE.getOpaque(this) == PARKED;
    }

    /** Wakes the waiter if it is parked or rests. Any thread. */
    public void wake() {
        // Store-load: what the caller published before must be visible to a waiter that we see as awake.
        VarHandle.fullFence();
        int seen = (int) STATE.getOpaque(this);
        if (seen != AWAKE) {
            wakeFrom(seen);
        }
    }

    /** Wakes the waiter if it is parked; a rest goes on, as it ends by itself before long. Any thread. */
    public void wakeParked() {
        VarHandle.fullFence(); // as above
        if ((int) STATE.getOpaque(this) == PARKED) {
            wakeFrom(PARKED);
        }
    }

    private void wakeFrom(int seen) {
        // Only the waker that takes the state down pays for the unpark, however many come at once. If the waiter has
        // changed it meanwhile, it looks at its condition after that.
        if (STATE.compareAndSet(this, seen, AWAKE)) {
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
        if (parks) {
            park(PARKED, condition, maxNs);
        }
    }

    /**
     * As {@link #await}, but it looks only once, and {@link #wakeParked} does not end it: whoever calls that does not pay for
     * a wake-up, and its news have to wait as long as this lasts. For short times, and not for spinning ones. Waiter only.
     *
     * @return whether nothing ended it but its time, or what ends any park: an interrupt, or a permit left over
     */
    public boolean rest(BooleanSupplier condition, long maxNs) {
        return park(RESTING, condition, maxNs);
    }

    /** Returns whether it did park, and nobody woke it. */
    private boolean park(int as, BooleanSupplier condition, long maxNs) {
        if (waiter == null) {
            waiter = Thread.currentThread();
        }
        STATE.setVolatile(this, as);
        VarHandle.fullFence();
        try {
            if (condition.getAsBoolean()) {
                return false;
            }
            LockSupport.parkNanos(this, maxNs);
            return (int) STATE.getOpaque(this) == as;
        } finally {
            STATE.setOpaque(this, AWAKE);
        }
    }
}
