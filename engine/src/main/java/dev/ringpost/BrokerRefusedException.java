package dev.ringpost;

import org.jspecify.annotations.Nullable;

/**
 * A broker answered and refused: a connection (credentials, virtual host, TLS or protocol), or what an operation of {@link
 * Topology} asked for. Also where the engine refused the broker, for its certificate, or could not read its own.
 */
public class BrokerRefusedException extends RingpostException {

    private static final long serialVersionUID = 1L;

    /**
     * As {@link RingpostException#RingpostException(String, Throwable)}.
     *
     * @param message what happened, to what, and what to do
     * @param cause the error behind it, if there is one
     */
    public BrokerRefusedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
