package dev.ringpost.opentelemetry;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The destinations that were used, up to a bound: those behind it are made for each message. Thread-safe. */
final class Destinations {

    private static final int MOST = 1_024;

    private final Map<Key, Destination> known = new ConcurrentHashMap<>();

    private record Key(
            String exchange, String routingKey, @Nullable String brokerAddress) {}

    Destination of(String exchange, String routingKey, @Nullable String brokerAddress) {
        Key key = new Key(exchange, routingKey, brokerAddress);
        Destination found = known.get(key);
        if (found != null) {
            return found;
        }
        Destination made = Destination.of(exchange, routingKey, brokerAddress);
        if (known.size() < MOST) { // a few more, when many threads find that at once
            known.put(key, made);
        }
        return made;
    }
}
