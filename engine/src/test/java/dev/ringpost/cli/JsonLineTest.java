package dev.ringpost.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonPointer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonLineTest {

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[1,2,{\"a\":[]}]", "\"text\"", "17", " null ", "{\"a\":\"\u00fc\"}", "-1.5e300"})
    void takesEveryKindOfValue(String line) throws Exception {
        assertThat(read(line, null)).isEmpty();
    }

    @Test
    void takesWhatIsOnlyLarge() throws Exception {
        assertThat(read("1".repeat(5_000), null)).isEmpty();
        assertThat(read("[".repeat(5_000) + "]".repeat(5_000), null)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "{} {}", "[1,]", "hello", "{\"a\":1}}", "'a'", "01", "\u0000{\u0000}", "nul"})
    void refusesWhatIsNotOneValue(String line) {
        assertThatThrownBy(() -> read(line, null))
                .isInstanceOf(JsonLine.BadLineException.class)
                .message()
                .contains("JSON")
                .doesNotContain("Source");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            quoteCharacter = '`',
            value = {
                "{\"k\":\"a\"} /k a",
                "{\"x\":{\"k\":\"no\"},\"k\":\"a\"} /k a",
                "{\"x\":{\"k\":\"a\"},\"k\":\"no\"} /x/k a",
                "{\"x\":[{\"k\":1},{\"k\":2}]} /x/1/k 2",
                "{\"k\":true} /k true",
                "{\"k\":1.50} /k 1.50",
                "{\"k\":\"first\",\"k\":\"last\"} /k last",
                "{\"a/b\":\"a\"} /a~1b a"
            })
    void findsTheRoutingKey(String line, String pointer, String key) throws Exception {
        assertThat(read(line, pointer)).isEqualTo(key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"k\":null}", "{\"k\":{}}", "{\"k\":[1]}", "[]", "1", "{\"x\":{\"k\":1}}"})
    void refusesALineWithoutAUsableRoutingKey(String line) {
        assertThatThrownBy(() -> read(line, "/k"))
                .isInstanceOf(JsonLine.BadLineException.class)
                .hasMessageContaining("no routing key")
                .hasMessageContaining("/k");
    }

    private static String read(String line, @org.jspecify.annotations.Nullable String pointer) throws Exception {
        byte[] bytes = ("##" + line + "##").getBytes(StandardCharsets.UTF_8);
        return new JsonLine(pointer == null ? null : JsonPointer.compile(pointer)).read(bytes, 2, bytes.length - 4);
    }
}
