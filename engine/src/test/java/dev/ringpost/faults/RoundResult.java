package dev.ringpost.faults;

import java.time.Duration;
import java.util.List;

/**
 * What one round came to.
 *
 * @param kind its fault
 * @param seed drew everything random
 * @param verdict of the checker
 * @param stallAmid the longest time without a confirm that touched the fault
 * @param stallApart the longest other one
 * @param recovery from the end of the fault to the next confirm
 * @param maxHeapBytes most heap in use
 * @param resends what the engine sent again
 * @param retries what it tried again after a nack
 * @param connects connections it made
 * @param remarks for people
 */
record RoundResult(
        FaultKind kind,
        long seed,
        Verdict verdict,
        Duration stallAmid,
        Duration stallApart,
        Duration recovery,
        long maxHeapBytes,
        long resends,
        long retries,
        long connects,
        String remarks) {

    List<String> violations() {
        return verdict.violations();
    }

    /** One line for people. */
    String describe() {
        return String.format(
                "%s seed %d: %d accepted %s, lost %d, duplicates %d of %d resends and %d retries, inversions %d+%d, "
                        + "stall %d ms (elsewhere %d), recovery %d ms, connects %d, heap %d MiB; %s",
                kind,
                seed,
                verdict.accepted(),
                verdict.outcomes(),
                verdict.lost(),
                verdict.duplicates(),
                resends,
                retries,
                verdict.inversions(),
                verdict.excusedInversions(),
                stallAmid.toMillis(),
                stallApart.toMillis(),
                recovery.toMillis(),
                connects,
                maxHeapBytes >> 20,
                remarks);
    }
}
