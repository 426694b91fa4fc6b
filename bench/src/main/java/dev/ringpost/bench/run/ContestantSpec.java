package dev.ringpost.bench.run;

import java.util.List;

/**
 * One row of a table of contestants. Immutable.
 *
 * @param name as the report gives it
 * @param program takes the options of {@link dev.ringpost.bench.contestant.ContestantOptions}
 * @param windowMessages unconfirmed messages allowed
 * @param calibrationMessages enough for a run of about a second, to size the measured runs
 */
public record ContestantSpec(
        String name, Role role, Program program, Protocol protocol, int windowMessages, long calibrationMessages) {
    /** What the report does with a contestant. */
    public enum Role {
        /** Everyone's share is taken of this one's rate. */
        LIMIT,
        /** Everyone's ratio is taken to the best of these. */
        PERF_TEST,
        OTHER
    }

    /**
     * A main of this class path, by AMQP.
     *
     * @param leadingArgs its own arguments, put before the options
     */
    public ContestantSpec(
            String name,
            Role role,
            String mainClass,
            List<String> leadingArgs,
            int windowMessages,
            long calibrationMessages) {
        this(name, role, Program.ofMain(mainClass, leadingArgs), Protocol.AMQP, windowMessages, calibrationMessages);
    }
}
