package dev.ringpost.testing;

import dev.ringpost.ring.NanoClock;
import java.util.concurrent.atomic.AtomicLong;

/** Time that moves only when a test says so. */
public final class VirtualClock implements NanoClock {

    private static final long NS_PER_MS = 1_000_000;

    private final AtomicLong nowNs = new AtomicLong(1_000_000 * NS_PER_MS);

    @Override
    public long nanoTime() {
        return nowNs.get();
    }

    /** Moves on. */
    public void advanceMs(long ms) {
        nowNs.addAndGet(ms * NS_PER_MS);
    }
}
