package dev.ringpost.bench.latency;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Options, and every contestant for a moment against the null broker. */
class LatencyBenchTest {
    @Test
    @Timeout(180)
    void measuresEveryContestant() throws Exception {
        LatencyReport report = new LatencyReport();
        LatencyRounds rounds =
                new LatencyRounds(RunPlace::ofNullBroker, LatencyContestants.names(), 0.2, 0.1, Pacing.SLEEP, report);
        RatePoint rate = new RatePoint(2_000);
        rounds.run(List.of(rate), 1);
        assertThat(rounds.isFailed()).isFalse();
        assertThat(report.summaries(rate))
                .extracting(LatencySummary::contestant)
                .containsExactlyElementsOf(LatencyContestants.names());
        assertThat(report.summaries(rate)).allSatisfy(summary -> {
            assertThat(summary.latencies().callNs().getTotalCount()).isEqualTo(400);
            assertThat(summary.latencies().confirmFromDueNs().getTotalCount()).isEqualTo(400);
        });
    }

    @Test
    @Timeout(60)
    void measuresACallerThatPolls() throws Exception {
        LatencyReport report = new LatencyReport();
        List<String> one = List.of(LatencyContestants.ENGINE + "sleep");
        LatencyRounds rounds = new LatencyRounds(RunPlace::ofNullBroker, one, 0.2, 0.1, Pacing.SPIN, report);
        RatePoint rate = new RatePoint(2_000);
        rounds.run(List.of(rate), 1);
        assertThat(rounds.isFailed()).isFalse();
        assertThat(report.summaries(rate))
                .extracting(LatencySummary::contestant)
                .containsExactlyElementsOf(one);
    }

    @ParameterizedTest
    @CsvSource({
        "--rounds 0, --rounds 0 is not positive",
        "--seconds 0, is not positive",
        "--rates 5;0, are not all positive",
        "--broker carrier-pigeon, carrier-pigeon",
        "--html /there/is/no/such/directory/file.html, no directory to write it to",
        "--only nobody, is part of no name",
    })
    void refusesWhatMakesNoSense(String arguments, String reason) {
        StringWriter errors = new StringWriter();
        int exitCode = LatencyBench.commandLine()
                .setErr(new PrintWriter(errors, true))
                .execute(arguments.replace(';', ',').split(" ", -1));
        assertThat(exitCode).isEqualTo(2);
        assertThat(errors.toString()).contains(reason);
    }

    @ParameterizedTest
    @CsvSource({
        "--broker null, 'null', 3, 10",
        "--broker rabbitmq --queue quorum --quick, 'rabbitmq, quorum queue', 1, 2",
        "--seconds 7 --quick, 'null', 1, 7",
    })
    void knowsBrokerRoundsAndSeconds(String arguments, String broker, int rounds, double seconds) {
        CommandLine line = LatencyBench.commandLine();
        line.parseArgs(arguments.split(" ", -1));
        LatencyBench bench = line.getCommand();
        assertThat(bench.roundCount()).isEqualTo(rounds);
        assertThat(bench.measuredSeconds()).isEqualTo(seconds);
        assertThat(bench.facts().get("settings"))
                .asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
                .containsEntry("broker", broker);
    }
}
