package dev.ringpost.bench.records;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ringpost.bench.contestant.Packing;
import dev.ringpost.bench.run.Spread;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A contestant's rounds in one line: medians. Immutable.
 *
 * @param spreadPercent (fastest - slowest) / median of the rates
 * @param cpuUsPerRecord the client's process, all threads, over the measured part
 * @param brokerCpuUsPerRecord the broker's, from before the warm-up to the last confirm
 * @param messagesPerSecond what the broker has to deal with: AMQP messages, or the stream client's entries
 * @param wireBytesPerRecord with frames, method and header; 0 if the contestant does not count it
 */
record RecordsSummary(
        @JsonProperty("name") String name,
        @JsonProperty("rounds") int rounds,
        @JsonProperty("confirmed_records_per_second") double confirmedRecordsPerSecond,
        @JsonProperty("spread_percent") double spreadPercent,
        @JsonProperty("cpu_us_per_record") double cpuUsPerRecord,
        @JsonProperty("broker_cpu_us_per_record") double brokerCpuUsPerRecord,
        @JsonProperty("messages_per_second") double messagesPerSecond,
        @JsonProperty("records_per_message") double recordsPerMessage,
        @JsonProperty("wire_bytes_per_record") double wireBytesPerRecord,
        @JsonProperty("compression_ratio") double compressionRatio) {
    static RecordsSummary of(RecordsSpec spec, List<RecordsRunner.Run> runs) {
        Spread rate = Spread.of(runs, run -> run.contestant().confirmedPerSecond());
        return new RecordsSummary(
                spec.title(),
                runs.size(),
                rate.median(),
                rate.percent(),
                median(runs, run -> run.contestant().cpuUsPerMessage()),
                median(runs, RecordsRunner.Run::brokerCpuUsPerRecord),
                median(runs, run -> run.contestant().confirmedPerSecond() / recordsPerMessage(run)),
                median(runs, RecordsSummary::recordsPerMessage),
                median(
                        runs,
                        run -> (double) packing(run).wireBytes()
                                / run.contestant().totalConfirmed()),
                median(runs, run -> packing(run).compressionRatio()));
    }

    private static double recordsPerMessage(RecordsRunner.Run run) {
        return (double) run.contestant().totalConfirmed() / packing(run).messages();
    }

    private static Packing packing(RecordsRunner.Run run) {
        Packing packing = run.contestant().packing();
        long confirmed = run.contestant().totalConfirmed();
        return packing == null ? new Packing(confirmed, confirmed, 0, 1) : packing;
    }

    private static double median(List<RecordsRunner.Run> runs, ToDoubleFunction<RecordsRunner.Run> value) {
        return Spread.of(runs, value).median();
    }
}
