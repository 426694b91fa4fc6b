package dev.ringpost;

/**
 * The one end of an accepted message. Every message that a {@code publish} accepted gets exactly one outcome, at the
 * latest when its delivery timeout has passed.
 */
public enum Outcome {
    /** The broker acknowledged one of the attempts: it took responsibility for the message. */
    CONFIRMED,

    /** The message was mandatory and the broker could not route it to any queue. */
    RETURNED,

    /** The broker's last answer was a nack. */
    REJECTED,

    /** The delivery timeout passed without an answer: the broker may or may not have the message. */
    TIMED_OUT,

    /** The message could not be serialized or encoded, or the broker refused it. The detail says why. */
    FAILED,

    /** The engine was closed, or its lane died, before an answer came: the broker may or may not have the message. */
    ABORTED;

    /** Whether the broker took responsibility for the message. */
    public boolean isConfirmed() {
        return this == CONFIRMED;
    }
}
