package dev.ringpost;

import org.jspecify.annotations.Nullable;

/**
 * Hears how one message ended, before the application does: exactly one of {@link #onOutcome} and {@link #onNotAccepted} is
 * called, once. What {@link #onOutcome} throws is logged and counted like what callbacks throw, and stops nothing; what the
 * others throw comes out of the call that publishes, or is suppressed in what that throws anyway.
 */
public interface PublishObserver {

    /**
     * The body is ready. Not called for one that the lane serializes ({@link SerializeOn#ENGINE}). On the thread that
     * publishes.
     *
     * @param bodyBytes its size before compression
     */
    default void onEncoded(int bodyBytes) {}

    /**
     * The message was accepted, and this is its outcome. On the completion thread of its lane, under the contract of {@link
     * OutcomeListener}; it may come before the call that publishes has returned.
     *
     * @param outcome the message's one outcome
     * @param detail for people: why it was not confirmed; {@code null} when it was
     */
    void onOutcome(Outcome outcome, @Nullable String detail);

    /**
     * The message was not accepted. On the thread that publishes.
     *
     * @param error what {@code publish} or {@code tryPublish} throws
     */
    void onNotAccepted(Throwable error);

    /**
     * The message was not accepted for want of room. On the thread that publishes.
     *
     * @param answer what {@code tryPublish} answers
     */
    void onNotAccepted(Offer answer);
}
