package dev.ringpost.wire;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.BlockedListener;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Method;
import com.rabbitmq.client.ShutdownSignalException;
import com.rabbitmq.client.impl.AMQConnection;
import dev.ringpost.Binding;
import dev.ringpost.Exchange;
import dev.ringpost.Queue;
import dev.ringpost.QueueInfo;
import dev.ringpost.topology.ControlChannel;
import dev.ringpost.topology.RefusedException;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The control channel of a connection over amqp-client: opened with it, and again after the broker closed it.
 *
 * <p>A channel on which an answer did not come in time is left as it is and never used again, as the late answer could be
 * taken for the next one's. After many of those the connection is given up.
 */
final class AmqpControl implements ControlChannel, BlockedListener {

    private static final int MAX_ABANDONED = 32;

    /** Of a declaring frame, for all but the arguments: three short strings and some numbers. */
    private static final int FRAME_REST_BYTES = 1024;

    private final AMQConnection connection;
    private final Runnable cut;
    private volatile @Nullable String blockedReason;

    // Plain fields below belong to the control thread.
    private @Nullable Channel channel;
    private int abandonedCount;

    /**
     * For a connection.
     *
     * @param connection the connection
     * @param channel the one to use, or {@code null} to open it at the first call
     * @param cut gives it up
     */
    AmqpControl(AMQConnection connection, @Nullable Channel channel, Runnable cut) {
        this.connection = connection;
        this.channel = channel;
        this.cut = cut;
    }

    @Override
    public void handleBlocked(String reason) {
        blockedReason = reason;
    }

    @Override
    public void handleUnblocked() {
        blockedReason = null;
    }

    @Override
    public void declareExchange(Exchange exchange) throws RefusedException, IOException {
        if (exchange.passive()) {
            verifyExchange(exchange.name());
            return;
        }
        call(
                exchange.arguments(),
                open -> open.exchangeDeclare(
                        exchange.name(),
                        exchange.type(),
                        exchange.durable(),
                        exchange.autoDelete(),
                        exchange.internal(),
                        exchange.arguments()));
    }

    @Override
    public void verifyExchange(String name) throws RefusedException, IOException {
        call(Map.of(), open -> open.exchangeDeclarePassive(name));
    }

    @Override
    public QueueInfo declareQueue(Queue queue) throws RefusedException, IOException {
        return info(call(
                queue.arguments(),
                open -> open.queueDeclare(
                        queue.name(), queue.durable(), queue.exclusive(), queue.autoDelete(), queue.arguments())));
    }

    @Override
    public QueueInfo verifyQueue(String name) throws RefusedException, IOException {
        return info(call(Map.of(), open -> open.queueDeclarePassive(name)));
    }

    private static QueueInfo info(AMQP.Queue.DeclareOk ok) {
        return new QueueInfo(ok.getQueue(), ok.getMessageCount(), ok.getConsumerCount());
    }

    @Override
    public void bindQueue(String queue, Binding.Source source) throws RefusedException, IOException {
        call(
                source.arguments(),
                open -> open.queueBind(queue, source.exchange().name(), source.routingKey(), source.arguments()));
    }

    @Override
    public void unbindQueue(String queue, Binding.Source source) throws RefusedException, IOException {
        call(
                source.arguments(),
                open -> open.queueUnbind(queue, source.exchange().name(), source.routingKey(), source.arguments()));
    }

    @Override
    public void bindExchange(String destination, Binding.Source source) throws RefusedException, IOException {
        call(
                source.arguments(),
                open -> open.exchangeBind(
                        destination, source.exchange().name(), source.routingKey(), source.arguments()));
    }

    @Override
    public void unbindExchange(String destination, Binding.Source source) throws RefusedException, IOException {
        call(
                source.arguments(),
                open -> open.exchangeUnbind(
                        destination, source.exchange().name(), source.routingKey(), source.arguments()));
    }

    @Override
    public void deleteExchange(String name, boolean ifUnused) throws RefusedException, IOException {
        call(Map.of(), open -> open.exchangeDelete(name, ifUnused));
    }

    @Override
    public long deleteQueue(String name, boolean ifUnused, boolean ifEmpty) throws RefusedException, IOException {
        return call(Map.of(), open -> open.queueDelete(name, ifUnused, ifEmpty)).getMessageCount();
    }

    @Override
    public long purgeQueue(String name) throws RefusedException, IOException {
        return call(Map.of(), open -> open.queuePurge(name)).getMessageCount();
    }

    private interface Call<T> {
        T on(Channel channel) throws IOException;
    }

    private <T> T call(Map<String, Object> arguments, Call<T> call) throws RefusedException, IOException {
        String blocked = blockedReason;
        if (blocked != null) {
            throw new IOException("the broker blocks publishers and reads nothing: " + blocked);
        }
        checkSize(arguments);
        Channel open = null;
        try {
            open = openChannel();
            return call.on(open);
        } catch (AlreadyClosedException e) {
            channel = null;
            // The reason it carries is of something earlier, not of this call.
            throw new IOException("the control channel was closed before: " + AmqpLink.reason(e), e);
        } catch (IOException | ShutdownSignalException e) {
            ShutdownSignalException signal = AmqpLink.signalIn(e);
            channel = null;
            if (signal == null) {
                abandon(open);
                throw new IOException("the broker did not answer on the control channel: " + e.getMessage(), e);
            }
            RefusedException refusal = refusal(signal);
            if (refusal != null) {
                throw refusal;
            }
            throw new IOException(AmqpLink.reason(signal), e);
        }
    }

    /** A frame over the limit would cost the connection, and arguments cannot be split. */
    private void checkSize(Map<String, Object> arguments) throws RefusedException {
        int frameMaxBytes = connection.getFrameMax();
        if (frameMaxBytes == 0 || arguments.isEmpty()) {
            return;
        }
        WireBuffer buffer = new WireBuffer();
        buffer.table(arguments);
        if (buffer.size() > frameMaxBytes - FRAME_REST_BYTES) {
            throw new RefusedException(
                    0,
                    "its arguments take " + buffer.size() + " bytes, which does not fit a frame of " + frameMaxBytes
                            + " bytes (frame_max)",
                    false);
        }
    }

    private Channel openChannel() throws RefusedException, IOException {
        Channel open = channel;
        if (open == null) {
            open = connection.createChannel();
            if (open == null && connection.getChannelMax() == 1) {
                throw new RefusedException(
                        0,
                        "the broker allows no second channel on the connection (channel_max 1), and declaring takes one",
                        false);
            }
            if (open == null) {
                throw new IOException("all channels that the broker allows on the connection (channel_max) are taken");
            }
            channel = open;
        }
        return open;
    }

    private void abandon(@Nullable Channel unanswered) {
        if (unanswered != null && ++abandonedCount >= MAX_ABANDONED) {
            cut.run();
        }
    }

    /**
     * What the broker closed a channel for was the last call. What it closed the connection for was so only if it names
     * a method of exchanges or queues.
     */
    private static @Nullable RefusedException refusal(ShutdownSignalException signal) {
        Method method = signal.getReason();
        if (signal.isInitiatedByApplication()) {
            return null;
        }
        if (method instanceof AMQP.Channel.Close close) {
            return new RefusedException(close.getReplyCode(), close.getReplyText(), false);
        }
        if (method instanceof AMQP.Connection.Close close && AmqpLink.isAboutEntities(close)) {
            return new RefusedException(close.getReplyCode(), close.getReplyText(), true);
        }
        return null;
    }
}
