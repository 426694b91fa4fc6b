package dev.ringpost;

import org.jspecify.annotations.Nullable;

/** A broker answered and refused the connection: credentials, virtual host, TLS or protocol. */
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
