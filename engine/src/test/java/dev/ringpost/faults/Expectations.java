package dev.ringpost.faults;

import dev.ringpost.Outcome;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * Which outcomes the messages of each route may have. To begin with: everything is confirmed, but for {@link Route#UNROUTABLE}, which is always returned. Used by one thread.
 */
final class Expectations {

    private final Map<Route, Set<Outcome>> allowed = new EnumMap<>(Route.class);

    Expectations() {
        for (Route route : Route.values()) {
            allowed.put(route, EnumSet.of(route == Route.UNROUTABLE ? Outcome.RETURNED : Outcome.CONFIRMED));
        }
    }

    /** The fault may give this outcome to messages of this route. */
    Expectations allow(Route route, Outcome outcome) {
        allowed.computeIfAbsent(route, key -> EnumSet.noneOf(Outcome.class)).add(outcome);
        return this;
    }

    /** The fault may give this outcome to any message. */
    Expectations allowEverywhere(Outcome outcome) {
        for (Route route : Route.values()) {
            allow(route, outcome);
        }
        return this;
    }

    boolean allows(Route route, Outcome outcome) {
        return allowed.getOrDefault(route, Set.of()).contains(outcome);
    }
}
