package dev.ringpost;

/** What a lane's time goes into; at each moment one of these. See {@link Explanation}. */
public enum TimeUse {
    /** Serializing objects that callers left to the engine, see {@link SerializeOn#ENGINE}. */
    SERIALIZE,

    /** Compressing bodies. */
    COMPRESS,

    /** In writes to the socket: copying to the system, or waiting until the network or the broker takes more. */
    WRITE,

    /** All else that the lane's thread works at: framing, answers, retries. */
    LANE,

    /**
     * Nothing to do before the broker answers: confirms, declarations, the interval of a retry. Or little enough to let more
     * messages come together first, see {@link WaitStrategy#PARK}.
     */
    BROKER,

    /** Records wait for others to share an AMQP message with, see {@link Batching#linger}. */
    LINGER,

    /** Everything is answered, and outcomes wait for the callbacks of those before them. */
    CALLBACKS,

    /** The broker has an alarm and blocks publishers. */
    ALARM,

    /** There is no connection. */
    RECONNECTING,

    /** Nothing is in flight. */
    IDLE
}
