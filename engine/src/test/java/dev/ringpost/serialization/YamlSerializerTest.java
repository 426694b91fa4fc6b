package dev.ringpost.serialization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The text; what Python makes of it is the subject of {@link KombuReadsTest}. */
class YamlSerializerTest {

    private final YamlSerializer yaml = new YamlSerializer();

    private String yaml(@Nullable Object body) throws IOException {
        return Bodies.text(yaml, body);
    }

    @Test
    void itSaysWhatItIs() {
        assertThat(yaml.name()).isEqualTo("yaml");
        assertThat(yaml.contentType()).isEqualTo("application/x-yaml");
        assertThat(yaml.contentEncoding()).isEqualTo("utf-8");
    }

    @Test
    void documentsAreBlocksInAscii() throws IOException {
        Map<Object, @Nullable Object> map = new LinkedHashMap<>();
        map.put("hello", "wörld 😀\n");
        map.put("numbers", List.of(1, -2.5, BigInteger.TWO.pow(70)));
        map.put(1, true);
        map.put("none", null);
        map.put("empty", List.of(Map.of(), List.of()));
        assertThat(yaml(map)).isEqualTo("""
                        hello: "w\\xf6rld \\U0001f600\\n"
                        numbers:
                        - 1
                        - -2.5
                        - 1180591620717411303424
                        1: true
                        none: null
                        empty:
                        - {}
                        - []
                        """);
    }

    @Test
    void textThatLooksLikeSomethingElseIsQuoted() throws IOException {
        List<String> texts = List.of(
                "true",
                "No",
                "null",
                "~",
                "1",
                "1_000",
                "1:20",
                "0x1f",
                "1e5",
                "1.5",
                ".nan",
                "=",
                "<<",
                "",
                " ",
                "- a",
                "2020-01-02",
                "a: b",
                "#",
                "a\tb",
                "\u0085",
                "\u2028",
                "\ufeff",
                "\u0000",
                "*x",
                "&x",
                "!x",
                "@",
                "%",
                "'",
                "\"",
                "\\");
        String text = yaml(texts);
        assertThat(text).matches("\\p{ASCII}*");
        assertThat(new Yaml(new SafeConstructor(new LoaderOptions())).<Object>load(text))
                .isEqualTo(texts);
    }

    @Test
    void floatsAreFloatsToYaml11() throws IOException {
        assertThat(yaml(List.of(1e22, 1.5e-7, 0.1f, 3.0, Double.NaN, Double.NEGATIVE_INFINITY)))
                .isEqualTo("- 1.0e+22\n- 1.5e-07\n- 0.1\n- 3.0\n- .nan\n- -.inf\n");
    }

    @Test
    void bytesSetsAndTimesHaveTheirTags() throws IOException {
        assertThat(yaml(new byte[] {(byte) 0xFF})).isEqualTo("!!binary \"/w==\"\n");
        assertThat(yaml(Set.of("a"))).isEqualTo("!!set\na: null\n");
        assertThat(yaml(List.of(
                        LocalDate.of(2020, 1, 2),
                        LocalDateTime.of(2020, 1, 2, 3, 4, 5),
                        Instant.parse("2020-01-02T03:04:05.006Z"),
                        ZonedDateTime.of(1890, 1, 1, 0, 53, 28, 0, ZoneId.of("Europe/Berlin")))))
                .isEqualTo("""
                        - 2020-01-02
                        - 2020-01-02T03:04:05
                        - 2020-01-02T03:04:05.006000+00:00
                        - 1890-01-01T00:00:00+00:00
                        """);
    }

    @Test
    void aLongKeyIsMarkedAsOne() throws IOException {
        String key = "k".repeat(2_000);
        assertThat(yaml(Map.of(key, 1))).isEqualTo("? " + key + "\n: 1\n");
    }

    @Test
    void whatItHasNoFormForIsRefused() {
        for (Object body : List.of(LocalTime.NOON, new BigDecimal("1.10"), UUID.randomUUID())) {
            assertThatThrownBy(() -> yaml(List.of(body)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("yaml has no form for a ")
                    .hasMessageContaining("use json");
        }
        assertThatThrownBy(() -> yaml(Set.of(List.of(1)))).hasMessageContaining("element of a set");
    }
}
