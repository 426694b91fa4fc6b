package dev.ringpost.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Whatever is refused is refused before a contestant is started. */
class NullBenchTest {
    @ParameterizedTest
    @CsvSource({
        "--rounds 0, --rounds 0 is not positive",
        "--seconds -1, --seconds -1.0 is not positive",
        "--body-bytes 0, --body-bytes 0 is not positive",
        "--only nobody, '--only nobody is part of no name; the names are '",
        "--json /there/is/no/such/directory/file.json, no directory to write it to",
    })
    void refusesWhatMeasuresNothing(String arguments, String reason) {
        StringWriter errors = new StringWriter();
        int exitCode = new CommandLine(new NullBench())
                .setErr(new PrintWriter(errors, true))
                .execute(arguments.split(" ", -1));
        assertThat(exitCode).isEqualTo(2);
        assertThat(errors.toString()).contains(reason);
    }
}
