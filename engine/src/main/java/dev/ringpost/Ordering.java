package dev.ringpost;

/**
 * What order messages keep among those of their {@linkplain PublishOptions.Builder#orderingKey ordering key}.
 *
 * <p>A message's first delivery is what is meant: after a lost connection, messages that were unanswered are sent again in
 * order, so a consumer may see a run of earlier messages once more.
 */
public enum Ordering {
    /**
     * Messages of a key are delivered in the order in which they were accepted, over lost connections too. One that is tried
     * again after a nack or a confirm timeout may come after later ones. So may one whose broker was killed before it answered:
     * RabbitMQ writes messages of a classic queue from 4,096 bytes on elsewhere than smaller ones, and may have lost an earlier
     * large one and kept a later small one. The default.
     */
    PER_KEY,

    /**
     * As {@link #PER_KEY}, and a message that failed holds back the later ones of its key until it has its outcome, while
     * other keys go on. For that, one message of a key is on its way at a time, so each costs a round trip to the broker:
     * for many keys, not for one. What is held back counts as waiting for a retry ({@link EngineBuilder#retryLimit}); a key
     * that has half of that waiting accepts no more.
     */
    STRICT,

    /** None: messages are spread over all lanes in turn; one that has no room is passed over. */
    NONE
}
