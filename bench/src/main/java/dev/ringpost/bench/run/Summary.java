package dev.ringpost.bench.run;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ringpost.bench.contestant.ContestantResult;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A contestant's rounds in one line: medians. Immutable.
 *
 * @param spreadPercent (fastest - slowest) / median of the rates
 * @param wireBytesPerMessage what the broker read; negative if it does not count that
 * @param brokerCpuUsPerMessage the broker's own cost, with the warm-up, and of a null broker with its start
 * @param writeSyscallsPerMessage see {@link ContestantResult}; negative if unknown
 * @param peakRssBytes see {@link ContestantResult}; negative if unknown
 */
public record Summary(
        @JsonProperty("name") String name,
        @JsonProperty("rounds") int rounds,
        @JsonProperty("confirmed_per_second") double confirmedPerSecond,
        @JsonProperty("spread_percent") double spreadPercent,
        @JsonProperty("cpu_us_per_message") double cpuUsPerMessage,
        @JsonProperty("allocated_bytes_per_message") double allocatedBytesPerMessage,

        @JsonProperty("client_io_allocated_bytes_per_message")
        double clientIoAllocatedBytesPerMessage,

        @JsonProperty("wire_bytes_per_message") double wireBytesPerMessage,
        @JsonProperty("broker_cpu_us_per_message") double brokerCpuUsPerMessage,
        @JsonProperty("write_syscalls_per_message") double writeSyscallsPerMessage,
        @JsonProperty("peak_rss_bytes") double peakRssBytes) {
    /** Of the rounds of one contestant, of which there is at least one. */
    public static Summary of(ContestantSpec spec, List<RoundRunner.Round> rounds) {
        Spread rate = Spread.of(rounds, round -> round.contestant().confirmedPerSecond());
        return new Summary(
                spec.name(),
                rounds.size(),
                rate.median(),
                rate.percent(),
                median(rounds, round -> round.contestant().cpuUsPerMessage()),
                median(rounds, round -> round.contestant().allocatedBytesPerMessage()),
                median(rounds, round -> round.contestant().clientIoAllocatedBytesPerMessage()),
                median(
                        rounds,
                        round -> (double) round.broker().wireBytes()
                                / round.broker().messages()),
                median(
                        rounds,
                        round -> 1e6
                                * round.broker().cpuSeconds()
                                / round.broker().messages()),
                median(rounds, round -> round.contestant().writeSyscallsPerMessage()),
                median(rounds, round -> round.contestant().peakRssBytes()));
    }

    private static double median(List<RoundRunner.Round> rounds, ToDoubleFunction<RoundRunner.Round> value) {
        return Spread.of(rounds, value).median();
    }
}
