package dev.ringpost.wire;

import com.rabbitmq.client.impl.ForgivingExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Never closes anything, which would be done on the thread that would have to read the answer, and logs for debugging
 * only: that a connection ended reaches the lane's supervisor through its shutdown listener, and is logged there, once.
 */
final class QuietExceptionHandler extends ForgivingExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(QuietExceptionHandler.class);

    @Override
    protected void log(String message, Throwable error) {
        LOG.debug("{}", message, error);
    }
}
