package dev.ringpost.cli.dashboard;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How requests are answered, and which are. Only GET and HEAD; only exact paths; and only requests whose {@code Host} is an
 * IP address, {@code localhost} or the name that the server was told to listen at. A web page elsewhere that has its own
 * name resolve to this machine (DNS rebinding) sends that name, and so learns nothing. No other site may read an answer
 * (no CORS), nothing is cached, and nothing is guessed from content. Immutable.
 *
 * <p>A server that listens beyond loopback is there to be watched from elsewhere, and monitoring systems find it under names
 * that nobody told it: so what is for them is answered under any name then. The page and its numbers are not: they say more,
 * and a browser behind the firewall, which could reach them, would read them to any site it visits.
 */
final class PageServing {

    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int NOT_ALLOWED = 405;
    private static final int MISDIRECTED = 421;
    private static final String NOTHING_RUNS = "default-src 'none'";
    private static final String NOT_MINE =
            "this host name is not mine: use the IP address, or localhost on the same machine\n";
    private static final String PLAIN = "text/plain; charset=utf-8";
    private static final Pattern PORT = Pattern.compile(":[0-9]{1,5}$");
    private static final Pattern IP = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|\\[[0-9A-Fa-f:.]{2,45}]");

    private final String host;
    private final boolean isBeyondLoopback;

    /**
     * An answer.
     *
     * @param status HTTP's status
     * @param contentType what the text is
     * @param text the body
     */
    record Answer(int status, String contentType, String text) {

        static Answer json(int status, Object value) {
            return new Answer(status, "application/json", Snapshot.json(value));
        }
    }

    /**
     * For a server.
     *
     * @param host the name or address that it was told to listen at
     * @param isBeyondLoopback whether other machines may reach it there
     */
    PageServing(String host, boolean isBeyondLoopback) {
        this.host = host.toLowerCase(Locale.ROOT);
        this.isBeyondLoopback = isBeyondLoopback;
    }

    /** Answers a path with this page. */
    void page(HttpServer server, String path, Page page) {
        Answer answer = new Answer(OK, "text/html; charset=utf-8", page.html());
        server.createContext(
                path, exchange -> answer(exchange, path, page.contentSecurityPolicy(), false, request -> answer));
    }

    /** Answers a path with what is made for each request from its URI. */
    void text(HttpServer server, String path, Function<URI, Answer> answers) {
        server.createContext(path, exchange -> answer(exchange, path, NOTHING_RUNS, false, answers));
    }

    /** The same, and beyond loopback under any name: for what asks no questions but these, and is no browser. */
    void monitoring(HttpServer server, String path, Function<URI, Answer> answers) {
        server.createContext(path, exchange -> answer(exchange, path, NOTHING_RUNS, isBeyondLoopback, answers));
    }

    private void answer(
            HttpExchange exchange, String path, String policy, boolean isForAnyName, Function<URI, Answer> answers)
            throws IOException {
        try (exchange) {
            Headers headers = exchange.getResponseHeaders();
            headers.set("Content-Security-Policy", policy);
            headers.set("X-Content-Type-Options", "nosniff");
            headers.set("Referrer-Policy", "no-referrer");
            headers.set("Cross-Origin-Resource-Policy", "same-origin");
            headers.set("Cache-Control", "no-store");
            boolean isGet = exchange.getRequestMethod().equals("GET");
            boolean isHead = exchange.getRequestMethod().equals("HEAD");
            Answer answer;
            if (!isForAnyName && !isKnown(exchange.getRequestHeaders().getFirst("Host"))) {
                answer = new Answer(MISDIRECTED, PLAIN, NOT_MINE);
            } else if (!isGet && !isHead) {
                headers.set("Allow", "GET, HEAD");
                answer = new Answer(NOT_ALLOWED, PLAIN, "only GET\n");
            } else if (!exchange.getRequestURI().getPath().equals(path)) {
                answer = new Answer(NOT_FOUND, PLAIN, "there are /, /metrics, /health and /stats.json\n");
            } else {
                answer = answers.apply(exchange.getRequestURI());
            }
            headers.set("Content-Type", answer.contentType());
            byte[] body = answer.text().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), isHead ? -1 : body.length);
            if (!isHead) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    /** Whether a request with this header is meant for this server. */
    boolean isKnown(@Nullable String hostHeader) {
        if (hostHeader == null) {
            return false;
        }
        String name = PORT.matcher(hostHeader.toLowerCase(Locale.ROOT)).replaceFirst("");
        return name.equals("localhost") || name.equals(host) || IP.matcher(name).matches();
    }
}
