package dev.ringpost.cli.base;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Method;
import com.rabbitmq.client.ShutdownSignalException;
import org.jspecify.annotations.Nullable;

/** What a broker said when it closed a channel or a connection, found in the client's exception. */
public final class Refusal {

    /** No such exchange, queue or virtual host. */
    public static final int NOT_FOUND = 404;

    /** The user may not do that. */
    public static final int ACCESS_REFUSED = 403;

    private Refusal() {}

    /** The code with which the broker closed the channel or connection, or 0 if it did not. */
    public static int code(Throwable error) {
        Method method = method(error);
        if (method instanceof AMQP.Channel.Close close) {
            return close.getReplyCode();
        }
        return method instanceof AMQP.Connection.Close close ? close.getReplyCode() : 0;
    }

    /** The broker's words, or if it did not close anything the innermost error's. */
    public static String text(Throwable error) {
        Method method = method(error);
        if (method instanceof AMQP.Channel.Close close) {
            return close.getReplyText();
        }
        return method instanceof AMQP.Connection.Close close ? close.getReplyText() : innermost(error);
    }

    private static String innermost(Throwable error) {
        Throwable at = error;
        while (at.getCause() != null) {
            at = at.getCause();
        }
        return at.toString();
    }

    private static @Nullable Method method(Throwable error) {
        for (Throwable at = error; at != null; at = at.getCause()) {
            if (at instanceof ShutdownSignalException signal) {
                return signal.getReason();
            }
        }
        return null;
    }
}
