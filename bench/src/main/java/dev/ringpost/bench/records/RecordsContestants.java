package dev.ringpost.bench.records;

import dev.ringpost.QueueType;
import dev.ringpost.bench.peer.PerfTestRun;
import dev.ringpost.bench.peer.StreamPublish;
import dev.ringpost.bench.records.RecordsSpec.Role;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** All contestants, in the order of the report. */
final class RecordsContestants {
    /** Records in flight, of the engine and the stream client alike: a broker that syncs answers late. */
    private static final int WINDOW_RECORDS = 131_072;

    /** PerfTest is measured by its own rate lines, one a second, of which there have to be some. */
    private static final int PERF_TEST_RECORDS = 120_000;

    private static final String BATCHING = "--batching";

    private RecordsContestants() {}

    /** The contestants; {@code file} has one JSON value a line. */
    static List<RecordsSpec> all(Path file) {
        List<RecordsSpec> specs = new ArrayList<>();
        for (QueueType queue : List.of(QueueType.STREAM, QueueType.QUORUM, QueueType.CLASSIC)) {
            specs.add(engine(queue, "engine batched", 1_500_000, BATCHING));
            specs.add(engine(queue, "engine single", 40_000));
            if (queue != QueueType.CLASSIC) {
                String[] lines = {BATCHING, "--format=ndjson", "--records-file=" + file};
                specs.add(engine(queue, "engine ndjson", 1_000_000, lines));
                specs.add(engine(
                        queue, "engine ndjson zstd", 500_000, lines[0], lines[1], lines[2], "--compression=zstd"));
            }
            specs.add(perfTest(queue, 1_000));
            specs.add(perfTest(queue, 10_000));
            if (queue == QueueType.STREAM) {
                specs.add(streamClient(1, 300_000));
                specs.add(streamClient(100, 1_000_000));
            }
        }
        return List.copyOf(specs);
    }

    private static RecordsSpec engine(QueueType queue, String name, long calibrationRecords, String... args) {
        return new RecordsSpec(
                queue,
                name,
                Role.ENGINE,
                EngineRecords.class.getName(),
                List.of(args),
                WINDOW_RECORDS,
                calibrationRecords);
    }

    private static RecordsSpec perfTest(QueueType queue, int windowMessages) {
        return new RecordsSpec(
                queue,
                "PerfTest window " + windowMessages,
                Role.PERF_TEST,
                PerfTestRun.class.getName(),
                List.of(),
                windowMessages,
                PERF_TEST_RECORDS);
    }

    private static RecordsSpec streamClient(int subEntryRecords, long calibrationRecords) {
        return new RecordsSpec(
                QueueType.STREAM,
                "stream-client sub-entry " + subEntryRecords,
                Role.STREAM_CLIENT,
                StreamPublish.class.getName(),
                List.of(String.valueOf(subEntryRecords)),
                WINDOW_RECORDS,
                calibrationRecords);
    }
}
