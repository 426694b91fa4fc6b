package dev.ringpost.bench.run;

import java.util.List;

/**
 * One row of {@link Contestants}. Immutable.
 *
 * @param name as the contestant's JSON line gives it
 * @param mainClass its main; takes the options of {@link dev.ringpost.bench.contestant.ContestantOptions}
 * @param leadingArgs its own arguments, put before those
 * @param windowMessages unconfirmed messages allowed
 * @param calibrationMessages enough for a run of about a second, to size the measured runs
 */
record ContestantSpec(
        String name,
        Role role,
        String mainClass,
        List<String> leadingArgs,
        int windowMessages,
        long calibrationMessages) {
    /** What the report does with a contestant. */
    enum Role {
        /** Everyone's share is taken of this one's rate. */
        LIMIT,
        /** Everyone's ratio is taken to the best of these. */
        PERF_TEST,
        OTHER
    }
}
