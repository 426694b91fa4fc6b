package dev.ringpost;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a broker is and as whom to log in, read from {@code amqp://user:password@host:port/vhost?option=value} or
 * {@code amqps://…}; {@code pyamqp://}, Kombu's word, is {@code amqp://}, and a host's name alone, with or without a port,
 * is enough. Parts that are missing have AMQP's defaults: {@code guest}/{@code guest}, {@code localhost}, port 5672 (5671
 * with TLS), virtual host {@code /}. Parts are percent-decoded. One leading slash separates the virtual host and is not
 * part of it; an empty one means {@code /}, as with Kombu.
 *
 * <p>The options, which go before what the engine was built with:
 *
 * <ul>
 *   <li>{@code heartbeat}: seconds between AMQP heartbeats, up to 3,600, a fraction rounded up; 0 for none
 *   <li>{@code connect_timeout}: how long a TCP connect, and then a handshake, may take, in seconds, as Kombu has it
 *   <li>{@code connection_timeout}: the same in milliseconds, as RabbitMQ's URIs have it; 1 ms to 1 h both
 *   <li>{@code ssl}: {@code 1}, {@code true}, {@code yes} or {@code on} for TLS; {@code 0}, {@code false}, {@code no} or
 *       {@code off} for none
 *   <li>with TLS, as RabbitMQ's URIs have them: {@code cacertfile}, {@code certfile} and {@code keyfile}, PEM files for {@link
 *       dev.ringpost.tls.Tls#trustPem} and {@link dev.ringpost.tls.Tls#keyPem(java.nio.file.Path, java.nio.file.Path)}
 *       ({@code keyfile} may be left out if one file has both); {@code server_name_indication}, see {@link
 *       dev.ringpost.tls.Tls#serverName}; {@code auth_mechanism}: {@code external} to log in by the client's certificate,
 *       {@code plain} for user and password; {@code verify}: {@code verify_peer}, which is so anyway. {@code verify_none} is
 *       refused
 * </ul>
 *
 * <p>The text form never shows the password.
 *
 * @param host the host's name or address
 * @param port the TCP port
 * @param user the login name
 * @param password the password
 * @param virtualHost the virtual host
 * @param tls whether the connection is encrypted and the host's certificate checked
 * @param heartbeat whole seconds between heartbeats, zero for none; {@code null} for the engine's
 * @param connectTimeout how long one TCP connect, and then one handshake, may take; {@code null} for the engine's
 * @param security what it says of certificates and login
 */
public record BrokerUri(
        String host,
        int port,
        String user,
        String password,
        String virtualHost,
        boolean tls,
        @Nullable Duration heartbeat,
        @Nullable Duration connectTimeout,
        UriSecurity security) {

    private static final int PORT = 5672;
    private static final int TLS_PORT = 5671;
    private static final int MAX_PORT = 65_535;
    private static final String ENCODE_HINT =
            " (in a name or password, write / ? # @ : ; and % as %2F %3F %23 %40 %3A %3B %25)";
    private static final Pattern BARE_HOST = Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(:[0-9]+)?");

    /** Without options: heartbeat, connect timeout, certificates and login are the engine's. */
    public BrokerUri(String host, int port, String user, String password, String virtualHost, boolean tls) {
        this(host, port, user, password, virtualHost, tls, null, null, UriSecurity.NONE);
    }

    /**
     * Reads the URIs of several brokers, separated by semicolons. As with Kombu, a later one that is a host's name alone
     * has everything else from the first: {@code amqp://me:secret@rabbit1/prod;rabbit2} is two brokers with one login. A
     * later one with a scheme stands for itself.
     *
     * @param text one URI or more
     * @return the brokers in the order given, at least one
     * @throws IllegalArgumentException if one of them is none, with what is wrong and never with the password
     */
    public static List<BrokerUri> parseAll(String text) {
        List<BrokerUri> uris = new ArrayList<>();
        for (String part : text.split(";", -1)) {
            BrokerUri uri = parse(part);
            boolean bare = BARE_HOST.matcher(part.strip()).matches();
            uris.add(bare && !uris.isEmpty() ? uris.get(0).at(uri, part) : uri);
        }
        return List.copyOf(uris);
    }

    /** This broker's settings at another host; at its port too, unless the other one's text names one. */
    private BrokerUri at(BrokerUri other, String text) {
        boolean namesPort = portColon(text.strip()) >= 0;
        return new BrokerUri(
                other.host,
                namesPort ? other.port : port,
                user,
                password,
                virtualHost,
                tls,
                heartbeat,
                connectTimeout,
                security);
    }

    /**
     * Reads the URI of one broker.
     *
     * @param text the URI
     * @throws IllegalArgumentException if it is not one, with what is wrong and never with the password
     */
    public static BrokerUri parse(String text) {
        if (text.indexOf(';') >= 0) {
            throw bad(text, "a semicolon separates two brokers, and here one is expected" + ENCODE_HINT);
        }
        URI uri;
        try {
            uri = new URI(complete(text.strip()));
        } catch (URISyntaxException e) {
            // Its own message repeats the input, password included.
            throw bad(text, e.getReason() + " at character " + (e.getIndex() + 1));
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        boolean secure = scheme.equals("amqps");
        if (!secure && !scheme.equals("amqp") && !scheme.equals("pyamqp")) {
            throw bad(
                    text,
                    "it must start with amqp:// or amqps://, or be a host's name alone"
                            + (has(text, '@') ? ENCODE_HINT : ""));
        }
        if (uri.isOpaque()) {
            throw bad(text, "after " + scheme + ": come two slashes");
        }
        if (uri.getRawFragment() != null) {
            throw bad(text, "it has a fragment, which means nothing here" + ENCODE_HINT);
        }
        if (has(uri.getRawPath(), '@') || has(uri.getRawQuery(), '@')) {
            throw bad(text, "there is an @ behind the first single slash or question mark" + ENCODE_HINT);
        }
        String authority = uri.getRawAuthority() == null ? "" : uri.getRawAuthority();
        int at = authority.lastIndexOf('@');
        String login = at < 0 ? "" : authority.substring(0, at);
        String hostAndPort = authority.substring(at + 1);
        int colon = login.indexOf(':');
        String user = decode(text, colon < 0 ? login : login.substring(0, colon));
        String password = colon < 0 ? "guest" : decode(text, login.substring(colon + 1));
        int portColon = portColon(hostAndPort);
        String host = portColon < 0 ? hostAndPort : hostAndPort.substring(0, portColon);
        int port = portColon < 0 ? 0 : parsePort(text, hostAndPort.substring(portColon + 1));
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        String path = uri.getRawPath() == null ? "" : uri.getRawPath();
        String virtualHost = decode(text, path.startsWith("/") ? path.substring(1) : path);
        UriOptions options = options(text, uri.getRawQuery(), at < 0 && portColon >= 0);
        if (secure && Boolean.FALSE.equals(options.ssl())) {
            throw bad(text, "amqps:// and ssl=0 contradict each other");
        }
        boolean tls = secure || Boolean.TRUE.equals(options.ssl());
        if (!tls && options.security().needsTls()) {
            throw bad(text, "its options on certificates need TLS: write amqps://");
        }
        return new BrokerUri(
                host.isEmpty() ? "localhost" : decode(text, host),
                port != 0 ? port : tls ? TLS_PORT : PORT,
                user.isEmpty() ? "guest" : user,
                password,
                virtualHost.isEmpty() ? "/" : virtualHost,
                tls,
                options.heartbeat(),
                options.connectTimeout(),
                options.security());
    }

    /** A URI must have a scheme, and something behind the slashes; for a broker, all that has a default. */
    private static String complete(String text) {
        if (BARE_HOST.matcher(text).matches()) {
            return "amqp://" + text;
        }
        int end = text.indexOf("://") + 3;
        boolean nothingFollows = end == text.length() || (end < text.length() && text.charAt(end) == '?');
        return end >= 3 && nothingFollows ? text.substring(0, end) + "/" + text.substring(end) : text;
    }

    private static boolean has(@Nullable String part, char wanted) {
        return part != null && part.indexOf(wanted) >= 0;
    }

    /** Where the colon before the port is, or -1; those of an address in brackets are none. */
    private static int portColon(String hostAndPort) {
        return hostAndPort.endsWith("]") ? -1 : hostAndPort.lastIndexOf(':');
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

    private static UriOptions options(String text, @Nullable String query, boolean mayBePassword) {
        try {
            return UriOptions.parse(query == null ? "" : query, mayBePassword);
        } catch (IllegalArgumentException e) {
            throw bad(text, e.getMessage() + (mayBePassword ? ENCODE_HINT : ""));
        }
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

    /** Shows the scheme and the host, and nothing of what may be a password, however malformed the text. */
    private static String masked(String text) {
        int start = text.indexOf("://");
        String scheme = start < 0 || start > 8 ? "" : text.substring(0, start + 3);
        int at = text.lastIndexOf('@');
        // Without an @ only a host, perhaps with a port, can be meant; anything after a colon may be a password.
        int colon = text.indexOf(':', scheme.length());
        String shown =
                at >= 0 ? scheme + "**" + text.substring(at) : colon < 0 ? text : text.substring(0, colon) + ":**";
        // Nor does anything belong to a host that comes behind one of these.
        int end = 0;
        while (end < shown.length() && "?#;".indexOf(shown.charAt(end)) < 0) {
            end++;
        }
        return end == shown.length() ? shown : shown.substring(0, end + 1) + "**";
    }

    /** Host and port, as in {@code localhost:5672}. */
    public String address() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }

    /** The URI with the password masked; but for that, {@link #parse} reads it back. */
    @Override
    public String toString() {
        String path = virtualHost.equals("/") ? "" : encoded(virtualHost).replace("%2F", "/");
        return (tls ? "amqps://" : "amqp://") + encoded(user) + ":**@" + address() + "/" + path
                + UriOptions.toQuery(heartbeat, connectTimeout, security);
    }

    private static String encoded(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
