package dev.ringpost.topology;

import dev.ringpost.Binding;
import dev.ringpost.Exchange;
import dev.ringpost.Queue;
import dev.ringpost.QueueInfo;
import java.io.IOException;

/**
 * The port through which a connection's entities are declared: a channel of its own, so that what the broker refuses
 * there closes nothing else. Every call waits for the broker's answer, for a bounded time. Names are given apart from
 * entities, because of those that the broker chose.
 *
 * <p>All calls throw {@link RefusedException} if the broker refused, after which the next call is as good as the first,
 * and {@link IOException} if it did not answer: connection gone, blocked, or too slow; to be tried again later.
 *
 * <p><b>Threads:</b> one, the control thread.
 */
public interface ControlChannel {

    /** Declares an exchange, or asserts that it is there if it is passive. */
    void declareExchange(Exchange exchange) throws RefusedException, IOException;

    /** Asserts that there is an exchange of that name. */
    void verifyExchange(String name) throws RefusedException, IOException;

    /** Declares a queue; without a name, the broker chooses one. */
    QueueInfo declareQueue(Queue queue) throws RefusedException, IOException;

    /** Asserts that there is a queue of that name. */
    QueueInfo verifyQueue(String name) throws RefusedException, IOException;

    /** Binds a queue. */
    void bindQueue(String queue, Binding.Source source) throws RefusedException, IOException;

    /** Removes a queue's binding; no error if there is none. */
    void unbindQueue(String queue, Binding.Source source) throws RefusedException, IOException;

    /** Binds an exchange. */
    void bindExchange(String destination, Binding.Source source) throws RefusedException, IOException;

    /** Removes an exchange's binding; no error if there is none. */
    void unbindExchange(String destination, Binding.Source source) throws RefusedException, IOException;

    /** Deletes an exchange; no error if there is none. */
    void deleteExchange(String name, boolean ifUnused) throws RefusedException, IOException;

    /** Deletes a queue, and answers how many messages it held; no error if there is none. */
    long deleteQueue(String name, boolean ifUnused, boolean ifEmpty) throws RefusedException, IOException;

    /** Empties a queue, and answers how many messages that were. */
    long purgeQueue(String name) throws RefusedException, IOException;
}
