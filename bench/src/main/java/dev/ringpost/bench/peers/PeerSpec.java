package dev.ringpost.bench.peers;

import dev.ringpost.bench.run.ContestantSpec;
import dev.ringpost.bench.run.Program;

/** One row of {@link PeerContestants}. Immutable. */
record PeerSpec(ContestantSpec contestant, Kind kind) {
    /** Whose it is. */
    enum Kind {
        /** The most that one connection carries, and not a publisher. */
        LIMIT,
        OURS,
        /** Ours with something left out, to show what that does. */
        VARIANT,
        PEER,
        /** A peer that is measured by its own rate lines, one a second. */
        PERF_TEST,
        /** A peer without a JVM. */
        PYTHON
    }

    String name() {
        return contestant.name();
    }

    /** Seconds that a measured part has to take at least. */
    double leastSeconds() {
        return kind == Kind.PERF_TEST ? 3 : 0;
    }

    /** The same contestant with another program. */
    PeerSpec with(Program program) {
        return new PeerSpec(
                new ContestantSpec(
                        name(),
                        contestant.role(),
                        program,
                        contestant.protocol(),
                        contestant.windowMessages(),
                        contestant.calibrationMessages()),
                kind);
    }
}
