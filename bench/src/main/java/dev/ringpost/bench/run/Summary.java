package dev.ringpost.bench.run;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A contestant's rounds in one line: medians. Immutable.
 *
 * @param spreadPercent (fastest - slowest) / median of the rates
 * @param brokerCpuUsPerMessage the null broker's own cost, start-up and warm-up included
 */
record Summary(
        @JsonProperty("name") String name,
        @JsonProperty("rounds") int rounds,
        @JsonProperty("confirmed_per_second") double confirmedPerSecond,
        @JsonProperty("spread_percent") double spreadPercent,
        @JsonProperty("cpu_us_per_message") double cpuUsPerMessage,
        @JsonProperty("allocated_bytes_per_message") double allocatedBytesPerMessage,

        @JsonProperty("client_io_allocated_bytes_per_message")
        double clientIoAllocatedBytesPerMessage,

        @JsonProperty("wire_bytes_per_message") double wireBytesPerMessage,
        @JsonProperty("broker_cpu_us_per_message") double brokerCpuUsPerMessage) {
    static Summary of(ContestantSpec spec, List<RoundRunner.Round> rounds) {
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
                                / round.broker().messages()));
    }

    private static double median(List<RoundRunner.Round> rounds, ToDoubleFunction<RoundRunner.Round> value) {
        return Spread.of(rounds, value).median();
    }
}
