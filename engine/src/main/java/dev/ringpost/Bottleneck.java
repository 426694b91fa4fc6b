package dev.ringpost;

/** What keeps an engine from publishing faster; see {@link Explanation}. */
public enum Bottleneck {
    /** Callers bring no more: the ring has room, and nobody waits for it. */
    CALLERS,

    /** The serializer, on the lane's thread or on the callers'. */
    SERIALIZER,

    /** The compressor. */
    COMPRESSOR,

    /** The rest of what the lane's thread does; other lanes would share the work. */
    LANE,

    /** Writes to the socket: a slow network, or a broker that reads slowly, as RabbitMQ's flow control makes it. */
    SOCKET,

    /** The ring is full of messages that the broker has not answered. */
    BROKER,

    /** The ring is full of outcomes that callbacks are too slow to take. */
    CALLBACKS,

    /** The broker has a memory or disk alarm and blocks publishers. */
    ALARM,

    /** There is no connection to a broker. */
    RECONNECTING,

    /** Nothing was published. */
    IDLE
}
