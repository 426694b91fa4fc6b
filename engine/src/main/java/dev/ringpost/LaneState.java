package dev.ringpost;

/** What a lane is doing about its connection, from well to worst; see {@link EngineHealth}. */
public enum LaneState {
    /** Connected; messages go out. */
    OPEN,

    /**
     * Connected, but the broker has an alarm (memory or disk) and reads nothing that is published. Messages are accepted
     * until the ring is full, unless {@link EngineBuilder#refuseWhenBlockedFor} says otherwise, and keep their deadlines.
     */
    BLOCKED,

    /** Not connected yet: an engine with {@link EngineBuilder#lazyConnect()} before its first connection. */
    CONNECTING,

    /** The connection was lost, and another is tried for; messages are accepted until the ring is full. */
    RECONNECTING,

    /** The engine is being closed: nothing is accepted, what is in flight still gets its outcome. */
    CLOSING,

    /** The engine is closed. */
    CLOSED,

    /** The lane's thread ended by a fault of the engine: its messages were aborted, and it takes none. */
    FAILED
}
