package dev.ringpost.wire;

import com.rabbitmq.client.impl.AMQChannel;
import com.rabbitmq.client.impl.AMQCommand;
import com.rabbitmq.client.impl.AMQImpl;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * Whole messages gathered for one write. Extends amqp-client's command so that {@link AMQChannel#transmit} sends it under
 * the channel's lock and after its open check, between whole frames of everybody else (heartbeats, replies).
 *
 * <p><b>Threads:</b> the lane only. Bodies are not copied where that can be avoided, so they must not change until
 * {@link #clear()}.
 */
abstract class MessageBatch extends AMQCommand {

    MessageBatch() {
        // A method with content: amqp-client then honours channel.flow. It is never encoded.
        super(new AMQImpl.Basic.Publish(0, "", "", false, false));
    }

    /**
     * Adds a message at the end.
     *
     * @param deliveryTag what the broker will call it
     * @param messageNumber its number, if its route {@linkplain RouteTemplate#isNumbered() has} numbers
     * @return false, with nothing added, if the batch must be sent first
     */
    abstract boolean add(
            RouteTemplate route, byte[] body, int offset, int length, long deliveryTag, long messageNumber);

    /** Forgets all messages. */
    abstract void clear();

    /** Number of messages in it. */
    abstract int messageCount();

    /** Bytes of its frames. */
    abstract long bytes();

    /** Writes every frame, without flushing. For {@link #transmit} and for comparing the ways of encoding. */
    abstract void writeTo(DataOutputStream out) throws IOException;

    @Override
    public abstract void transmit(AMQChannel channel) throws IOException;
}
