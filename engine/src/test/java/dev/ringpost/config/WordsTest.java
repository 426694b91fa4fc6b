package dev.ringpost.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Quantities with units, names with mistakes, and what of a text is shown. */
class WordsTest {

    private static final List<String> KNOWN =
            List.of("ring-size", "uris", "lanes", "tls", "retry-policy.jitter", "name");

    @ParameterizedTest
    @CsvSource({
        "ringSize, ring-size",
        "RING_SIZE, ring-size",
        "rnig-size, ring-size",
        "ringsize, ring-size",
        "uri, uris",
        "lane, lanes",
        "jitter, retry-policy.jitter",
        "retryPolicy.jitter, retry-policy.jitter",
        "tsl, tls",
        "colour,",
        "x,",
        "'',"
    })
    void theNearestName(String given, @Nullable String meant) {
        assertThat(Nearest.of(given, KNOWN)).isEqualTo(meant);
    }

    @ParameterizedTest
    @CsvSource({
        "0, PT0S, 0s",
        "0s, PT0S, 0s",
        "250us, PT0.00025S, 250us",
        "500ms, PT0.5S, 500ms",
        "1500 ms, PT1.5S, 1500ms",
        "30s, PT30S, 30s",
        "120s, PT2M, 2m",
        "90m, PT1H30M, 90m",
        "24h, PT24H, 1d"
    })
    void durations(String text, Duration duration, String shown) {
        assertThat(Quantities.duration(text)).isEqualTo(duration);
        assertThat(Quantities.show(duration)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0",
        "512, 512, 512",
        "512B, 512, 512",
        "1_024, 1024, 1KiB",
        "64KiB, 65536, 64KiB",
        "1536 KiB, 1572864, 1536KiB",
        "16MiB, 16777216, 16MiB",
        "1GiB, 1073741824, 1GiB"
    })
    void sizes(String text, long bytes, String shown) {
        assertThat(Quantities.bytes(text)).isEqualTo(bytes);
        assertThat(Quantities.show(bytes)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({"-1s", "1.5s", "s", "1y", "1 s 2", "9999999999999s", "''"})
    void noDurations(String text) {
        assertThatThrownBy(() -> Quantities.duration(text)).hasMessage("is no duration");
    }

    @Test
    void aTextIsShownWithoutWhatMayBeAPassword() {
        assertThat(Shown.quoted("amqp://me:secret@host/prod")).isEqualTo("\"amqp://**@host/prod\"");
        assertThat(Shown.quoted("amqp://me:sec@ret@host")).isEqualTo("\"amqp://**@host\"");
        assertThat(Shown.quoted("me:secret@host")).isEqualTo("\"**@host\"");
        assertThat(Shown.quoted("a\u0001\nb")).isEqualTo("\"a??b\"");
        assertThat(Shown.plain("x".repeat(100))).isEqualTo("x".repeat(60) + "…");
    }
}
