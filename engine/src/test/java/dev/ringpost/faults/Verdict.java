package dev.ringpost.faults;

import dev.ringpost.Outcome;
import java.util.List;
import java.util.Map;

/**
 * What the checker found.
 *
 * @param attempted messages attempted
 * @param accepted messages accepted
 * @param outcomes messages with each outcome
 * @param lost messages confirmed and not there
 * @param duplicates messages read back more than once, each repeat counted
 * @param inversions first occurrences behind a later one of their stream
 * @param excusedInversions the same, where the engine or the broker may do so; see {@link Checker}
 * @param violations what may not be, for people; empty if all is well
 */
record Verdict(
        long attempted,
        long accepted,
        Map<Outcome, Long> outcomes,
        long lost,
        long duplicates,
        long inversions,
        long excusedInversions,
        List<String> violations) {

    Verdict {
        violations = List.copyOf(violations);
    }
}
