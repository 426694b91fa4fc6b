package dev.ringpost.intake;

import dev.ringpost.EngineClosedException;
import dev.ringpost.EnqueueTimeoutException;
import dev.ringpost.Offer;
import dev.ringpost.ring.Inlet;
import dev.ringpost.ring.RoomGate;

/** The bounded wait of {@code publish}: a brief spin, then parked at the lane's gate until there may be room. */
final class RoomWait {

    /** The deadline before the first wait. */
    static final long NOT_STARTED = Long.MIN_VALUE;

    private static final int SPIN_COUNT = 100;

    private final long timeoutNs;

    RoomWait(long timeoutNs) {
        this.timeoutNs = timeoutNs;
    }

    /**
     * Waits a while after a refusal; the caller tries again then.
     *
     * @param inlet what refused
     * @param why its answer
     * @param deadlineNs what this returned for the same message before, or {@link #NOT_STARTED}
     * @return the message's deadline
     * @throws EngineClosedException if that was the answer
     * @throws EnqueueTimeoutException if the deadline has come, or the broker blocks publishers for too long
     * @throws InterruptedException if interrupted
     */
    long pause(Inlet inlet, Offer why, long deadlineNs) throws InterruptedException {
        if (why == Offer.CLOSED) {
            inlet.onRefused(why);
            throw closed(inlet);
        }
        if (why == Offer.BLOCKED && inlet.isRefusingBlocked()) {
            inlet.onRefused(why);
            throw new EnqueueTimeoutException(
                    "the broker blocks publishers (memory or disk alarm there), for longer than the"
                            + " engine is to wait for it; the message was not accepted");
        }
        RoomGate room = inlet.room();
        if (deadlineNs == NOT_STARTED) {
            for (int i = 0; i < SPIN_COUNT; i++) {
                if (inlet.ring().hasRoom()) {
                    break;
                }
                Thread.onSpinWait();
            }
            return room.clock().nanoTime() + timeoutNs;
        }
        int token = room.enter();
        try {
            // Room that came between the refusal and the registration has no wake-up left to give.
            boolean mayHaveRoom = inlet.ring().hasRoom() && inlet.budget().takenBytes() == 0 && !inlet.isRestricted();
            boolean inTime = mayHaveRoom ? room.clock().nanoTime() < deadlineNs : room.pause(deadlineNs);
            if (!inTime) {
                inlet.onRefused(why);
                throw timedOut(inlet, why);
            }
        } finally {
            room.leave(token);
        }
        return deadlineNs;
    }

    static EngineClosedException closed(Inlet inlet) {
        Throwable cause = inlet.closeCause();
        EngineClosedException closed = new EngineClosedException(
                cause == null
                        ? "the engine is closed: the message was not accepted"
                        : "the lane failed and takes no more messages: " + cause);
        if (cause != null) {
            closed.initCause(cause);
        }
        return closed;
    }

    private EnqueueTimeoutException timedOut(Inlet inlet, Offer why) {
        return new EnqueueTimeoutException("no room within the enqueue timeout of " + timeoutNs / 1_000_000 + " ms: "
                + (why == Offer.BLOCKED
                        ? "the broker blocks publishers (memory or disk alarm there)"
                        : inlet.ring().size() + " messages and "
                                + inlet.budget().takenBytes() + " bytes of large bodies are waiting for the broker"
                                + (inlet.isRestricted() ? ", too many of them for another try" : ""))
                + "; the message was not accepted");
    }
}
