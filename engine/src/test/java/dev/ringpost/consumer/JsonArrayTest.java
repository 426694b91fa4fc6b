package dev.ringpost.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.ringpost.RecordFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the values of an array begin and end, and what is none: checked against Jackson's parser too. */
class JsonArrayTest {

    private static final Map<String, Object> HEADERS =
            Map.of(RecordFormat.FORMAT_HEADER, RecordFormat.JSON_ARRAY.formatName());

    private static List<String> values(String text) {
        return values(Packer.bytes(text));
    }

    private static List<String> values(byte[] text) {
        return new RecordReader()
                .read("application/json", "utf-8", HEADERS, text).stream()
                        .map(ReceivedRecord::text)
                        .toList();
    }

    @Test
    void valuesAreGivenByteForByte() {
        assertThat(values("[]")).isEmpty();
        assertThat(values(" [ \n ] \r\n")).isEmpty();
        assertThat(values("[1]")).containsExactly("1");
        assertThat(values("[1,-0,0.50,1e5,1E-05,1.25e+3]"))
                .containsExactly("1", "-0", "0.50", "1e5", "1E-05", "1.25e+3");
        assertThat(values("[true,false,null]")).containsExactly("true", "false", "null");
        assertThat(values("[NaN,Infinity,-Infinity]")).containsExactly("NaN", "Infinity", "-Infinity");
        assertThat(values(" [ 1 ,\t[ 2 , 3 ] , { } ] ")).containsExactly("1", "[ 2 , 3 ]", "{ }");
        assertThat(values("[[],[[]],[{}],{\"a\":{}},{\"a\":[1,{\"b\":2}],\"c\":3}]"))
                .containsExactly("[]", "[[]]", "[{}]", "{\"a\":{}}", "{\"a\":[1,{\"b\":2}],\"c\":3}");
    }

    @Test
    void whatIsInStringsIsNoStructure() {
        List<String> strings = List.of(
                "\"\"",
                "\"],[{}\"",
                "\"\\\"\"",
                "\"\\\\\"",
                "\"a\\\\\\\",\"",
                "\"\\u0041\\uD83D\\ude00\\/\\b\\f\\n\\r\\t\"",
                "\"wörld 😀 \u007f\u2028\"",
                "{\"],\\\"\":\"}\"}");
        assertThat(values("[" + String.join(",", strings) + "]")).isEqualTo(strings);
    }

    @Test
    void nestingCostsNoStack() {
        int levels = 2_000_000;
        String deep = "[".repeat(levels) + "]".repeat(levels);
        assertThat(values("[1," + deep + "]")).hasSize(2).last().isEqualTo(deep);
        assertThatThrownBy(() -> values("[" + "[".repeat(levels)))
                .isInstanceOf(RecordReadException.class)
                .hasMessageContaining("at byte " + (levels + 1));
        assertThatThrownBy(() -> values("[" + "{\"\":".repeat(levels))).isInstanceOf(RecordReadException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`` | 0 | the body ends where an array is expected",
                "{} | 0 | there is '{' where an array is expected",
                "1 | 0 | an array is expected",
                "[ | 1 | the body ends where a value is expected",
                "[1 | 2 | the body ends where a comma or the array's end is expected",
                "[1, | 3 | the body ends where a value is expected",
                "[1,] | 3 | there is ']' where a value is expected",
                "[,1] | 1 | there is ',' where a value is expected",
                "[1 2] | 3 | a comma or the array's end",
                "[1][2] | 3 | there is '[' where nothing after the array is expected",
                "[1]x | 3 | nothing after the array",
                "[01] | 2 | a comma or the array's end",
                "[1.] | 3 | a digit",
                "[.5] | 1 | a value",
                "[1e] | 3 | a digit",
                "[1e+] | 4 | a digit",
                "[+1] | 1 | a value",
                "[-] | 2 | a value",
                "[--1] | 2 | a value",
                "[tru] | 4 | the word true",
                "[nulL] | 4 | the word null",
                "[truefalse] | 5 | a comma",
                "[Nan] | 3 | the word NaN",
                "[-Inf] | 5 | the word Infinity",
                "['a'] | 1 | a value",
                "[\"a] | 1 | a string begins that has no end",
                "[\"\\x\"] | 3 | a character that can be escaped",
                "[\"\\u12g4\"] | 6 | a hexadecimal digit",
                "[\"\\ | 3 | the body ends where a character that can be escaped",
                "[{] | 2 | a key in quotes",
                "[{1:2}] | 2 | a key in quotes",
                "[{\"a\"}] | 5 | a colon",
                "[{\"a\":}] | 6 | a value",
                "[{\"a\":1,}] | 8 | a key in quotes",
                "[{\"a\":1]] | 7 | a comma or the object's end",
                "[[1}] | 3 | a comma or the inner array's end",
                "[[1] | 4 | the body ends where a comma or the array's end",
                "[1]/* */ | 3 | nothing after the array",
            })
    void whatIsNoArrayIsRefusedWithItsPlace(String text, int atByte, String why) {
        assertThatThrownBy(() -> values(text))
                .isInstanceOf(RecordReadException.class)
                .hasMessageContaining(": at byte " + atByte + ", after ")
                .hasMessageContaining(why);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"[\"a\nb\"]", "[\"\u0000\"]", "\uFEFF[1]", "[1]\u0000", "[1\u00a0]", "[\u000b1]", "[\"\u001f\"]"
            })
    void controlCharactersAndOtherSpacesAreRefused(String text) {
        assertThatThrownBy(() -> values(text))
                .isInstanceOf(RecordReadException.class)
                .hasMessageContaining("there is byte ");
    }

    /** Whatever bytes are changed: both take it, with the same values, or none of the two does. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void jacksonAgrees(long seed) throws IOException {
        ObjectMapper jackson = JsonMapper.builder()
                .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
        jackson.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxNumberLength(Integer.MAX_VALUE)
                        .build());
        Random random = new Random(seed);
        String likely = "[]{}\":,\\ 0123456789.-+eEtrufalsn\n\tNI";
        int taken = 0;
        for (int round = 0; round < 6_000; round++) {
            byte[] text = Packer.bytes(JsonTexts.array(random));
            for (int i = random.nextInt(3); i > 0; i--) {
                text[random.nextInt(text.length)] = (byte) likely.charAt(random.nextInt(likely.length()));
            }
            List<String> expected = read(jackson, text);
            List<String> found = null;
            try {
                found = values(text);
                taken++;
            } catch (RecordReadException e) {
                assertThat(e).hasMessageContaining("at byte ");
            }
            String shown = new String(text, StandardCharsets.UTF_8);
            assertThat(found == null).as("refused: %s", shown).isEqualTo(expected == null);
            if (found != null && expected != null) {
                assertThat(found).as(shown).hasSameSizeAs(expected);
                for (int i = 0; i < found.size(); i++) {
                    assertThat(jackson.readTree(found.get(i)).toString())
                            .as(shown)
                            .isEqualTo(expected.get(i));
                }
            }
        }
        assertThat(taken).isBetween(1_500, 5_500);
    }

    /** The values of an array as Jackson writes them; {@code null} if it takes the text for none. */
    private static @Nullable List<String> read(ObjectMapper jackson, byte[] text) throws IOException {
        try {
            JsonNode array = jackson.readTree(text);
            return array.isArray() ? array.valueStream().map(JsonNode::toString).toList() : null;
        } catch (JsonProcessingException e) {
            return null;
        }
    }
}
