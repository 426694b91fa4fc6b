package dev.ringpost;

/**
 * No room came free within the enqueue timeout, or the broker has blocked publishers for longer than
 * {@link EngineBuilder#refuseWhenBlockedFor} allows: the message was not accepted and may be published again.
 */
public class EnqueueTimeoutException extends RingpostException {

    private static final long serialVersionUID = 1L;

    /**
     * As {@link RingpostException#RingpostException(String)}.
     *
     * @param message what happened, to what, and what to do
     */
    public EnqueueTimeoutException(String message) {
        super(message);
    }
}
