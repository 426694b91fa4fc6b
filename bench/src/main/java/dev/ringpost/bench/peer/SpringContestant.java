package dev.ringpost.bench.peer;

import dev.ringpost.bench.contestant.Contestant;
import dev.ringpost.bench.contestant.ContestantOptions;
import dev.ringpost.bench.wire.BenchMessage;
import java.io.IOException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageDeliveryMode;
import org.springframework.amqp.core.MessageProperties;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory.ConfirmType;

/** What the ways of Spring AMQP have in common: its caching connection factory, its messages. */
abstract class SpringContestant implements Contestant {
    private final ConfirmType confirmType;
    private @Nullable CachingConnectionFactory connections;
    private byte[] body = new byte[0];

    SpringContestant(ConfirmType confirmType) {
        this.confirmType = confirmType;
    }

    @Override
    public final void open(ContestantOptions options) throws Exception {
        CachingConnectionFactory opened = new CachingConnectionFactory(ClientFactory.of(options));
        opened.setPublisherConfirmType(confirmType);
        connections = opened;
        body = BenchMessage.body(options.bodyBytes());
        open(opened, options.windowMessages());
        opened.createConnection(); // cached: the first publish finds it open
    }

    /** Makes the template. */
    abstract void open(CachingConnectionFactory connections, int windowMessages);

    /** Sends some messages. */
    @FunctionalInterface
    interface Sending {
        void run() throws InterruptedException, TimeoutException;
    }

    /** For {@code invoke}, whose action may throw nothing checked. */
    static boolean send(Sending sending) {
        try {
            sending.run();
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (TimeoutException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /** With properties of its own, as a template's converter makes them: the template writes into them. */
    final Message newMessage() {
        MessageProperties properties = new MessageProperties();
        properties.setContentType(BenchMessage.CONTENT_TYPE);
        properties.setContentEncoding(BenchMessage.CONTENT_ENCODING);
        properties.setDeliveryMode(MessageDeliveryMode.PERSISTENT);
        properties.setPriority(BenchMessage.PRIORITY);
        return new Message(body, properties);
    }

    @Override
    public void close() throws IOException {
        CachingConnectionFactory opened = connections;
        if (opened != null) {
            opened.destroy();
        }
    }
}
