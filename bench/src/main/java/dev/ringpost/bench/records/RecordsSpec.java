package dev.ringpost.bench.records;

import dev.ringpost.QueueType;
import java.util.List;

/**
 * One row of {@link RecordsContestants}. Immutable.
 *
 * @param queue what it publishes to
 * @param name among those of the same queue
 * @param mainClass its main; takes the options of {@link dev.ringpost.bench.contestant.ContestantOptions}
 * @param leadingArgs its own arguments, put before those
 * @param windowRecords unconfirmed records allowed
 * @param calibrationRecords enough for a run of about a second, to size the measured runs; those have no fewer
 */
record RecordsSpec(
        QueueType queue,
        String name,
        Role role,
        String mainClass,
        List<String> leadingArgs,
        int windowRecords,
        long calibrationRecords) {
    /** What the report does with a contestant. */
    enum Role {
        ENGINE,
        /** Ratios are taken to the best of these on the same queue. */
        PERF_TEST,
        /** Like the former, and on the stream's port. */
        STREAM_CLIENT
    }

    /** The name in the report and for {@code --only}, such as {@code quorum: engine batched}. */
    String title() {
        return queue.argument() + ": " + name;
    }
}
