package dev.ringpost;

import java.time.Duration;

/**
 * Hears of retries and reconnects: Kombu's {@code errback} and {@code on_revive}. Both methods do nothing unless
 * overridden.
 *
 * <p><b>Threads:</b> as for {@link OutcomeListener}: on the completion thread of the lane it is about, so on as many at
 * once as the engine has lanes. What it throws is logged and counted, and stops neither the retry nor anything else; with
 * Kombu it would.
 */
public interface RetryListener {

    /**
     * Something failed and will be tried again.
     *
     * @param cause what kind of failure
     * @param detail for people: what failed, where, and what the broker said
     * @param retryIndex which retry of that message, or of that connection, this will be; 0 is the first
     * @param nextIn how long until then; zero for at once
     */
    default void onRetry(RetryCause cause, String detail, int retryIndex, Duration nextIn) {}

    /**
     * The lane is connected again after a loss. Not called for its first connection.
     *
     * @param address host and port of the broker
     */
    default void onRevive(String address) {}
}
