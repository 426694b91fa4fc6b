package dev.ringpost.retry;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue from one thread to one other, without locks and without garbage.
 *
 * <p><b>Writer:</b> one thread offers. <b>Reader:</b> one thread polls. <b>Guarantees:</b> both wait-free; what the writer
 * did before it offered an item is visible to who polled it. <b>Not guaranteed:</b> room; make it as large as there are
 * items, then it cannot be full.
 *
 * @param <T> what is handed over
 */
public final class Handover<T> {

    private static final VarHandle ITEMS = MethodHandles.arrayElementVarHandle(Object[].class);

    private final @Nullable Object[] items;
    private final int mask;

    // Each written and read by one side only.
    private long head;

    @SuppressWarnings("unused") // keeps the two sides' indexes on different cache lines
    private long p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12, p13, p14, p15;

    private long tail;

    /** With room for at least that many items. */
    public Handover(int capacity) {
        int size = 1 << (Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(1, capacity - 1)));
        items = new Object[size];
        mask = size - 1;
    }

    /** Hands an item over; false if there is no room. Writer. */
    public boolean offer(T item) {
        int index = (int) tail & mask;
        if (ITEMS.getAcquire(items, index) != null) {
            return false;
        }
        ITEMS.setRelease(items, index, item);
        tail++;
        return true;
    }

    /** The oldest item, or {@code null}. Reader. */
    @SuppressWarnings("unchecked") // only T goes in
    public @Nullable T poll() {
        int index = (int) head & mask;
        T item = (T) ITEMS.getAcquire(items, index);
        if (item != null) {
            ITEMS.setRelease(items, index, null);
            head++;
        }
        return item;
    }

    /** Whether there is nothing to poll. Reader. */
    public boolean isEmpty() {
        return ITEMS.getAcquire(items, (int) head & mask) == null;
    }
}
