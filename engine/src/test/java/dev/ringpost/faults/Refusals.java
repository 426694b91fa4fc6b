package dev.ringpost.faults;

import dev.ringpost.Offer;
import java.util.concurrent.atomic.LongAdder;

/** How often callers were told to come again. Any thread. */
final class Refusals {

    private final LongAdder full = new LongAdder();
    private final LongAdder blocked = new LongAdder();
    private final LongAdder timeouts = new LongAdder();
    private final LongAdder interrupts = new LongAdder();
    private final LongAdder closed = new LongAdder();

    void offer(Offer offer) {
        switch (offer) {
            case FULL -> full.increment();
            case BLOCKED -> blocked.increment();
            case CLOSED -> closed.increment();
            case ACCEPTED -> {}
        }
    }

    void timeout() {
        timeouts.increment();
    }

    void interrupt() {
        interrupts.increment();
    }

    void closed() {
        closed.increment();
    }

    /** Whether anybody was told that there is no room: FULL, BLOCKED, or a wait that ended with a timeout. */
    boolean anyForRoom() {
        return full.sum() + blocked.sum() + timeouts.sum() > 0;
    }

    long interruptCount() {
        return interrupts.sum();
    }

    /** For people. */
    @Override
    public String toString() {
        return "FULL " + full + ", BLOCKED " + blocked + ", timeouts " + timeouts + ", interrupts " + interrupts
                + ", closed " + closed;
    }
}
