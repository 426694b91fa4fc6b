package dev.ringpost.metrics;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** A count with one writer and any number of readers. */
public final class Counter {

    private static final VarHandle VALUE;

    static {
        try {
            VALUE = MethodHandles.lookup().findVarHandle(Counter.class, "value", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private long value;

    /** Adds; the writer only. */
    public void add(long more) {
        VALUE.setRelease(this, value + more);
    }

    /** The count; any thread. */
    public long get() {
        return (long) VALUE.getAcquire(this);
    }
}
