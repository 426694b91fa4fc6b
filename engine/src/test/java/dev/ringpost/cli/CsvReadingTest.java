package dev.ringpost.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvReadingTest {

    private static final int MAX_BYTES = 100;

    /** What a sink was told, one text each. */
    private static final class Recorder implements LineSink {
        private final List<String> told = new ArrayList<>();

        @Override
        public boolean line(byte[] buffer, int offset, int length, long number) {
            return told.add(number + ":" + new String(buffer, offset, length, StandardCharsets.UTF_8));
        }

        @Override
        public boolean tooLong(long number, long bytes) {
            return told.add(number + ":too long, " + bytes);
        }

        @Override
        public boolean bad(long number, String reason) {
            return told.add(number + ":" + reason);
        }
    }

    private static List<String> read(String text) throws Exception {
        return read(',', false, text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> read(char separator, boolean typed, byte[] bytes) throws Exception {
        Recorder recorder = new Recorder();
        CsvReading reading = new CsvReading(new CsvReading.Dialect(separator, typed), MAX_BYTES);
        reading.read(new ByteArrayInputStream(bytes), recorder);
        assertThat(reading.bytesRead()).isEqualTo(bytes.length);
        return recorder.told;
    }

    @Test
    void everyRecordIsAnObjectWithTheNamesOfTheFirst() throws Exception {
        assertThat(read("id,name\n1,gr\u00fcn\n2,\n"))
                .containsExactly("2:{\"id\":\"1\",\"name\":\"gr\u00fcn\"}", "3:{\"id\":\"2\",\"name\":\"\"}");
    }

    @Test
    void quotedValuesHoldSeparatorsQuotesAndLineBreaks() throws Exception {
        assertThat(read("\ufeff\"a\",b\r\n\"x,\"\"y\"\"\",\"one\r\ntwo\"\r\n3,4"))
                .containsExactly("2:{\"a\":\"x,\\\"y\\\"\",\"b\":\"one\\r\\ntwo\"}", "4:{\"a\":\"3\",\"b\":\"4\"}");
    }

    @Test
    void aRecordOfAnotherLengthIsNamedAndTheRestGoesOn() throws Exception {
        assertThat(read("a,b\n1\n\n1,2,3\n1,2\n" + "x".repeat(MAX_BYTES) + ",2\n" + "y".repeat(93) + ",2\n"))
                .containsExactly(
                        "2:it has 1 values, and there are 2 names",
                        "4:it has 3 values, and there are 2 names",
                        "5:{\"a\":\"1\",\"b\":\"2\"}",
                        "6:too long, 102",
                        "7:too long, 109");
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', textBlock = """
            12,      12
            -0.5e-3, -0.5e-3
            123456789012345678901234567890, 123456789012345678901234567890
            true,    true
            null,    null
            ``,      null
            007,     "007"
            +1,      "+1"
            1.,      "1."
            NaN,     "NaN"
            TRUE,    "TRUE"
            """)
    void withTypesWhatReadsAsJsonIsThat(String value, String json) throws Exception {
        byte[] bytes = ("a\tb\n" + value + "\tx\n").getBytes(StandardCharsets.UTF_8);
        assertThat(read('\t', true, bytes)).containsExactly("2:{\"a\":" + json + ",\"b\":\"x\"}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            a,a/1,2    | has "a" twice
            a,/1,2     | lacks one
            a,"b"c/1,2 | cannot be used: there is text behind the closing quote of value 2
            LONG/1     | has 101 bytes and 1 names; the limits are 100 (--max-message-bytes)
            """)
    void withoutNamesThereIsNoReading(String text, String expected) {
        assertThatThrownBy(() -> read(text.replace('/', '\n').replace("LONG", "x".repeat(MAX_BYTES + 1))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(expected);
    }

    @Test
    void aRecordThatIsQuotedWronglyIsNamedAndTheRestGoesOn() throws Exception {
        assertThat(read("a,b\n1,\"2\"3\n\"4\" ,5\n6\"7,\"8\"\n9,\"10\n11,12\n"))
                .containsExactly(
                        "2:there is text behind the closing quote of value 2: double the quotes within a value",
                        "3:there is text behind the closing quote of value 1: double the quotes within a value",
                        "4:{\"a\":\"6\\\"7\",\"b\":\"8\"}",
                        "5:the quote that opens value 2 is never closed, so that all of the input behind it belongs to"
                                + " it: close it, or double it");
    }

    @Test
    void aRecordOverTheLimitIsOneBadLineAndTheRestGoesOn() throws Exception {
        String quoted = ("," + "\"\"\r\n").repeat(1_000);
        assertThat(read("a,b\n" + "x".repeat(200_000) + ",1\n2,3\n4,\"" + quoted + "\"\r\n5,6\n" + ",".repeat(40_000)))
                .containsExactly(
                        "2:too long, 200002",
                        "3:{\"a\":\"2\",\"b\":\"3\"}",
                        "4:its record goes on in line 23, and is longer than 100 bytes (--max-message-bytes): is a quote in"
                                + " it not closed?",
                        "1005:{\"a\":\"5\",\"b\":\"6\"}",
                        "1006:too long, 40000");
    }

    /** An input that is open for months has no end to say it at. */
    @Test
    void aQuoteThatIsNeverClosedIsToldOfBeforeTheEnd() {
        PipedInput endless = new PipedInput("a,b\n1,\"2\n" + "x,y\n".repeat(40));
        Recorder recorder = new Recorder();
        assertThatThrownBy(() -> new CsvReading(new CsvReading.Dialect(',', false), MAX_BYTES).read(endless, recorder))
                .hasMessage("nothing more for now");
        assertThat(recorder.told)
                .singleElement()
                .asString()
                .contains("2:its record goes on in line 2", "is a quote in it not closed?");
    }

    /** Has no end: where a reader would wait for more, it throws. */
    private static final class PipedInput extends InputStream {
        private final InputStream there;

        PipedInput(String text) {
            there = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public int read() throws IOException {
            throw new UnsupportedOperationException();
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int count = there.read(target, offset, length);
            if (count < 0) {
                throw new IOException("nothing more for now");
            }
            return count;
        }
    }

    @Test
    void theLimitIsInBytes() throws Exception {
        assertThat(read("a\n" + "\u00fc".repeat(51) + "\n" + "\u4f60".repeat(34) + "\n" + "\ud83d\ude80".repeat(26)))
                .containsExactly("2:too long, 102", "3:too long, 102", "4:too long, 104");
    }

    @Test
    void aRecordThatIsNotUtf8IsNamedAndTheRestGoesOn() throws Exception {
        byte[] bytes = {'a', '\n', (byte) 0xfc, '\n', '1', '\n', '2', (byte) 0xe4, (byte) 0xbd, '\n', '3', (byte) 0xe4};
        String fault = "it is not UTF-8: convert the input, as with iconv";
        assertThat(read(',', false, bytes))
                .containsExactly("2:" + fault, "3:{\"a\":\"1\"}", "4:" + fault, "5:" + fault);
    }

    /** What is CSV is cut as a library does that is known for it, however the stream comes. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void cutsRandomRecordsAsFastCsvDoes(long seed) throws Exception {
        Random random = new Random(seed);
        String text = randomCsv(random, 2_000);
        List<String> expected = new ArrayList<>();
        for (CsvRecord each : CsvReader.builder()
                .fieldSeparator(';')
                .skipEmptyLines(true)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .ofCsvRecord(text)) {
            expected.add(each.getStartingLineNumber() + ":" + each.getFields());
        }
        InputStream whole = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        InputStream pieces = new InputStream() {
            @Override
            public int read() {
                throw new UnsupportedOperationException();
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                return whole.read(target, offset, Math.min(length, 1 + random.nextInt(20)));
            }
        };
        CsvRecords records = new CsvRecords(new Utf8Chars(pieces, new Count()), ';', 1 << 20);
        List<String> found = new ArrayList<>();
        while (records.next()) {
            assertThat(records.fault()).isNull();
            List<String> values = IntStream.range(0, (int) records.valueCount())
                    .mapToObj(records::value)
                    .toList();
            found.add(records.firstLine() + ":" + values);
        }
        assertThat(found).as("seed %d", seed).isEqualTo(expected);
    }

    private static String randomCsv(Random random, int values) {
        String[] plain = {"", "a", "b\"", " ", "\u00fc", "\u4f60\ud83d\ude80", "x".repeat(70)};
        String[] quoted = {"", "\"\"", ";", "\n", "\r\n", "\r", "\u00fc"};
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < values; i++) {
            if (random.nextInt(3) > 0) {
                text.append(plain[random.nextInt(plain.length)]);
            } else {
                text.append('"');
                for (int parts = random.nextInt(4); parts > 0; parts--) {
                    text.append(quoted[random.nextInt(quoted.length)]);
                }
                text.append('"');
            }
            text.append(new String[] {";", ";", "\n", "\r\n", "\r", "\n\n"}[random.nextInt(6)]);
        }
        return text.toString();
    }

    @Test
    void nothingIsNothing() throws Exception {
        assertThat(read("")).isEmpty();
        assertThat(read("a,b\n")).isEmpty();
    }
}
