package dev.ringpost;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What the caller holds for one accepted message. Thread-safe and small; its future is created only when asked for.
 */
public interface Receipt {

    /** The outcome, or {@code null} while it is not known yet. Never waits. */
    @Nullable
    Outcome outcome();

    /** Why the message was not confirmed, for people; {@code null} when it was or while that is not known yet. */
    @Nullable
    String detail();

    /**
     * A future that completes, always normally, with the outcome; the same one at each call, so do not cancel or complete
     * it. Its dependents without an executor of their own run on the lane's completion thread, under the contract of {@link
     * OutcomeListener}. Its {@code get} and {@code join} throw {@link IllegalStateException} on a thread of an engine, which
     * would wait for itself.
     */
    CompletableFuture<Outcome> future();

    /**
     * Waits for the outcome.
     *
     * @param timeout how long at most
     * @return the outcome, or {@code null} if it is not known when the timeout has passed
     * @throws InterruptedException if the thread is interrupted while it waits
     * @throws IllegalStateException on a thread of an engine
     */
    @Nullable
    Outcome await(Duration timeout) throws InterruptedException;
}
