package dev.ringpost;

import org.jspecify.annotations.Nullable;

/**
 * Sees each message before it is published, and may add headers to it; for tracing above all. Set by {@link
 * EngineBuilder#interceptor}; without one, nothing of this costs anything.
 *
 * <p><b>Threads:</b> called on the thread that publishes, so by many at once.
 *
 * <p><b>Errors:</b> what {@link #beforePublish} throws comes out of the call that publishes, as it is, and the message was
 * not accepted: an interceptor may refuse a message by that, and loses none silently by accident. An interceptor that must
 * not stand in the way catches its own errors.
 *
 * <p><b>Cost:</b> a message that gets headers of its own is encoded by itself, which takes microseconds instead of a part of
 * one; a record that gets them shares its AMQP message only with records that have equal ones, see {@link Batching}.
 */
@FunctionalInterface
public interface PublishInterceptor {

    /**
     * Called before the body is serialized and before there is room; once for each call that publishes, for each call of
     * {@code tryPublish} too.
     *
     * @param message what is to be published; good during this call only
     * @return what hears how it ended, or {@code null} for nothing
     */
    @Nullable
    PublishObserver beforePublish(OutgoingMessage message);

    /**
     * Called before records are sent as one AMQP message, if {@link #beforePublish} answered an observer for at least one of
     * them; each time that they are, so again on a resend or retry. On the lane's thread, which waits for it: it must be
     * quick and must not block. If it throws, that is logged, and the message is sent without the headers it would have had.
     *
     * @param pack the AMQP message; good during this call only
     * @return what hears when it was written, or {@code null} for nothing
     */
    default @Nullable SendObserver beforeSend(OutgoingPack pack) {
        return null;
    }
}
