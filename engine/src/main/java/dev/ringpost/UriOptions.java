package dev.ringpost;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The query of a broker's URI. Its errors do not show a value, which may be part of a password. */
record UriOptions(
        @Nullable Duration heartbeat,
        @Nullable Duration connectTimeout,
        @Nullable Boolean ssl) {

    private static final String KNOWN = "heartbeat, connect_timeout, connection_timeout, ssl";
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
                default -> throw unknown(mayBePassword ? "" : name);
            }
            boolean inTwoUnits = name.startsWith("connect");
            if (!seen.add(inTwoUnits ? "connect_timeout" : name)) {
                throw new IllegalArgumentException(
                        name + " is given twice" + (inTwoUnits ? ", in the one unit or the other" : ""));
            }
        }
        return new UriOptions(heartbeat, connectTimeout, ssl);
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

    /** The query for these options with its question mark, or nothing. */
    static String toQuery(@Nullable Duration heartbeat, @Nullable Duration connectTimeout) {
        StringBuilder query = new StringBuilder();
        if (heartbeat != null) {
            query.append("?heartbeat=").append(heartbeat.toSeconds());
        }
        if (connectTimeout != null) {
            query.append(query.isEmpty() ? '?' : '&')
                    .append("connection_timeout=")
                    .append(connectTimeout.toMillis());
        }
        return query.toString();
    }
}
