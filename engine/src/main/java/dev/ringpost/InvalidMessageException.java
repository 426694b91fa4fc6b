package dev.ringpost;

/**
 * The message breaks a rule of AMQP or a limit of this engine: it was not accepted and nothing was sent. Of an {@link
 * Entity}: no broker would take it.
 */
public class InvalidMessageException extends RingpostException {

    private static final long serialVersionUID = 1L;

    /**
     * As {@link RingpostException#RingpostException(String)}.
     *
     * @param message what happened, to what, and what to do
     */
    public InvalidMessageException(String message) {
        super(message);
    }
}
