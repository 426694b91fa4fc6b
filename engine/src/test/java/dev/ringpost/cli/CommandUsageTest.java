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
            --lanes 0 FILE                         | --lanes 0 is not in 1..64: correct it
            --delivery-timeout 3x FILE             | no duration such as
            --delivery-timeout 0s FILE             | --delivery-timeout 0s is not in 1ms..30d: correct it
            --format xml FILE                      | --format
            --reet 4 FILE                          | did you mean --repeat
            --csv-types FILE                       | --csv-types is for CSV: add --format csv
            --format csv --csv-separator ab FILE   | is not one character
            --persistent --transient FILE          | --persistent and --transient exclude each other
            --message-id a --numbered-message-id FILE | --message-id and --numbered-message-id exclude each other
            --priority 256 FILE                    | priority 256 is not in 0..255: correct it
            --header novalue FILE                  | --header novalue has no name and value
            --header =v FILE                       | has no name and value
            --header k:={ FILE                     | --header k:= is followed by no JSON value
            --header k=1 --header k=2 FILE         | --header k is given twice
            --app-id LONG FILE                     | app id
            --timestamp yesterday FILE             | --timestamp yesterday is no moment in UTC
            --max-retries -1 FILE                  | --max-retries -1 is negative
            --interval-max 900h FILE               | correct --interval-start, --interval-step or --interval-max
            --confirm-timeout 90s FILE             | --confirm-timeout 90s is not shorter than --delivery-timeout 1m, so no message would ever be tried again
            --exchange-type topic FILE             | --exchange-type needs --exchange
            --exchange x --queue-type quorum FILE  | --queue-type needs --queue
            --queue-type none FILE                 | --queue-type
            --exchange x --exchange-type direct --queue q --routing-key-from /k FILE | has no binding for every key
            --format lines --routing-key-from /k FILE | add --format ndjson
            --routing-key-from symbol FILE         | no JSON pointer
            --routing-key a FILE                   | needs --exchange
            --exchange x --routing-key a --routing-key-from /k FILE | leave one out
            --exchange x --routing-key LONG FILE   | has 300 bytes in UTF-8; AMQP allows 255
            --queue LONG FILE                      | has 300 bytes in UTF-8; AMQP allows 255
            --linger 5ms FILE                      | --linger is for batching: add --batch-records or --batch-bytes
            --batch-format ndjson FILE             | --batch-format is for batching: add --batch-records
            --batch-records 0 FILE                 | --batch-records 0 is not in 1..65536: correct --batch-records
            --batch-records 70000 FILE             | --batch-records 70000 is not in 1..65536
            --batch-bytes 0 FILE                   | --batch-bytes 0 is not positive: correct --batch-records, --batch-bytes
            --batch-bytes 1k FILE                  | '1k' is not an int
            --batch-records 9 --linger 5x FILE     | no duration such as
            --batch-records 9 --batch-format xml FILE | --batch-format: record format "xml" is none of spring, json-array,
            --compression gz FILE                  | --compression: there is no compression "gz" (case counts); installed: zlib,
            --dashboard-linger 1s FILE             | --dashboard-linger needs --dashboard
            --dashboard-host 0.0.0.0 FILE          | --dashboard-host needs --dashboard
            --dashboard 99999 FILE                 | --dashboard 99999 is no port: give 0 to 65535
            --dashboard=99999999999 FILE           | is no port
            --dashboard=abc FILE                   | --dashboard=abc is no port: give 0 to 65535
            --dashboard= FILE                      | --dashboard= is no port
            --dashboard no-such-file               | file no-such-file does not exist
            --dashboard 0 --dashboard-host 192.0.2.1 FILE | must be an address of this machine
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
    void aCommandThatThereIsNotIsNamedWithThoseThatThereAre() {
        CommandRun run = CommandRun.of("publich", "FILE");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .containsExactly(
                        "ringpost: there is no command \"publich\", there are publish, doctor, config, completion;"
                                + " did you mean publish?: see ringpost --help");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --uri http://user:secret@host | must start with amqp://
            --timeout x                   | no duration such as
            --tls-key none.pem            | --tls-key needs --tls-cert
            stray                         | Unmatched argument
            """)
    void soIsABadCallOfTheDoctor(String arguments, String expected) {
        CommandRun run = CommandRun.of(("doctor " + arguments).split(" ", -1));
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).singleElement().asString().contains(expected).doesNotContain("secret");
    }

    @Test
    void helpShowsExamplesAndVersionIsOneLine() {
        CommandRun help = CommandRun.of("publish", "--help");
        assertThat(help.exitCode()).isZero();
        assertThat(help.out())
                .filteredOn(line -> line.startsWith("  ringpost publish"))
                .hasSize(5);
        assertThat(help.out()).as("no example is broken by wrapping").allMatch(line -> line.length() <= 80);
        assertThat(help.err()).isEmpty();
        assertThat(CommandRun.of("--version").out()).singleElement().asString().startsWith("ringpost ");
    }
}
