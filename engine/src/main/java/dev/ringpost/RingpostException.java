package dev.ringpost;

import org.jspecify.annotations.Nullable;

/** Root of what this library throws on its own account. Messages are for people and never hold a password. */
public class RingpostException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * With the error that caused it.
     *
     * @param message what happened, to what, and what to do
     * @param cause the error behind it, if there is one
     */
    public RingpostException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /**
     * Without a cause.
     *
     * @param message what happened, to what, and what to do
     */
    public RingpostException(String message) {
        super(message);
    }
}
