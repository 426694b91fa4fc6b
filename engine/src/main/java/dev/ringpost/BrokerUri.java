package dev.ringpost;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Where a broker is and as whom to log in, read from {@code amqp://user:password@host:port/vhost} or {@code amqps://…}.
 * Parts that are missing have AMQP's defaults: {@code guest}/{@code guest}, {@code localhost}, port 5672 (5671 for
 * {@code amqps}), virtual host {@code /}. Parts are percent-decoded. One leading slash separates the virtual host and is
 * not part of it; an empty one means {@code /}, as with Kombu.
 *
 * <p>The text form never shows the password.
 *
 * @param host the host's name or address
 * @param port the TCP port
 * @param user the login name
 * @param password the password
 * @param virtualHost the virtual host
 * @param tls whether the connection is encrypted and the host's certificate checked
 */
public record BrokerUri(String host, int port, String user, String password, String virtualHost, boolean tls) {

    private static final int PORT = 5672;
    private static final int TLS_PORT = 5671;
    private static final int MAX_PORT = 65_535;

    /**
     * Reads a URI.
     *
     * @param text the URI
     * @throws IllegalArgumentException if it is not one, with what is wrong and never with the password
     */
    public static BrokerUri parse(String text) {
        URI uri;
        try {
            uri = new URI(text.strip());
        } catch (URISyntaxException e) {
            // Its own message repeats the input, password included.
            throw bad(text, e.getReason() + " at character " + (e.getIndex() + 1));
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        boolean tls = scheme.equals("amqps");
        if (!tls && !scheme.equals("amqp")) {
            throw bad(text, "it must start with amqp:// or amqps://");
        }
        if (uri.isOpaque()) {
            throw bad(text, "after " + scheme + ": come two slashes");
        }
        if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw bad(text, "it has a query or fragment, which means nothing here; percent-encode ? and # in a name");
        }
        String authority = uri.getRawAuthority() == null ? "" : uri.getRawAuthority();
        int at = authority.lastIndexOf('@');
        String login = at < 0 ? "" : authority.substring(0, at);
        String hostAndPort = authority.substring(at + 1);
        int colon = login.indexOf(':');
        String user = decode(text, colon < 0 ? login : login.substring(0, colon));
        String password = colon < 0 ? "guest" : decode(text, login.substring(colon + 1));
        int portColon = hostAndPort.endsWith("]") ? -1 : hostAndPort.lastIndexOf(':');
        String host = portColon < 0 ? hostAndPort : hostAndPort.substring(0, portColon);
        int port = portColon < 0 ? (tls ? TLS_PORT : PORT) : parsePort(text, hostAndPort.substring(portColon + 1));
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        String path = uri.getRawPath() == null ? "" : uri.getRawPath();
        String virtualHost = decode(text, path.startsWith("/") ? path.substring(1) : path);
        return new BrokerUri(
                host.isEmpty() ? "localhost" : decode(text, host),
                port,
                user.isEmpty() ? "guest" : user,
                password,
                virtualHost.isEmpty() ? "/" : virtualHost,
                tls);
    }

    private static int parsePort(String text, String port) {
        try {
            int number = Integer.parseInt(port);
            if (number >= 1 && number <= MAX_PORT) {
                return number;
            }
        } catch (NumberFormatException ignored) {
            // answered below, like a number out of range
        }
        throw bad(text, "the port \"" + port + "\" is not a number in 1.." + MAX_PORT);
    }

    private static String decode(String text, String part) {
        try {
            // URLDecoder reads + as a space, which in a URI's authority and path it is not.
            return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw bad(text, "a % is not followed by two hexadecimal digits");
        }
    }

    private static IllegalArgumentException bad(String text, String why) {
        return new IllegalArgumentException(
                "broker URI \"" + masked(text) + "\": " + why + "; expected amqp://user:password@host:port/vhost");
    }

    /** Hides whatever stands where a password would, also in a text that is no URI. */
    private static String masked(String text) {
        int at = text.lastIndexOf('@');
        if (at < 0) {
            return text;
        }
        int start = text.indexOf("://");
        start = start < 0 || start > at ? 0 : start + 3;
        int colon = text.indexOf(':', start);
        return colon < 0 || colon > at ? text : text.substring(0, colon) + ":**" + text.substring(at);
    }

    /** Host and port, as in {@code localhost:5672}. */
    public String address() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }

    /** The URI with the password masked. */
    @Override
    public String toString() {
        return (tls ? "amqps://" : "amqp://") + user + ":**@" + address()
                + (virtualHost.equals("/") ? "/" : "/" + virtualHost);
    }
}
