package dev.ringpost.bench.records;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Options; whatever is refused is refused before a broker is started. */
class RecordsBenchTest {
    @ParameterizedTest
    @CsvSource({
        "'', 3, 5",
        "--quick, 1, 2.5",
        "--quick --seconds 4, 1, 4",
        "--rounds 7 --seconds 0.5, 7, 0.5",
        "--latency, 3, 20",
        "--latency --quick, 1, 10",
    })
    void knowsRoundsAndSeconds(String arguments, int rounds, double seconds) {
        RecordsBench bench = new RecordsBench();
        new CommandLine(bench).parseArgs(arguments.isEmpty() ? new String[0] : arguments.split(" ", -1));
        assertThat(bench.roundCount()).isEqualTo(rounds);
        assertThat(bench.measuredSeconds()).isEqualTo(seconds);
    }

    @ParameterizedTest
    @CsvSource({
        "--rounds 0, --rounds 0 is not positive",
        "--seconds 0, --seconds 0.0 is not positive",
        "--seconds NaN, is not positive",
        "--latency --only quorum, no contestants to choose",
        "--json /there/is/no/such/directory/file.json, no directory to write it to",
        "--html /there/is/no/such/directory/page.html, no directory to write it to",
        "--png /there/is/no/such/directory/chart.png, no directory to write it to",
        "--latency --html page.html, no rates to draw",
        "--only nobody, 'is part of no name; the names are stream: engine batched, '",
    })
    void refusesWhatMakesNoSense(String arguments, String reason) {
        StringWriter errors = new StringWriter();
        int exitCode = new CommandLine(new RecordsBench())
                .setErr(new PrintWriter(errors, true))
                .execute(arguments.split(" ", -1));
        assertThat(exitCode).isEqualTo(2);
        assertThat(errors.toString()).contains(reason);
    }

    @Test
    void saysWhatExitCodesMean() {
        assertThat(new CommandLine(new RecordsBench()).getUsageMessage()).contains("Exit code 0");
    }
}
