package dev.ringpost.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class PaintTest {

    @Test
    void coloursAreForTerminalsOfPeopleWhoWantThem() {
        assertThat(Paint.of(true, Map.of()).bad("no"))
                .startsWith("\033[")
                .contains("no")
                .endsWith("m");
        assertThat(Paint.of(true, Map.of("NO_COLOR", "")).bad("no")).isNotEqualTo("no");
        assertThat(Paint.of(true, Map.of("NO_COLOR", "1")).bad("no")).isEqualTo("no");
        assertThat(Paint.of(true, Map.of("TERM", "dumb")).bad("no")).isEqualTo("no");
        assertThat(Paint.of(false, Map.of()).bad("no")).isEqualTo("no");
    }
}
