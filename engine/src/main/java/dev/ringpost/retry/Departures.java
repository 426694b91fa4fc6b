package dev.ringpost.retry;

import org.jspecify.annotations.Nullable;

/**
 * Messages of the store that have their outcome, on their way to the completion thread, and their objects on the way back.
 * Outcomes come out in the order in which they became known, beside those of the ring.
 *
 * <p><b>Threads:</b> {@link #send} and {@link #reclaim} are the lane's, {@link #poll}, {@link #isEmpty} and {@link
 * #onDelivered} the completion thread's. <b>Guarantee:</b> neither ever waits, as both ways have room for every message
 * that the store can hold.
 */
public final class Departures {

    private final Handover<StoredMessage> ended;
    private final Handover<StoredMessage> delivered;

    Departures(int capacity) {
        ended = new Handover<>(capacity);
        delivered = new Handover<>(capacity);
    }

    void send(StoredMessage message) {
        require(ended.offer(message), message);
    }

    /** A message whose outcome was delivered, to be used again; or {@code null}. */
    @Nullable
    StoredMessage reclaim() {
        return delivered.poll();
    }

    /** Whether {@link #reclaim()} would find nothing. Lane. */
    boolean hasNothingDelivered() {
        return delivered.isEmpty();
    }

    /** The next message whose outcome is to be delivered, or {@code null}. Completion thread. */
    public @Nullable StoredMessage poll() {
        return ended.poll();
    }

    /** Whether {@link #poll()} would find nothing. Completion thread. */
    public boolean isEmpty() {
        return ended.isEmpty();
    }

    /** Gives a polled message back once its outcome was delivered, callback included. Completion thread. */
    public void onDelivered(StoredMessage message) {
        message.clear();
        require(delivered.offer(message), message);
    }

    private static void require(boolean accepted, StoredMessage message) {
        if (!accepted) {
            throw new IllegalStateException(
                    "no room to hand over " + message + ": more of them than the store can hold");
        }
    }
}
