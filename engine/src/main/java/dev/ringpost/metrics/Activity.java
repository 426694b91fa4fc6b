package dev.ringpost.metrics;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * What a lane's thread is doing now, for who looks at it from time to time. Changed a few times for each batch, and around
 * user code for each message that needs it; a change is one plain store to the processor.
 *
 * <p><b>Writer:</b> the lane. <b>Readers:</b> any thread. <b>Not guaranteed:</b> any order with other state; a look is one
 * sample of many.
 */
public final class Activity {

    private static final LanePhase[] PHASES = LanePhase.values();
    private static final VarHandle PHASE;

    static {
        try {
            PHASE = MethodHandles.lookup().findVarHandle(Activity.class, "phase", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    // A number, as storing a reference would cost the collector's barrier.
    @SuppressWarnings("unused") // through PHASE
    private int phase;

    /** From now on the lane is at this. */
    @SuppressWarnings("EnumOrdinal") // never leaves this class
    public void enter(LanePhase next) {
        PHASE.setOpaque(this, next.ordinal());
    }

    /** What the lane is at. Any thread. */
    public LanePhase now() {
        return PHASES[(int) PHASE.getOpaque(this)];
    }
}
