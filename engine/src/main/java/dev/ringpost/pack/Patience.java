package dev.ringpost.pack;

/** How long a pack that is not full may wait for more records. */
public enum Patience {
    /** As long as its linger says. */
    LINGER,

    /** A while at least: the broker is behind, and would only make the records wait itself, each message costing it more. */
    BROKER_BEHIND,

    /** The same, and not longer for any linger: no more records can come until some are confirmed. */
    BROKER_BEHIND_NOTHING_TO_COME,

    /** Not at all. */
    NONE;

    private static final long BEHIND_NS = 5_000_000;

    long waitNs(long lingerNs) {
        return switch (this) {
            case LINGER -> lingerNs;
            case BROKER_BEHIND -> Math.max(lingerNs, BEHIND_NS);
            case BROKER_BEHIND_NOTHING_TO_COME -> BEHIND_NS;
            case NONE -> 0;
        };
    }
}
