package dev.ringpost.wire;

import com.rabbitmq.client.AuthenticationFailureException;
import com.rabbitmq.client.PossibleAuthenticationFailureException;
import com.rabbitmq.client.ShutdownSignalException;
import dev.ringpost.BrokerRefusedException;
import dev.ringpost.BrokerUnreachableException;
import dev.ringpost.BrokerUri;
import dev.ringpost.tls.BrokerCertificateException;
import java.io.EOFException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What went wrong with a connect, in words that say what to do. */
final class ConnectErrors {

    private static final String ALERT = "Received fatal alert: ";
    private static final String NO_MECHANISM = "No compatible authentication mechanism";
    private static final String NOT_TLS = "Unsupported or unrecognized SSL message";

    private final BrokerUri uri;
    private final boolean hasKey;
    private final boolean external;

    /**
     * For one broker.
     *
     * @param uri the broker
     * @param hasKey whether there was a client certificate to show
     * @param external whether the login was by that
     */
    ConnectErrors(BrokerUri uri, boolean hasKey, boolean external) {
        this.uri = uri;
        this.hasKey = hasKey;
        this.external = external;
    }

    RuntimeException explained(Exception error) {
        BrokerCertificateException untrusted = causeOf(error, BrokerCertificateException.class);
        if (untrusted != null) {
            return noTls(String.valueOf(untrusted.getMessage()), error);
        }
        SSLException tls = causeOf(error, SSLException.class);
        if (tls != null) {
            return noTls(tlsReason(String.valueOf(tls.getMessage())), error);
        }
        if (external && String.valueOf(error.getMessage()).startsWith(NO_MECHANISM)) {
            return new BrokerRefusedException(
                    "broker " + uri.address() + " takes no login by certificate (" + error.getMessage()
                            + "): enable its plug-in rabbitmq_auth_mechanism_ssl and the mechanism EXTERNAL",
                    error);
        }
        if (error instanceof AuthenticationFailureException
                || error instanceof PossibleAuthenticationFailureException) {
            return new BrokerRefusedException(login(), error);
        }
        ShutdownSignalException signal = AmqpLink.signalIn(error);
        if (signal != null && AmqpLink.isByBroker(signal)) {
            return new BrokerRefusedException(
                    "broker " + uri.address() + " refused the connection: " + AmqpLink.reason(signal)
                            + "; check that virtual host \"" + uri.virtualHost() + "\" exists and " + user()
                            + " may use it",
                    error);
        }
        if (uri.tls() && wasEnded(error)) {
            // The alert that says why may be lost: a reset overtakes it.
            return noTls(
                    "the broker ended it (" + error + "): "
                            + (hasKey
                                    ? "it may not accept the client certificate, or be about to stop"
                                    : "it may require a client certificate, or be about to stop"),
                    error);
        }
        return new BrokerUnreachableException(
                "no broker answers at " + uri.address() + " (" + reason(error)
                        + "): check host and port, and that it runs",
                error);
    }

    /** The error, without Java's name for it where the text says enough. */
    private static String reason(Exception error) {
        if (error instanceof TimeoutException) {
            return "something took the connection, and did not answer in time";
        }
        UnknownHostException unknown = causeOf(error, UnknownHostException.class);
        if (unknown != null) {
            return "unknown host";
        }
        if (wasEnded(error)) {
            return "something took the connection, and ended it";
        }
        String text = error.getMessage();
        return error instanceof ConnectException && text != null ? text : error.toString();
    }

    /** Whether there was a connection, and the other side broke it off. */
    private static boolean wasEnded(Exception error) {
        SocketException broken = causeOf(error, SocketException.class);
        if (broken != null) {
            return !(broken instanceof ConnectException || broken instanceof NoRouteToHostException);
        }
        return causeOf(error, EOFException.class) != null;
    }

    private BrokerRefusedException noTls(String why, Exception error) {
        return new BrokerRefusedException("no TLS connection to " + uri.address() + ": " + why, error);
    }

    private String login() {
        return external
                ? "broker " + uri.address()
                        + " refused the login by the client's certificate: check that the user named in it"
                        + " exists, and that the broker takes the name from where you think (ssl_cert_login_from)"
                : "broker " + uri.address() + " refused the login of user \"" + uri.user()
                        + "\": check user, password and the user's permissions";
    }

    private String user() {
        return external ? "the user named in the client's certificate" : "user \"" + uri.user() + "\"";
    }

    private String tlsReason(String message) {
        if (message.startsWith(NOT_TLS)) {
            return "the port does not speak TLS: use the broker's TLS port, mostly 5671, or amqp:// to do without";
        }
        int alertAt = message.indexOf(ALERT);
        if (alertAt < 0) {
            return message + "; check that the port speaks TLS";
        }
        String alert = message.substring(alertAt + ALERT.length()).toLowerCase(Locale.ROOT);
        String ended = "the broker ended it with the alert " + alert;
        if (alert.equals("protocol_version")) {
            return ended + ": it speaks none of the TLS versions that are allowed here";
        }
        return ended
                + (hasKey
                        ? ": it does not accept the client certificate; check its dates, and that the broker trusts its issuer"
                        : ": it probably requires a client certificate; give one with Tls.keyPem or Tls.keyPkcs12");
    }

    private static <T extends Throwable> @Nullable T causeOf(Throwable error, Class<T> type) {
        for (Throwable at = error; at != null; at = at.getCause()) {
            if (type.isInstance(at)) {
                return type.cast(at);
            }
        }
        return null;
    }
}
