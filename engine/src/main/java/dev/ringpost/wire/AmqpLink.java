package dev.ringpost.wire;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.BlockedListener;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ConfirmListener;
import com.rabbitmq.client.Method;
import com.rabbitmq.client.Return;
import com.rabbitmq.client.ShutdownSignalException;
import com.rabbitmq.client.impl.AMQConnection;
import com.rabbitmq.client.impl.ChannelN;
import dev.ringpost.PublishOptions;
import dev.ringpost.topology.ControlChannel;
import java.io.IOException;
import java.net.Socket;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection to a broker with its pinned channel, over amqp-client. */
final class AmqpLink implements PinnedChannel {

    private static final Logger LOG = LoggerFactory.getLogger(AmqpLink.class);
    private static final int GOODBYE_CODE = AMQP.REPLY_SUCCESS;
    private static final int CLASS_EXCHANGE = 40;
    private static final int CLASS_QUEUE = 50;

    private final AMQConnection connection;
    private final ChannelN channel;
    private final SocketHolder socket;
    private final MessageBatch batch;
    private final @Nullable String user;
    private final String address;
    private final AmqpControl control;
    private volatile @Nullable Events events;

    AmqpLink(
            AMQConnection connection,
            ChannelN channel,
            @Nullable Channel controlChannel,
            SocketHolder socket,
            MessageBatch batch,
            @Nullable String user,
            String address) {
        this.connection = connection;
        this.channel = channel;
        this.socket = socket;
        this.batch = batch;
        this.user = user;
        this.address = address;
        this.control = new AmqpControl(connection, controlChannel, socket::cut);
    }

    /** Connects the broker's events to a listener. Called once, before anything is published. */
    void listen(LinkListener listener) {
        Events events = new Events(listener);
        this.events = events;
        channel.addConfirmListener(events);
        channel.addReturnListener(events::onReturn);
        connection.addBlockedListener(events);
        connection.addBlockedListener(control);
        // Whichever closes first tells; a listener added to something closed already is told at once.
        channel.addShutdownListener(events::onShutdown);
        connection.addShutdownListener(events::onShutdown);
    }

    @Override
    public int frameMaxBytes() {
        return connection.getFrameMax();
    }

    @Override
    public @Nullable String user() {
        return user;
    }

    @Override
    public String address() {
        return address;
    }

    @Override
    public ControlChannel control() {
        return control;
    }

    @Override
    public boolean add(RouteTemplate route, byte[] body, int offset, int length, long deliveryTag, long messageNumber) {
        return batch.add(route, body, offset, length, deliveryTag, messageNumber);
    }

    @Override
    public int batchCount() {
        return batch.messageCount();
    }

    @Override
    public long batchBytes() {
        return batch.bytes();
    }

    @Override
    public void flush() throws IOException {
        try {
            channel.transmit(batch);
        } catch (AlreadyClosedException e) {
            // The lane may see the end before the listeners are told of it: the reason must not get lost.
            Events told = events;
            if (told != null) {
                told.onShutdown(e);
            }
            throw new IOException(reason(e), e);
        } catch (IOException e) {
            Throwable why = socket.reason();
            // That the socket was closed is news to nobody: what it was closed for is.
            throw why == null ? e : new IOException("connection lost: " + why, e);
        } finally {
            batch.clear();
        }
    }

    @Override
    public void cut() {
        socket.cut();
    }

    @Override
    public void close(long timeoutMs) {
        try {
            connection.close(GOODBYE_CODE, "closed by the application", (int) Math.max(1, timeoutMs));
        } catch (IOException | RuntimeException e) {
            LOG.debug("{}: no goodbye: {}", address, e.toString());
        } finally {
            cut();
        }
    }

    /** What a shutdown signal says, for people. */
    static String reason(ShutdownSignalException signal) {
        Method method = signal.getReason();
        if (method instanceof AMQP.Channel.Close close) {
            return "channel closed by the broker: " + close.getReplyText();
        }
        if (method instanceof AMQP.Connection.Close close) {
            return "connection closed by the broker: " + close.getReplyText();
        }
        Throwable cause = signal.getCause();
        return "connection lost: " + (cause == null ? signal.getMessage() : cause.toString());
    }

