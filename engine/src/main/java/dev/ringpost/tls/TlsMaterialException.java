package dev.ringpost.tls;

import dev.ringpost.RingpostException;
import org.jspecify.annotations.Nullable;

/** A file with certificates or a key cannot be used. The message names the file and the problem, and never a password. */
public class TlsMaterialException extends RingpostException {

    private static final long serialVersionUID = 1L;

    /**
     * As {@link RingpostException#RingpostException(String, Throwable)}.
     *
     * @param message what is wrong with which file, and what to do
     * @param cause the error behind it, if there is one
     */
    public TlsMaterialException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
