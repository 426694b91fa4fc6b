package dev.ringpost.faults;

/**
 * What makes one round another than the next.
 *
 * @param kind of fault
 * @param batched whether messages go as records of batches, see {@link Packs}
 * @param seed draws everything random
 */
record RoundName(FaultKind kind, boolean batched, long seed) {

    /** For people. */
    @Override
    public String toString() {
        return kind + (batched ? " batched" : "") + " seed " + seed;
    }
}
