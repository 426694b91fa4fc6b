package dev.ringpost.cli;

import dev.ringpost.QueueType;
import org.jspecify.annotations.Nullable;

/**
 * What a run declares before it publishes, beyond a queue that is missing.
 *
 * @param exchangeType of the exchange, which then is durable; {@code null} if it must exist
 * @param queueType of the queue; {@code null} for one as it is, or the broker's default
 * @param bindingKey with which the queue is bound to the declared exchange; {@code null} for not at all
 */
record Declarations(
        @Nullable String exchangeType,
        @Nullable QueueType queueType,
        @Nullable String bindingKey) {

    static final Declarations NONE = new Declarations(null, null, null);
}
