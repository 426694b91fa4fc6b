package dev.ringpost.intake;

import dev.ringpost.ring.Inlet;
import dev.ringpost.wire.RouteTemplate;
import java.util.List;

/** Which lane a message goes through: the same for messages that must keep their order, else each in turn. */
final class LaneChoice {

    private final Inlet[] inlets;

    // Not exact under races, which only means that two callers may take the same turn.
    private int turn;

    LaneChoice(List<Inlet> inlets) {
        this.inlets = inlets.toArray(new Inlet[0]);
    }

    Inlet laneOf(RouteTemplate route) {
        if (inlets.length == 1) {
            return inlets[0];
        }
        if (route.isUnordered()) {
            int next = turn + 1;
            turn = next;
            return inlets[(next & Integer.MAX_VALUE) % inlets.length];
        }
        return inlets[(route.orderingHash() >>> 1) % inlets.length];
    }

    /** Where to try a message next that a lane refused: the one behind that, if it may go through any. */
    Inlet laneAfter(Inlet refused, RouteTemplate route) {
        if (!route.isUnordered()) {
            return refused;
        }
        int next = 0;
        while (inlets[next++] != refused) {}
        return inlets[next % inlets.length];
    }

    /** How many lanes a message may go through. */
    int countFor(RouteTemplate route) {
        return route.isUnordered() ? inlets.length : 1;
    }
}
