package dev.ringpost.metrics;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** A level with one writer and any number of readers. */
public final class Level {

    private static final VarHandle VALUE;

    static {
        try {
            VALUE = MethodHandles.lookup().findVarHandle(Level.class, "value", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @SuppressWarnings("unused") // through VALUE
    private long value;

    /** Sets it; the writer only. */
    public void set(long now) {
        VALUE.setRelease(this, now);
    }

    /** What it is; any thread. */
    public long get() {
        return (long) VALUE.getAcquire(this);
    }
}