    /** Whether the broker said so, and the connection did not just break. */
    static boolean isByBroker(ShutdownSignalException signal) {
        return !(signal.getCause() instanceof IOException);
    }

    /** Whether the broker closed the connection over an exchange or a queue: the control channel's doing, no message's. */
    static boolean isAboutEntities(AMQP.Connection.Close close) {
        return close.getClassId() == CLASS_EXCHANGE || close.getClassId() == CLASS_QUEUE;
    }

    /** The shutdown behind an error, or {@code null}. */
    static @Nullable ShutdownSignalException signalIn(Throwable error) {
        for (Throwable at = error; at != null; at = at.getCause()) {
            if (at instanceof ShutdownSignalException signal) {
                return signal;
            }
        }
        return null;
    }

    /** Turns amqp-client's callbacks into the listener's; nothing may escape, since that would close the channel. */
    private static final class Events implements ConfirmListener, BlockedListener {

        private final LinkListener listener;

        /** A return was for nobody knows what, so no answer behind it may be believed. The I/O thread's own. */
        private boolean deaf;

        Events(LinkListener listener) {
            this.listener = listener;
        }

        @Override
        public void handleAck(long deliveryTag, boolean multiple) {
            onConfirm(deliveryTag, multiple, true);
        }

        @Override
        public void handleNack(long deliveryTag, boolean multiple) {
            onConfirm(deliveryTag, multiple, false);
        }

        private void onConfirm(long deliveryTag, boolean multiple, boolean acknowledged) {
            if (!deaf) {
                listener.onConfirm(deliveryTag, multiple, acknowledged);
            }
        }

        @Override
        public void handleBlocked(String reason) {
            listener.onBlocked(reason);
        }

        @Override
        public void handleUnblocked() {
            listener.onUnblocked();
        }

        void onReturn(Return returned) {
            Map<String, Object> headers = returned.getProperties().getHeaders();
            if (headers != null && headers.get(PublishOptions.ATTEMPT_HEADER) instanceof Number tag) {
                listener.onReturn(tag.longValue());
            } else {
                deaf = true; // its confirm follows, perhaps before the lane has heard of the loss
                listener.onLost(
                        LinkLoss.of("a message came back without its " + PublishOptions.ATTEMPT_HEADER + " header"));
            }
        }

        void onShutdown(ShutdownSignalException signal) {
            Method method = signal.getReason();
            int code = 0;
            if (!signal.isInitiatedByApplication()) {
                if (method instanceof AMQP.Channel.Close close) {
                    code = close.getReplyCode();
                } else if (method instanceof AMQP.Connection.Close close && !isAboutEntities(close)) {
                    code = close.getReplyCode();
                }
            }
            listener.onLost(new LinkLoss(code, reason(signal)));
        }
    }

    /** Knows the socket from before it connects, so that a connect can be cut as well as a write. */
    static final class SocketHolder {

        private volatile boolean cut;
        private volatile @Nullable Socket socket;
        private volatile @Nullable Throwable reason;

        void hold(Socket opened) {
            socket = opened;
            if (cut) {
                cut();
            }
        }

        void cutFor(Throwable why) {
            reason = why;
            cut();
        }

        /** What it was cut for, if anybody said. */
        @Nullable
        Throwable reason() {
            return reason;
        }

        void cut() {
            cut = true;
            Socket held = socket;
            if (held == null) {
                return;
            }
            try {
                // With linger 0 the system drops what is not sent yet. With TLS, too, the socket held is the plain one,
                // see
                // TlsConnectionFactory.
                held.setSoLinger(true, 0);
            } catch (IOException e) {
                LOG.trace("already closed", e);
            }
            try {
                held.close();
            } catch (IOException e) {
                LOG.trace("already closed", e);
            }
        }
    }
}
