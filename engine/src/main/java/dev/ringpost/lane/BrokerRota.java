package dev.ringpost.lane;

import dev.ringpost.BrokerUri;
import dev.ringpost.Failover;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Which broker is tried next. Used by one thread at a time. */
final class BrokerRota {

    private final List<BrokerUri> order;
    private final Failover failover;
    private final Random random;
    private int next;

    /** With where the order of {@link Failover#SHUFFLE} comes from. */
    BrokerRota(List<BrokerUri> uris, Failover failover, Random random) {
        this.order = new ArrayList<>(uris);
        this.failover = failover;
        this.random = random;
    }

    /** Begins a round, whose length is returned: so many calls of {@link #next} give every broker once. */
    int beginRound() {
        if (failover == Failover.SHUFFLE) {
            Collections.shuffle(order, random);
            next = 0;
        }
        return order.size();
    }

    BrokerUri next() {
        BrokerUri uri = order.get(next);
        next = (next + 1) % order.size();
        return uri;
    }
}
