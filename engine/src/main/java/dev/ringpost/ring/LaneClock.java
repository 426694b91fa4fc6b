package dev.ringpost.ring;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A lane's coarse time, so that not every publish has to read the machine's clock (some 25 ns, as much as the rest of it).
 *
 * <p><b>Writers:</b> the lane at each step, every eighth publish, and the supervisor while the lane is in a long write.
 * <b>Readers:</b> callers. <b>Guarantee:</b> at most about 100 ms behind; it may step back by the time between two writers.
 */
public final class LaneClock {

    private static final VarHandle NOW;

    static {
        try {
            NOW = MethodHandles.lookup().findVarHandle(LaneClock.class, "nowNs", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final NanoClock exact;

    @SuppressWarnings("unused") // through NOW
    private long nowNs;

    /** Starts at the exact time. */
    public LaneClock(NanoClock exact) {
        this.exact = exact;
        set(exact.nanoTime());
    }

    /** The clock behind it. */
    public NanoClock exact() {
        return exact;
    }

    /** Reads the exact clock and remembers. */
    public long update() {
        long now = exact.nanoTime();
        set(now);
        return now;
    }

    /** Remembers a time just read. */
    public void set(long now) {
        NOW.setOpaque(this, now);
    }

    /** The time last remembered. */
    public long coarse() {
        return (long) NOW.getOpaque(this);
    }
}
