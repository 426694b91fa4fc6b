package dev.ringpost.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LineNumbersTest {

    @Test
    void whatIsReadOnceHasLinesAlone() {
        LineNumbers lines = new LineNumbers(false);
        lines.beginPass(1);
        assertThat(lines.id(Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
        assertThat(lines.text(lines.id(7))).isEqualTo("line 7");
    }

    @Test
    void whatIsReadAgainHasPassesToo() {
        LineNumbers lines = new LineNumbers(true);
        lines.beginPass(3);
        assertThat(lines.text(lines.id(7))).isEqualTo("line 7 of pass 3");
        lines.beginPass(Integer.MAX_VALUE);
        assertThat(lines.text(lines.id(8_000_000_000L))).isEqualTo("line 8000000000 of pass 2147483647");
    }
}
