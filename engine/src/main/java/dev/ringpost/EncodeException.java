package dev.ringpost;

import org.jspecify.annotations.Nullable;

/** The body could not be serialized: the message was not accepted. The cause is the serializer's own error. */
public class EncodeException extends RingpostException {

    private static final long serialVersionUID = 1L;

    /**
     * As {@link RingpostException#RingpostException(String, Throwable)}.
     *
     * @param message what happened, to what, and what to do
     * @param cause the error behind it, if there is one
     */
    public EncodeException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
