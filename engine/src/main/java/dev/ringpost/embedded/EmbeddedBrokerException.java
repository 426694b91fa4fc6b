package dev.ringpost.embedded;

/** The in-process broker could not be started; the message is one sentence for a person. */
public final class EmbeddedBrokerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EmbeddedBrokerException(String message, Throwable cause) {
        super(message, cause);
    }
}
