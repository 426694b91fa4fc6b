package dev.ringpost;

/**
 * Hears of a mandatory message that no queue took: Kombu's {@code on_return}. Called only for messages of the producer or
 * the publish it was given to, before the message's outcome {@link Outcome#RETURNED}. The thread contract is that of
 * {@link OutcomeListener}.
 */
@FunctionalInterface
public interface ReturnListener {

    /**
     * Called once for each returned message.
     *
     * @param reason what the broker said, for example {@code 312 NO_ROUTE}
     * @param exchange where the message was published
     * @param routingKey under which routing key
     * @param message the message itself
     */
    void onReturn(ReturnReason reason, String exchange, String routingKey, ReturnedMessage message);
}
