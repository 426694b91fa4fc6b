package dev.ringpost;

/** Why something is tried again. */
public enum RetryCause {
    /** The broker answered a message with a nack: a queue was full, say, or had no leader. */
    NACK,

    /** The broker left a message unanswered for the confirm timeout, while it confirmed later ones. */
    CONFIRM_TIMEOUT,

    /** No broker could be reached. Concerns the lane's connection, not one message. */
    CONNECT,

    /**
     * Channel or connection ended. Concerns the lane's connection; its unanswered messages are sent again, which spends no
     * retry of theirs.
     */
    CHANNEL_CLOSED
}
