package dev.ringpost.bench.latency;

import java.util.ArrayList;
import java.util.List;

/** Time that passes only here: a little with each reading, and asleep as long as asked and what it oversleeps. */
final class VirtualPacingClock implements PacingClock {
    static final long READING_NS = 25;

    final List<Long> sleepsNs = new ArrayList<>();
    private final long oversleptNs;
    private long nowNs = -1_000_000; // as with the real one, no sign is safe

    VirtualPacingClock(long oversleptNs) {
        this.oversleptNs = oversleptNs;
    }

    @Override
    public long nanoTime() {
        nowNs += READING_NS;
        return nowNs;
    }

    @Override
    public void parkNanos(long timeNs) {
        sleepsNs.add(timeNs);
        nowNs += timeNs + oversleptNs;
    }

    void pass(long timeNs) {
        nowNs += timeNs;
    }
}
