package dev.ringpost.metrics;

/** What a lane's thread is at. */
public enum LanePhase {
    /** Parked, and nothing taken from the ring is without its outcome. */
    IDLE,

    /** Parked until the broker answers, or until something is due; or asleep while more messages come for a write. */
    AWAITING,

    /** Parked, with records that wait for others. */
    LINGERING,

    /** In a step, and none of the next. */
    WORKING,

    /** In a serializer. */
    SERIALIZING,

    /** In a compressor. */
    COMPRESSING,

    /** In a write to the socket. */
    WRITING
}
