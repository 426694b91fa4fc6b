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
    private static final String ENCODE_HINT =
            " (in a name or password, write / ? # @ : and % as %2F %3F %23 %40 %3A %25)";

    /**
     * Reads a URI.
     *
     * @param text the URI
     * @throws IllegalArgumentException if it is not one, with what is wrong and never with the password
     */
    public static BrokerUri parse(String text) {
        String stripped = text.strip();
        URI uri;
        try {
            // A URI must have something behind the slashes; for a broker, everything there has a default.
            uri = new URI(stripped.endsWith("://") ? stripped + "/" : stripped);
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
            throw bad(text, "it has a query or fragment, which means nothing here" + ENCODE_HINT);
        }
        if (uri.getRawPath() != null && uri.getRawPath().indexOf('@') >= 0) {
            throw bad(text, "there is an @ behind the first single slash" + ENCODE_HINT);
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
        // Not shown: where a password holds a slash, what stands here is its beginning.
        throw bad(text, "what follows the host's colon is not a port number in 1.." + MAX_PORT + ENCODE_HINT);
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

    /** Shows the scheme and what follows the last @, and nothing of what may be a password, however malformed the text. */
    private static String masked(String text) {
        int start = text.indexOf("://");
        String scheme = start < 0 || start > 8 ? "" : text.substring(0, start + 3);
        int at = text.lastIndexOf('@');
        if (at >= 0) {
            return scheme + "**" + text.substring(at);
        }
        // Without an @ only a host, perhaps with a port, can be meant; anything after a colon may be a password.
        int colon = text.indexOf(':', scheme.length());
        return colon < 0 ? text : text.substring(0, colon) + ":**";
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
