package dev.ringpost;

import org.jspecify.annotations.Nullable;

/** No broker answered: at any of the engine's addresses, or an operation of {@link Topology} in time. */
public class BrokerUnreachableException extends RingpostException {

    private static final long serialVersionUID = 1L;

    /**
     * As {@link RingpostException#RingpostException(String, Throwable)}.
     *
     * @param message what happened, to what, and what to do
     * @param cause the error behind it, if there is one
     */
    public BrokerUnreachableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
