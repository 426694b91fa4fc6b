package dev.ringpost;

import org.jspecify.annotations.Nullable;

/**
 * Hears the outcome of one message. The thread contract is that of {@link OutcomeListener}.
 */
@FunctionalInterface
public interface PublishCallback {

    /**
     * Called exactly once.
     *
     * @param outcome the message's one outcome
     * @param detail for people: why it was not confirmed; {@code null} when it was
     */
    void onOutcome(Outcome outcome, @Nullable String detail);
}
