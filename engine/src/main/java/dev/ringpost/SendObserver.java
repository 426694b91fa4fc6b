package dev.ringpost;

import org.jspecify.annotations.Nullable;

/** Hears when an AMQP message of records was written; of their outcomes hear their own observers. */
@FunctionalInterface
public interface SendObserver {

    /**
     * Called once, on the lane's thread: it must be quick, and what it throws is logged and stops nothing.
     *
     * @param error for people, why it was not written, or not known to be; {@code null} if it was
     */
    void onWritten(@Nullable String error);
}
