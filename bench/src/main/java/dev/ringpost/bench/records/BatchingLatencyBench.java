package dev.ringpost.bench.records;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ringpost.QueueType;
import dev.ringpost.bench.rabbit.RabbitNode;
import dev.ringpost.bench.rabbit.RunQueue;
import dev.ringpost.bench.records.BatchingLatencyResult.Quantiles;
import dev.ringpost.bench.run.ContestantProcess;
import dev.ringpost.bench.run.Spread;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** What batching without linger does to the latency of single records: rounds of {@link BatchingLatencyRun}, and their table. */
final class BatchingLatencyBench {
    static final int RECORDS_PER_SECOND = 1_000;
    static final double SLICE_SECONDS = 2.5;

    private static final long GRACE_S = 90;
    private static final String NOTES = """
            publish to confirm of each record, from the time it was to be sent at, %,d records/s; medians of the rounds
            p99 ratio: batched to single over all records of a round; of slices: of two slices side by side, their median
            """.formatted(RECORDS_PER_SECOND);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RabbitNode node;
    private final int pairs;
    private final Map<QueueType, List<Run>> runsByQueue = new EnumMap<>(QueueType.class);
    private boolean isFailed;

    /** {@code measuredSeconds} are for each of batched and single. */
    BatchingLatencyBench(RabbitNode node, double measuredSeconds) {
        this.node = node;
        this.pairs = pairs(measuredSeconds);
    }

    static int pairs(double measuredSeconds) {
        return (int) Math.max(1, Math.round(measuredSeconds / SLICE_SECONDS));
    }

    private record Run(
            @JsonProperty("round") int round,
            @JsonProperty("command") String command,
            @JsonProperty("p99_ratio") double p99Ratio,
            @JsonProperty("p99_ratio_of_slices") double p99RatioOfSlices,
            @JsonProperty("result") BatchingLatencyResult result) {}

    /** Whether a run failed; the others were made nevertheless. */
    boolean isFailed() {
        return isFailed;
    }

    void run(int rounds) throws InterruptedException {
        for (int round = 1; round <= rounds; round++) {
            runOnce(QueueType.QUORUM, round);
            runOnce(QueueType.CLASSIC, round);
        }
    }

    private void runOnce(QueueType type, int round) throws InterruptedException {
        List<String> mainAndArgs = List.of(
                BatchingLatencyRun.class.getName(),
                "--port",
                String.valueOf(node.amqpPort()),
                "--rate",
                String.valueOf(RECORDS_PER_SECOND),
                "--slice-seconds",
                String.valueOf(SLICE_SECONDS),
                "--pairs",
                String.valueOf(pairs));
        try (RunQueue queue = RunQueue.declare(node, type)) {
            long timeoutS = GRACE_S + (long) (2 * (pairs + 1) * SLICE_SECONDS);
            BatchingLatencyResult result =
                    JSON.readValue(ContestantProcess.run(mainAndArgs, timeoutS), BatchingLatencyResult.class);
            long inQueue = queue.awaitCount(result.amqpMessages());
            if (inQueue != result.amqpMessages()) {
                throw new IOException(
                        "confirmed were " + result.amqpMessages() + " messages, but the queue has taken in " + inQueue);
            }
            Run run = new Run(
                    round, ContestantProcess.shown(mainAndArgs), result.p99Ratio(), result.p99RatioOfSlices(), result);
            runs(type).add(run);
            System.err.printf(
                    Locale.ROOT,
                    "round %d %-8s p99 batched %,.0f us, single %,.0f us%n",
                    round,
                    type.argument(),
                    result.batched().p99Us(),
                    result.single().p99Us());
        } catch (IOException | TimeoutException e) {
            isFailed = true;
            System.err.println("FAILED latency, " + type.argument() + ": " + e.getMessage());
        }
    }

    String table() {
        StringBuilder table =
                new StringBuilder(line("queue", "batching", "p50 us", "p99 us", "max us", "p99 ratio", "of slices"));
        runsByQueue.forEach((type, runs) -> {
            table.append(row(type, "off", runs, BatchingLatencyResult::single, "", ""));
            table.append(row(
                    type,
                    "on",
                    runs,
                    BatchingLatencyResult::batched,
                    String.format(
                            Locale.ROOT, "%.3f", Spread.of(runs, Run::p99Ratio).median()),
                    String.format(
                            Locale.ROOT,
                            "%.3f",
                            Spread.of(runs, Run::p99RatioOfSlices).median())));
        });
        return table.append(NOTES).toString();
    }

    /** Every run, and the medians of the ratios. */
    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        runsByQueue.forEach((type, runs) -> {
            Map<String, Object> ofQueue = new LinkedHashMap<>();
            ofQueue.put("p99_ratio", Spread.of(runs, Run::p99Ratio));
            ofQueue.put("p99_ratio_of_slices", Spread.of(runs, Run::p99RatioOfSlices));
            ofQueue.put("runs", runs);
            json.put(type.argument(), ofQueue);
        });
        return json;
    }

    private List<Run> runs(QueueType type) {
        return runsByQueue.computeIfAbsent(type, none -> new ArrayList<>());
    }

    private static String row(
            QueueType type,
            String batching,
            List<Run> runs,
            Function<BatchingLatencyResult, Quantiles> which,
            String ratio,
            String ratioOfSlices) {
        return line(
                type.argument(),
                batching,
                us(Spread.of(runs, run -> which.apply(run.result()).p50Us())),
                us(Spread.of(runs, run -> which.apply(run.result()).p99Us())),
                us(Spread.of(runs, run -> which.apply(run.result()).maxUs())),
                ratio,
                ratioOfSlices);
    }

    private static String us(Spread spread) {
        return String.format(Locale.ROOT, "%,.0f", spread.median());
    }

    private static String line(Object... columns) {
        return String.format(Locale.ROOT, "%-8s %-8s %10s %10s %10s %10s %10s%n", columns);
    }
}
