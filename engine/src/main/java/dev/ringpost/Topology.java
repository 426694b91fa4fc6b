package dev.ringpost;

/**
 * Declares, binds, deletes and empties what is at the broker, on the connection of the engine's first lane and apart from
 * what is being published there. Publishing needs none of this: what its messages need is declared by itself.
 *
 * <p>Thread-safe. Every call waits for the broker's answer, at most three times the engine's connect timeout, over
 * reconnects if need be; an operation whose answer was lost with a connection is done again.
 *
 * <p><b>Errors of every call:</b> {@link BrokerRefusedException} with the entity and the broker's text if it refused;
 * {@link BrokerUnreachableException} if there was no answer in time; {@link EngineClosedException}; {@link
 * InterruptedException}, after which the operation may still be done; and on a thread of an engine, such as in a
 * callback, {@link IllegalStateException}, which also says that a server-named queue was not declared on the connection.
 */
public interface Topology {

    /**
     * Declares an entity and what belongs to it, whether or not this engine did before.
     *
     * @param entity what to declare; nothing happens if it is not {@linkplain Entity#isDeclarable() declarable}
     * @throws InterruptedException if interrupted while waiting
     */
    void declare(Entity entity) throws InterruptedException;

    /**
     * Declares an entity unless it was declared on the connection already. Volatile entities always are.
     *
     * @param entity what to declare
     * @return whether it was declared now
     * @throws InterruptedException if interrupted while waiting
     */
    boolean maybeDeclare(Entity entity) throws InterruptedException;

    /**
     * As {@link #declare}, and answers what the broker says of the queue. One that is not to be declared is only asked
     * about.
     *
     * @param queue what to declare
     * @return its name, messages and consumers
     * @throws InterruptedException if interrupted while waiting
     */
    QueueInfo declareQueue(Queue queue) throws InterruptedException;

    /**
     * Binds, without declaring the two ends.
     *
     * @param binding what to bind
     * @throws InterruptedException if interrupted while waiting
     */
    void bind(Binding binding) throws InterruptedException;

    /**
     * Removes a binding; no error if there is none.
     *
     * @param binding what to remove; key and arguments must be the same as when it was bound
     * @throws InterruptedException if interrupted while waiting
     */
    void unbind(Binding binding) throws InterruptedException;

    /**
     * Deletes an exchange, used or not; no error if there is none. What messages need is declared again afterwards.
     *
     * @param exchange what to delete
     * @throws InterruptedException if interrupted while waiting
     */
    default void deleteExchange(Exchange exchange) throws InterruptedException {
        deleteExchange(exchange, false);
    }

    /**
     * As {@link #deleteExchange(Exchange)}.
     *
     * @param exchange what to delete
     * @param ifUnused whether the broker is to refuse if something is bound to it
     * @throws InterruptedException if interrupted while waiting
     */
    void deleteExchange(Exchange exchange, boolean ifUnused) throws InterruptedException;

    /**
     * Deletes a queue with what it holds; no error if there is none. What messages need is declared again afterwards.
     *
     * @param queue what to delete
     * @return how many messages it held
     * @throws InterruptedException if interrupted while waiting
     */
    default long deleteQueue(Queue queue) throws InterruptedException {
        return deleteQueue(queue, false, false);
    }

    /**
     * As {@link #deleteQueue(Queue)}.
     *
     * @param queue what to delete
     * @param ifUnused whether the broker is to refuse if it has consumers
     * @param ifEmpty whether the broker is to refuse if it holds messages
     * @return how many messages it held
     * @throws InterruptedException if interrupted while waiting
     */
    long deleteQueue(Queue queue, boolean ifUnused, boolean ifEmpty) throws InterruptedException;

    /**
     * Removes all messages from a queue that are not with a consumer.
     *
     * @param queue what to empty
     * @return how many messages that were
     * @throws InterruptedException if interrupted while waiting
     */
    long purge(Queue queue) throws InterruptedException;
}
