package dev.ringpost.lane;

import dev.ringpost.jfr.ReconnectEvent;
import dev.ringpost.metrics.LaneMetrics;
import org.jspecify.annotations.Nullable;

/**
 * Counts a lane's connections, and records how long it was without one.
 *
 * <p><b>Threads:</b> the supervisor only; for the first connection, the thread that starts the engine.
 */
final class Outage {

    private final LaneMetrics metrics;
    private @Nullable ReconnectEvent event;
    private int failedRounds;

    Outage(LaneMetrics metrics) {
        this.metrics = metrics;
    }

    /** The connection is lost. */
    void begin(String why) {
        event = ReconnectEvent.begun(metrics.lane(), why);
        failedRounds = 0;
    }

    /** No broker took us. */
    void onFailedRound() {
        metrics.connectFailures().add(1);
        failedRounds++;
    }

    /** Whether there was a connection before, of which this was the end. */
    boolean hadConnection() {
        return metrics.connects().get() > 0;
    }

    /** There is a connection. */
    void onConnected(String address) {
        metrics.connects().add(1);
        end(address);
    }

    /** There will be none. */
    void abandon() {
        end("");
    }

    private void end(String address) {
        ReconnectEvent begun = event;
        if (begun != null) {
            event = null;
            begun.ended(address, failedRounds);
        }
    }
}
