package dev.ringpost.consumer;

import dev.ringpost.RingpostException;
import org.jspecify.annotations.Nullable;

/**
 * A message cannot be read as records, as it says it can: a header, the compressed stream or the body is broken, cut short,
 * too long or of an unknown kind. The text says what, and at which byte. It will read no better when it is delivered again,
 * so it belongs into a dead-letter exchange or a file, not back into its queue.
 */
public class RecordReadException extends RingpostException {

    private static final long serialVersionUID = 1L;

    /**
     * As {@link RingpostException#RingpostException(String, Throwable)}.
     *
     * @param message what is wrong, and where
     * @param cause the error behind it, if there is one
     */
    public RecordReadException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
