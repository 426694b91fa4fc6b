package dev.ringpost;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import javax.net.ssl.SNIHostName;
import org.jspecify.annotations.Nullable;

/** The query of a broker's URI. Its errors do not show a value, which may be part of a password. */
record UriOptions(
        @Nullable Duration heartbeat,
        @Nullable Duration connectTimeout,
        @Nullable Boolean ssl,
        UriSecurity security) {

    private static final String KNOWN =
            "heartbeat, connect_timeout, connection_timeout, ssl, cacertfile, certfile, keyfile,"
                    + " verify, server_name_indication, auth_mechanism";
    private static final String CA_FILE = "cacertfile";
    private static final String CERT_FILE = "certfile";
    private static final String KEY_FILE = "keyfile";
    private static final String SERVER_NAME = "server_name_indication";
    private static final int MAX_HEARTBEAT_SECONDS = 3_600;
    private static final int MAX_TIMEOUT_MS = 3_600_000;
    private static final int MILLIS_PER_SECOND = 1_000;
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,9})?");
    private static final Pattern NAME = Pattern.compile("[A-Za-z_-]{1,32}");
    private static final Set<String> YES = Set.of("1", "true", "yes", "on");
    private static final Set<String> NO = Set.of("0", "false", "no", "off");

    /**
     * Reads a query, without its question mark.
     *
     * @param query the query, perhaps empty
     * @param mayBePassword whether it may be the end of a password that holds a question mark: then no name is shown either
     * @throws IllegalArgumentException saying what is wrong with which option
     */
    static UriOptions parse(String query, boolean mayBePassword) {
        Duration heartbeat = null;
        Duration connectTimeout = null;
        Boolean ssl = null;
        Boolean external = null;
        Map<String, String> texts = new HashMap<>();
        Set<String> seen = new HashSet<>();
        for (String option : query.split("&", -1)) {
            if (option.isEmpty()) {
                continue;
            }
            int equals = option.indexOf('=');
            String name = equals < 0 ? option : option.substring(0, equals);
            String value = equals < 0 ? "" : option.substring(equals + 1);
            switch (name) {
                case "heartbeat" -> heartbeat = heartbeat(value);
                case "connect_timeout" -> connectTimeout = timeout(name, value, MILLIS_PER_SECOND);
                case "connection_timeout" -> connectTimeout = timeout(name, value, 1);
                case "ssl" -> ssl = ssl(value);
                case CA_FILE, CERT_FILE, KEY_FILE, SERVER_NAME -> texts.put(name, text(name, value));
                case "verify" -> checkVerify(value);
                case "auth_mechanism" -> external = external(value);
                default -> throw unknown(mayBePassword ? "" : name);
            }
            boolean inTwoUnits = name.startsWith("connect");
            if (!seen.add(inTwoUnits ? "connect_timeout" : name)) {
                throw new IllegalArgumentException(
                        name + " is given twice" + (inTwoUnits ? ", in the one unit or the other" : ""));
            }
        }
        return new UriOptions(heartbeat, connectTimeout, ssl, security(texts, external));
    }

    private static IllegalArgumentException unknown(String name) {
        String shown = NAME.matcher(name).matches() ? "unknown option " + name : "an unknown option";
        return new IllegalArgumentException(shown + " in its query; known are " + KNOWN);
    }

    private static Duration heartbeat(String value) {
        if (NUMBER.matcher(value).matches()) {
            int seconds =
                    new BigDecimal(value).setScale(0, RoundingMode.CEILING).intValue();
            if (seconds <= MAX_HEARTBEAT_SECONDS) {
                return Duration.ofSeconds(seconds);
            }
        }
        throw new IllegalArgumentException("heartbeat is not a number of seconds in 0.." + MAX_HEARTBEAT_SECONDS);
    }

    private static Duration timeout(String name, String value, int msPerUnit) {
        if (NUMBER.matcher(value).matches()) {
            // Down, so that less than a millisecond is refused: to a socket, 0 means for ever.
            long ms = new BigDecimal(value)
                    .multiply(BigDecimal.valueOf(msPerUnit))
                    .setScale(0, RoundingMode.DOWN)
                    .longValue();
            if (ms >= 1 && ms <= MAX_TIMEOUT_MS) {
                return Duration.ofMillis(ms);
            }
        }
        throw new IllegalArgumentException(
                name + " is not a number of " + (msPerUnit == 1 ? "milliseconds" : "seconds") + " from 1 ms to 1 h");
    }

    private static Boolean ssl(String value) {
        String word = value.toLowerCase(Locale.ROOT);
        if (!YES.contains(word) && !NO.contains(word)) {
            throw new IllegalArgumentException("ssl is neither 1, true, yes, on nor 0, false, no, off");
        }
        return YES.contains(word);
    }

    private static String text(String name, String value) {
        String text = URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
        if (text.isBlank() || text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(name + " is empty or has a control character");
        }
        if (name.equals(SERVER_NAME)) {
            checkHost(text);
        }
        return text;
    }

    private static void checkHost(String name) {
        try {
            new SNIHostName(name);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(SERVER_NAME + " is no host's name");
        }
    }

    /** Refused rather than obeyed: a connection that believes anybody looks safe and is not. */
    private static void checkVerify(String value) {
        if (value.equals("verify_none")) {
            throw new IllegalArgumentException("verify=verify_none would believe any broker, which is not supported:"
                    + " name the file with its authority's certificate as " + CA_FILE);
        }
        if (!value.equals("verify_peer")) {
            throw new IllegalArgumentException("verify is not verify_peer");
        }
    }

    private static boolean external(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "external" -> true;
            case "plain" -> false;
            default -> throw new IllegalArgumentException("auth_mechanism is neither plain nor external");
        };
    }

    private static UriSecurity security(Map<String, String> texts, @Nullable Boolean external) {
        String certificate = texts.get(CERT_FILE);
        if (certificate == null && texts.containsKey(KEY_FILE)) {
            throw new IllegalArgumentException(KEY_FILE + " needs " + CERT_FILE + ", the certificate of that key");
        }
        // As elsewhere, one file may hold both.
        String key = texts.getOrDefault(KEY_FILE, certificate);
        return new UriSecurity(texts.get(CA_FILE), certificate, key, texts.get(SERVER_NAME), external);
    }

    /** The query for these options with its question mark, or nothing. */
    static String toQuery(@Nullable Duration heartbeat, @Nullable Duration connectTimeout, UriSecurity security) {
        StringBuilder query = new StringBuilder();
        add(query, "heartbeat", heartbeat == null ? null : Long.toString(heartbeat.toSeconds()));
        add(query, "connection_timeout", connectTimeout == null ? null : Long.toString(connectTimeout.toMillis()));
        add(query, CA_FILE, security.caCertFile());
        add(query, CERT_FILE, security.certFile());
        add(query, KEY_FILE, security.keyFile());
        add(query, SERVER_NAME, security.serverName());
        add(query, "auth_mechanism", security.external() == null ? null : security.external() ? "external" : "plain");
        return query.toString();
    }

    private static void add(StringBuilder query, String name, @Nullable String value) {
        if (value != null) {
            String encoded = URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
            query.append(query.isEmpty() ? '?' : '&').append(name).append('=').append(encoded.replace("%2F", "/"));
        }
    }
}
