package dev.ringpost.faults;

import java.time.Duration;
import java.util.List;

/**
 * What one round came to.
 *
 * @param name which round
 * @param verdict of the checker
 * @param stallAmid the longest time without a confirm that touched the fault
 * @param stallApart the longest other one
 * @param recovery from the end of the fault to the next confirm
 * @param maxHeapBytes most heap in use
 * @param resends what the engine sent again
 * @param retries what it tried again after a nack
 * @param connects connections it made
 * @param recordsPerMessage messages of one AMQP message on the average
 * @param remarks for people
 */
record RoundResult(
        RoundName name,
        Verdict verdict,
        Duration stallAmid,
        Duration stallApart,
        Duration recovery,
        long maxHeapBytes,
        long resends,
        long retries,
        long connects,
        double recordsPerMessage,
        String remarks) {

    List<String> violations() {
        return verdict.violations();
    }

    /** One line for people. */
    String describe() {
        return String.format(
                "%s: %d accepted %s, lost %d, duplicates %d of %d resends and %d retries, inversions %d+%d, "
                        + "stall %d ms (elsewhere %d), recovery %d ms, connects %d, %.1f records a message, heap %d MiB; %s",
                name,
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
                recordsPerMessage,
                maxHeapBytes >> 20,
                remarks);
    }
}
