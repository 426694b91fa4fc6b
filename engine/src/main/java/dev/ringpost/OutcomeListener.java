package dev.ringpost;

import org.jspecify.annotations.Nullable;

/**
 * Hears the outcome of every message published in the allocation-free form, named by its correlation id.
 *
 * <p><b>Threads:</b> called on the completion thread of the message's lane, so by as many threads at once as the engine
 * has lanes; it must be thread-safe. Within a lane the calls come in publish order, but for messages that were tried again
 * after a nack or a confirm timeout, and those whose answer comes far later than others': one that is not answered holds up
 * the calls of later ones for half a second, or as long as is usual there, while slots are free, little is set aside and
 * the broker does not block. A slow listener slows its lane down: slots are freed after it returned. It may {@code tryPublish}; blocking calls
 * of an engine throw there. What it throws is logged and counted, and stops nothing.
 */
@FunctionalInterface
public interface OutcomeListener {

    /**
     * Called once for each accepted message.
     *
     * @param correlationId the number given at publish
     * @param outcome the message's one outcome
     * @param detail for people: why it was not confirmed; {@code null} when it was
     */
    void onOutcome(long correlationId, Outcome outcome, @Nullable String detail);
}
