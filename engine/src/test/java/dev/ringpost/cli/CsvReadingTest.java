package dev.ringpost.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
        assertThat(read("a,b\n1\n\n1,2,3\n1,2\n" + "x".repeat(MAX_BYTES) + ",2\n"))
                .containsExactly(
                        "2:it has 1 values, and there are 2 names",
                        "4:it has 3 values, and there are 2 names",
                        "5:{\"a\":\"1\",\"b\":\"2\"}",
                        "6:too long, 116");
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
            a,a/1,2  | has "a" twice
            a,/1,2   | lacks one
            a/1/"b/c | Unclosed quoted field at end of input (record starting at line 3)
            a/"b"c   | no CSV:
            """)
    void whatIsNoCsvEndsTheReading(String text, String expected) {
        assertThatThrownBy(() -> read(text.replace('/', '\n')))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(expected);
    }

    @Test
    void whatIsNotUtf8EndsTheReading() {
        byte[] bytes = {'a', '\n', (byte) 0xfc, '\n'};
        assertThatThrownBy(() -> read(',', false, bytes))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not UTF-8");
    }

    @Test
    void nothingIsNothing() throws Exception {
        assertThat(read("")).isEmpty();
        assertThat(read("a,b\n")).isEmpty();
    }
}
