package dev.ringpost;

/** What {@code tryPublish} answers: whether it accepted the message, and if not, why not. */
public enum Offer {
    /** Accepted: the message will get exactly one outcome. */
    ACCEPTED,

    /** Not accepted: the lane has no free slot, or no bytes left in its memory budget. Try again when some are settled. */
    FULL,

    /**
     * Not accepted: the lane is full because the broker blocked its connection (a memory or disk alarm there), or that has
     * lasted for longer than {@link EngineBuilder#refuseWhenBlockedFor} allows.
     */
    BLOCKED,

    /** Not accepted: the engine is closed or closing. */
    CLOSED;

    /** Whether the message was accepted. */
    public boolean isAccepted() {
        return this == ACCEPTED;
    }
}
