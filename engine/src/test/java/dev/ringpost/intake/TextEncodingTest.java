package dev.ringpost.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ringpost.EncodeException;
import dev.ringpost.InvalidMessageException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextEncodingTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "ascii", "é", "日本", "😀", "a😀b", "😀😀", "?", "😀?é"})
    void textBecomesUtf8(String text) {
        assertThat(TextEncoding.utf8(text)).isEqualTo(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\uD83D", "a\uDE00", "\uDE00\uD83D", "é\uD83Dx", "\uD83D\uD83D\uDE00"})
    void aSurrogateAloneIsRefusedAndNotReplaced(String text) {
        assertThatThrownBy(() -> TextEncoding.utf8(text)).isInstanceOf(EncodeException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"latin-1", "latin_1", "latin1", "iso-8859-1", "ISO-8859-1", "Latin-1"})
    void pythonsNamesOfLatin1AreKnown(String name) {
        assertThat(TextEncoding.inCharset("é", name)).containsExactly(0xE9);
    }

    @ParameterizedTest
    @ValueSource(strings = {"utf8", "utf-8", "utf_8", "UTF-8"})
    void pythonsNamesOfUtf8AreKnown(String name) {
        assertThat(TextEncoding.inCharset("é", name)).containsExactly(0xC3, 0xA9);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ascii", "us-ascii", "latin-1"})
    void aCharacterWithoutACodeIsRefusedAndNotReplaced(String name) {
        assertThatThrownBy(() -> TextEncoding.inCharset("日", name)).isInstanceOf(EncodeException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"binary", "no such charset", ""})
    void whatIsNoCharsetIsRefused(String name) {
        assertThatThrownBy(() -> TextEncoding.inCharset("x", name))
                .isInstanceOf(InvalidMessageException.class)
                .hasMessageContaining('"' + name + '"');
    }

    @Test
    void asciiPassesEveryCharset() {
        assertThat(TextEncoding.inCharset("x", "ascii")).containsExactly('x');
    }
}
