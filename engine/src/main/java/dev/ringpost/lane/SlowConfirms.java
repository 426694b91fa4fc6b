package dev.ringpost.lane;

import dev.ringpost.jfr.SlowConfirmEvent;
import org.jspecify.annotations.Nullable;

/**
 * Finds the slowest of the confirms that are delivered together, for Flight Recorder: one event for each message would be a
 * million a second while a broker is slow.
 *
 * <p><b>Threads:</b> the completion thread only.
 */
final class SlowConfirms {

    /** More than any latency. */
    private static final long OFF = Long.MAX_VALUE;

    private final String lane;
    private long slowestNs = OFF;
    private @Nullable Object route;

    SlowConfirms(String lane) {
        this.lane = lane;
    }

    /** Some outcomes are about to be delivered. */
    void begin() {
        slowestNs = SlowConfirmEvent.isOn() ? 0 : OFF;
    }

    /** One of them was a confirm. */
    void onConfirm(long latencyNs, @Nullable Object head) {
        if (latencyNs > slowestNs) {
            slowestNs = latencyNs;
            route = head;
        }
    }

    /** They were delivered. */
    void end() {
        Object slowest = route;
        if (slowest != null) {
            route = null;
            SlowConfirmEvent.tell(lane, slowestNs, slowest);
        }
    }
}
