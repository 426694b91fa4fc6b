package dev.ringpost.lane;

import dev.ringpost.LaneHealth;
import dev.ringpost.LaneState;
import dev.ringpost.ring.Failures;
import dev.ringpost.ring.Inlet;
import dev.ringpost.ring.NanoClock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a lane is, for {@link dev.ringpost.PublisherEngine#health()}.
 *
 * <p><b>Writers:</b> the supervisor, or before it the thread that starts the engine ({@link #onConnected}, {@link #onTrouble});
 * the thread that closes ({@link #onEnded}). Blocked or not is the epoch's own to say, and whether callers are refused the
 * inlet's. <b>Readers:</b> any thread. <b>Guarantee:</b> each answer is of one connection; the supervisor may be some
 * microseconds behind its loss.
 */
final class LaneCondition {

    private final String name;
    private final Inlet inlet;
    private volatile Connection connection;
    private volatile @Nullable Instant endedAt;

    /** One connection, or the time between two: its state, since when, and why. */
    private record Connection(
            @Nullable Epoch epoch,
            LaneState state,
            Instant since,
            @Nullable String cause) {}

    LaneCondition(String name, Inlet inlet) {
        this.name = name;
        this.inlet = inlet;
        this.connection = new Connection(null, LaneState.CONNECTING, NanoClock.calendar(), null);
    }

    /** Messages may go out on a connection. */
    void onConnected(Epoch epoch) {
        connection = new Connection(epoch, LaneState.OPEN, NanoClock.calendar(), null);
    }

    /** There is no connection; why that is so changes as others are tried for. */
    void onTrouble(String why) {
        Connection before = connection;
        connection = before.epoch == null
                ? new Connection(null, before.state, before.since, why)
                : new Connection(null, LaneState.RECONNECTING, NanoClock.calendar(), why);
    }

    /** All threads of the lane have ended, or were given up. */
    void onEnded() {
        endedAt = NanoClock.calendar();
    }

    /** The lane now. Any thread. */
    LaneHealth health() {
        Throwable fault = inlet.closeCause();
        String broken = fault == null ? null : "the lane's thread failed: " + Failures.text(fault);
        Instant ended = endedAt;
        if (ended != null) {
            return new LaneHealth(name, LaneState.CLOSED, ended, broken, null);
        }
        LaneHealth connected = ofConnection();
        if (!inlet.isClosed()) {
            return connected;
        }
        return new LaneHealth(
                name,
                fault == null ? LaneState.CLOSING : LaneState.FAILED,
                Instant.ofEpochMilli(inlet.closedAtMs()),
                broken == null ? connected.cause() : broken,
                connected.address());
    }

    private LaneHealth ofConnection() {
        Connection now = connection;
        Epoch epoch = now.epoch;
        if (epoch == null) {
            return new LaneHealth(name, now.state, now.since, now.cause, null);
        }
        String address = epoch.channel().address();
        Epoch.Block block = epoch.block();
        if (block != null) {
            return new LaneHealth(
                    name, LaneState.BLOCKED, block.since(), "the broker blocks publishers: " + block.reason(), address);
        }
        Instant unblocked = epoch.unblockedAt();
        return new LaneHealth(name, LaneState.OPEN, unblocked == null ? now.since : unblocked, null, address);
    }
}
