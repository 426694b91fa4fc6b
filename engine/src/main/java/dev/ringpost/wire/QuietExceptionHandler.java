package dev.ringpost.wire;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.impl.ForgivingExceptionHandler;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Never closes anything, which would be done on the thread that would have to read the answer, and logs for debugging
 * only: that a connection ended reaches the lane's supervisor through its shutdown listener, and is logged there, once.
 */
final class QuietExceptionHandler extends ForgivingExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(QuietExceptionHandler.class);

    private final Consumer<Throwable> cut;

    /** With what cuts the connection, for a reason. */
    QuietExceptionHandler(Consumer<Throwable> cut) {
        this.cut = cut;
    }

    /**
     * The connection is about to end, for missing heartbeats for example. To tell its channels of that the client waits for
     * their locks, and a write that is stuck holds one; so the write is ended first. Told of the reason is who listens, after.
     */
    @Override
    public void handleUnexpectedConnectionDriverException(Connection connection, Throwable exception) {
        super.handleUnexpectedConnectionDriverException(connection, exception);
        cut.accept(exception);
    }

    @Override
    protected void log(String message, Throwable error) {
        LOG.debug("{}", message, error);
    }
}
