package dev.ringpost;

/** The engine is closed or closing: the message was not accepted. */
public class EngineClosedException extends RingpostException {

    private static final long serialVersionUID = 1L;

    /**
     * As {@link RingpostException#RingpostException(String)}.
     *
     * @param message what happened, to what, and what to do
     */
    public EngineClosedException(String message) {
        super(message);
    }
}
