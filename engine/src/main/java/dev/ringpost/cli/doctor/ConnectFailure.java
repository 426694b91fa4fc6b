package dev.ringpost.cli.doctor;

import com.rabbitmq.client.AuthenticationFailureException;
import com.rabbitmq.client.PossibleAuthenticationFailureException;
import dev.ringpost.BrokerUri;
import dev.ringpost.cli.base.Refusal;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Why there is no connection, and what to do.
 *
 * @param finding for the user
 * @param isRefusal whether a broker answered and refused; else none answered
 */
record ConnectFailure(Finding finding, boolean isRefusal) {

    static ConnectFailure of(BrokerUri uri, Exception error) {
        if (error instanceof AuthenticationFailureException
                || error instanceof PossibleAuthenticationFailureException) {
            return refused(
                    uri,
                    "the broker refused the login of user \"" + uri.user() + "\"",
                    "check user and password" + guestHint(uri));
        }
        if (Refusal.code(error) != 0) {
            return refused(
                    uri,
                    Refusal.text(error),
                    "check the virtual host \"" + uri.virtualHost() + "\", and give the user permissions in it: "
                            + "rabbitmqctl set_permissions -p " + uri.virtualHost() + " " + uri.user()
                            + " '.*' '.*' '.*'");
        }
        SSLException tls = find(error, SSLException.class);
        if (tls != null) {
            return refused(
                    uri,
                    "TLS: " + tls.getMessage(),
                    "check that the port is the broker's TLS port, and that --tls-ca has its authority");
        }
        return unreachable(uri, error);
    }

    private static ConnectFailure unreachable(BrokerUri uri, Exception error) {
        if (find(error, UnknownHostException.class) != null) {
            return none(uri, "no host of that name", "check the name, and the machine's DNS");
        }
        if (find(error, SocketTimeoutException.class) != null || find(error, TimeoutException.class) != null) {
            return none(
                    uri,
                    "no answer in time",
                    "check host and port, and for a firewall between; is it a TLS port that needs amqps://?");
        }
        if (find(error, ConnectException.class) != null || find(error, NoRouteToHostException.class) != null) {
            return none(uri, "nobody listens there", "check host and port, and that the broker runs");
        }
        return none(
                uri,
                Refusal.text(error),
                "check that an AMQP 0-9-1 broker listens there" + (uri.tls() ? "" : ", and not for amqps:// only"));
    }

    private static String guestHint(BrokerUri uri) {
        return uri.user().equals("guest") ? "; RabbitMQ lets guest in from its own machine only" : "";
    }

    private static ConnectFailure refused(BrokerUri uri, String value, String advice) {
        return new ConnectFailure(finding(uri, value, advice), true);
    }

    private static ConnectFailure none(BrokerUri uri, String value, String advice) {
        return new ConnectFailure(finding(uri, value, advice), false);
    }

    private static Finding finding(BrokerUri uri, String value, String advice) {
        return new Finding(Finding.Status.FAIL, "connect", uri + ": " + value, advice);
    }

    private static <T extends Throwable> @Nullable T find(Throwable error, Class<T> type) {
        for (Throwable at = error; at != null; at = at.getCause()) {
            if (type.isInstance(at)) {
                return type.cast(at);
            }
        }
        return null;
    }
}
