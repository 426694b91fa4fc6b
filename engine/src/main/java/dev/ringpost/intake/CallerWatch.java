package dev.ringpost.intake;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many callers are in a serializer, counted only while somebody wants to know: otherwise it costs them one read of a
 * field that nobody writes.
 *
 * <p><b>Threads:</b> any.
 */
final class CallerWatch {

    private final AtomicInteger watcherCount = new AtomicInteger();
    private final AtomicInteger serializingCount = new AtomicInteger();

    void begin() {
        watcherCount.incrementAndGet();
    }

    void end() {
        watcherCount.decrementAndGet();
    }

    /** Whether any caller is in a serializer, of those that went in while this was watched. */
    boolean isSerializing() {
        return serializingCount.get() > 0;
    }

    /** The caller is about to serialize; the answer is for {@link #leaveSerializer}. */
    boolean enterSerializer() {
        if (watcherCount.get() == 0) {
            return false;
        }
        serializingCount.incrementAndGet();
        return true;
    }

    /** The caller is back; watching may have ended meanwhile. */
    void leaveSerializer(boolean counted) {
        if (counted) {
            serializingCount.decrementAndGet();
        }
    }
}
