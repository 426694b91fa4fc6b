package dev.ringpost.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is refused before any broker is asked: exit code 2 and one line that says what to do. */
class CommandUsageTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            --uri http://user:secret@host FILE     | must start with amqp:// or amqps://
            --uri amqp://user:secret@host:x FILE   | is not a port number in 1..65535
            --bogus FILE                           | Unknown option: '--bogus'
            FILE amqp://user:secret@host           | **@host
            amqp://user:secret@host                | does not exist: check the name
            no-such-file                           | does not exist: check the name
            ..                                     | is a directory
            --rate 0 FILE                          | --rate 0.0 is not above 0
            --rate fast FILE                       | 'fast' is not a double
            --repeat 0 FILE                        | --repeat 0 is less than 1
            --repeat 2 -                           | save it to a file
            --ring-size 1000 FILE                  | not a power of two
            --lanes 0 FILE                         | lanes 0 is not in 1..64
            --delivery-timeout 3x FILE             | no duration such as
            --delivery-timeout 0s FILE             | deliveryTimeout PT0S is not
            --format xml FILE                      | --format
            --format lines --routing-key-from /k FILE | add --format ndjson
            --routing-key-from symbol FILE         | no JSON pointer
            --routing-key a FILE                   | needs --exchange
            --exchange x --routing-key a --routing-key-from /k FILE | leave one out
            --exchange x --routing-key LONG FILE   | has 300 bytes in UTF-8; AMQP allows 255
            --queue LONG FILE                      | has 300 bytes in UTF-8; AMQP allows 255
            --linger 5ms FILE                      | --linger is for batching: add --batch-records or --batch-bytes
            --batch-format ndjson FILE             | --batch-format is for batching: add --batch-records
            --batch-records 0 FILE                 | maxRecords 0 is not in 1..65536: correct --batch-records
            --batch-records 70000 FILE             | maxRecords 70000 is not in 1..65536
            --batch-bytes 0 FILE                   | maxBytes 0 is not positive: correct --batch-records, --batch-bytes
            --batch-bytes 1k FILE                  | '1k' is not an int
            --batch-records 9 --linger 5x FILE     | no duration such as
            --batch-records 9 --batch-format xml FILE | --batch-format: record format "xml" is none of spring, json-array,
            --compression gz FILE                  | --compression: there is no compression "gz" (case counts); installed: zlib,
            --report no/such/directory/r.json FILE | does not exist: create it
            --report .. FILE                       | is a directory
            """)
    void aBadCallIsOneLine(String arguments, String expected) {
        String[] words = arguments
                .replace("FILE", CommandRun.SAMPLE.toString())
                .replace("LONG", "k".repeat(300))
                .split(" ", -1);
        String[] call = new String[words.length + 1];
        call[0] = "publish";
        System.arraycopy(words, 0, call, 1, words.length);
        CommandRun run = CommandRun.of(call);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .singleElement()
                .asString()
                .startsWith("ringpost: ")
                .contains(expected)
                .doesNotContain("secret");
    }

    @Test
    void aReportThatCannotBeWrittenIsFoundOutBeforehand(@TempDir Path directory) throws Exception {
        Path file = Files.createFile(directory.resolve("file"));
        CommandRun run =
                CommandRun.of("publish", "--report", file.resolve("r.json").toString(), CommandRun.SAMPLE.toString());
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).hasSize(1);
    }

    @Test
    void withoutACommandItSaysWhichThereIs() {
        CommandRun run = CommandRun.of();
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).singleElement().asString().contains("publish").contains("--help");
    }

    @Test
    void helpShowsExamplesAndVersionIsOneLine() {
        CommandRun help = CommandRun.of("publish", "--help");
        assertThat(help.exitCode()).isZero();
        assertThat(help.out())
                .filteredOn(line -> line.startsWith("  ringpost publish"))
                .hasSize(3);
        assertThat(help.err()).isEmpty();
        assertThat(CommandRun.of("--version").out()).singleElement().asString().startsWith("ringpost ");
    }
}
