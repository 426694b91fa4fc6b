package dev.ringpost.bench.records;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringpost.QueueType;
import dev.ringpost.bench.contestant.ContestantResult;
import dev.ringpost.bench.contestant.Packing;
import dev.ringpost.bench.contestant.ResourceProbe;
import dev.ringpost.bench.machine.MachineState;
import dev.ringpost.bench.records.RecordsSpec.Role;
import dev.ringpost.bench.report.BarChart.Bar;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordsReportTest {
    private static final RecordsSpec ENGINE = spec(QueueType.STREAM, "engine batched", Role.ENGINE);
    private static final RecordsSpec PERF_TEST = spec(QueueType.STREAM, "PerfTest window 1000", Role.PERF_TEST);
    private static final RecordsSpec BETTER_PERF_TEST = spec(QueueType.STREAM, "PerfTest window 10000", Role.PERF_TEST);
    private static final RecordsSpec PERF_TEST_ELSEWHERE =
            spec(QueueType.CLASSIC, "PerfTest window 1000", Role.PERF_TEST);
    private static final RecordsSpec STREAM_CLIENT = spec(QueueType.STREAM, "stream-client", Role.STREAM_CLIENT);

    @Test
    void summarizesRoundsByTheirMedians() {
        Packing packing = new Packing(30, 30, 600_000, 2);
        List<RecordsRunner.Run> runs = List.of(run(1_000, packing), run(4_000, packing), run(2_000, packing));
        RecordsSummary summary = RecordsSummary.of(ENGINE, runs);
        assertThat(summary.name()).isEqualTo("stream: engine batched");
        assertThat(summary.rounds()).isEqualTo(3);
        assertThat(summary.confirmedRecordsPerSecond()).isEqualTo(2_000);
        assertThat(summary.spreadPercent()).isEqualTo(150);
        // Warm-up included there are half as many again: 3,000, of a median of rounds.
        assertThat(summary.recordsPerMessage()).isEqualTo(100);
        assertThat(summary.messagesPerSecond()).isEqualTo(20);
        assertThat(summary.wireBytesPerRecord()).isEqualTo(200);
        assertThat(summary.compressionRatio()).isEqualTo(2);
    }

    @Test
    void countsARecordAMessageWhereNothingIsPacked() {
        RecordsSummary summary = RecordsSummary.of(PERF_TEST, List.of(run(500, null)));
        assertThat(summary.recordsPerMessage()).isEqualTo(1);
        assertThat(summary.messagesPerSecond()).isEqualTo(500);
        assertThat(summary.wireBytesPerRecord()).isZero();
    }

    @Test
    void comparesWithTheBetterPeerOnTheSameQueue() {
        RecordsReport report =
                new RecordsReport(List.of(ENGINE, PERF_TEST, BETTER_PERF_TEST, PERF_TEST_ELSEWHERE, STREAM_CLIENT));
        report.add(ENGINE, run(6_000, null));
        report.add(PERF_TEST, run(100, null));
        report.add(BETTER_PERF_TEST, run(200, null));
        report.add(PERF_TEST_ELSEWHERE, run(5_000, null));
        report.add(STREAM_CLIENT, run(4_000, null));
        List<String> lines = report.table().lines().toList();
        assertThat(lines.get(1)).startsWith("stream: engine batched").contains(" 30.00 ", " 1.50 ");
        assertThat(lines.get(4)).startsWith("classic: PerfTest").contains(" 1.00 ", " - ");
        assertThat(report.json())
                .containsEntry(
                        "perf_test_reference",
                        Map.of("stream", "stream: PerfTest window 10000", "classic", "classic: PerfTest window 1000"))
                .containsEntry("stream_client_reference", Map.of("stream", "stream: stream-client"));
    }

    @Test
    void drawsMediansWithTheirSpread() {
        RecordsReport report = new RecordsReport(List.of(ENGINE, PERF_TEST));
        report.add(ENGINE, run(6_000, null));
        report.add(ENGINE, run(4_000, null));
        report.add(ENGINE, run(5_000, null));
        report.add(PERF_TEST, run(100, null));
        assertThat(RecordsPage.throughput(report).bars())
                .containsExactly(
                        new Bar("stream: engine batched", 5_000, 4_000, 6_000, true),
                        new Bar("stream: PerfTest window 1000", 100, 100, 100, false));
    }

    @Test
    void writesAPageWithNumbersMachineAndCommands(@TempDir Path directory) throws Exception {
        RecordsReport report = new RecordsReport(List.of(ENGINE));
        report.add(ENGINE, run(6_000, null));
        Path file = directory.resolve("page.html");
        RecordsPage.of(report, Map.of("machine", Map.of("cpu", "a processor"), "throughput", report.json()))
                .write(file);
        assertThat(file)
                .content()
                .contains("6,000", "machine · cpu", "commands · stream: engine batched")
                .contains("&quot;perf_test_reference&quot;")
                .doesNotContain("throughput · ");
    }

    @Test
    void leavesOutWhatWasNotMeasured() {
        RecordsReport report = new RecordsReport(List.of(ENGINE, PERF_TEST));
        report.add(ENGINE, run(6_000, null));
        assertThat(report.table())
                .contains("engine batched", "31 to 170 ns from core to core")
                .doesNotContain("PerfTest window");
    }

    @Test
    void sizesRunsByTheRateWithinBounds() {
        assertThat(ThroughputBench.records(ENGINE, 1_000, 5)).isEqualTo(5_000);
        assertThat(ThroughputBench.records(ENGINE, 1, 5)).isEqualTo(ENGINE.calibrationRecords());
        assertThat(ThroughputBench.records(ENGINE, 1e9, 5)).isEqualTo(ThroughputBench.MOST_RECORDS_OF_A_RUN);
    }

    private static RecordsSpec spec(QueueType queue, String name, Role role) {
        return new RecordsSpec(queue, name, role, "Main", List.of(), 1_000, 100);
    }

    /** A second's run at that rate after a warm-up; of 3,000 records with one, whatever the rate, where they are packed. */
    private static RecordsRunner.Run run(long recordsPerSecond, @Nullable Packing packing) {
        ResourceProbe.Used used = new ResourceProbe.Used(TimeUnit.SECONDS.toNanos(1), 1_000, 0, 0, 0, 0, 0);
        long totalConfirmed = packing == null ? recordsPerSecond + 1 : 3_000;
        return new RecordsRunner.Run(
                1,
                "java",
                ContestantResult.of("it", recordsPerSecond, totalConfirmed, used, packing, "nothing"),
                1,
                totalConfirmed,
                "nothing",
                new MachineState(31, 170, 5));
    }
}
