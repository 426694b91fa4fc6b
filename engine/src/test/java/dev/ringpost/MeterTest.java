package dev.ringpost;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MeterTest {

    private static final Path PAGE = Path.of("..", "config", "meters.md");

    @Test
    void noTwoAreTheSameAndThoseOfOneNameDifferInTheirTagAlone() {
        Set<String> seen = new HashSet<>();
        for (Meter meter : Meter.values()) {
            assertThat(seen.add(meter.meterName() + meter.tags()))
                    .as(meter.name())
                    .isTrue();
            for (Meter other : Meter.values()) {
                if (other.meterName().equals(meter.meterName())) {
                    assertThat(other.tags().keySet()).isEqualTo(meter.tags().keySet());
                    assertThat(other.kind()).isEqualTo(meter.kind());
                    assertThat(other.unit()).isEqualTo(meter.unit());
                }
            }
        }
    }

    /** A monitoring system must not find one name for a meter and for times. */
    @Test
    void namesKeepTheConventions() {
        List<String> names = Stream.concat(
                        Arrays.stream(Meter.values()).map(Meter::meterName),
                        Arrays.stream(Timing.values()).map(Timing::meterName))
                .toList();
        assertThat(names).allMatch(name -> name.matches("rabbitmq(\\.[a-z_]+)+"));
        Set<String> counted =
                Arrays.stream(Meter.values()).map(Meter::meterName).collect(Collectors.toSet());
        assertThat(Arrays.stream(Timing.values()).map(Timing::meterName)).doesNotContainAnyElementsOf(counted);
    }

    @Test
    void thePageListsThemAll() throws IOException {
        String page = Files.readString(PAGE);
        assertThat(page)
                .as("table of counters and levels, as it should be:\n%s", meters())
                .contains(meters());
        assertThat(page).as("table of times, as it should be:\n%s", timings()).contains(timings());
    }

    private static String meters() {
        StringBuilder table = new StringBuilder("""
                | `Meter` | name | in Prometheus | kind | unit | what it tells |
                |---|---|---|---|---|---|
                """);
        for (Meter meter : Meter.values()) {
            String tags = meter.tags().entrySet().stream()
                    .map(tag -> tag.getKey() + "=\"" + tag.getValue() + "\"")
                    .collect(Collectors.joining(","));
            String withTags = tags.isEmpty() ? "" : "{" + tags + "}";
            table.append(String.format(
                    Locale.ROOT,
                    "| `%s` | `%s%s` | `%s%s` | %s | %s | %s |%n",
                    meter,
                    meter.meterName(),
                    withTags,
                    meter.prometheusName(),
                    withTags,
                    meter.kind().name().toLowerCase(Locale.ROOT),
                    meter.unit().name().toLowerCase(Locale.ROOT),
                    meter.description()));
        }
        return table.toString();
    }

    private static String timings() {
        StringBuilder table =
                new StringBuilder("| `Timing` | name | in Prometheus | what is timed |\n|---|---|---|---|\n");
        for (Timing timing : Timing.values()) {
            table.append(String.format(
                    Locale.ROOT,
                    "| `%s` | `%s` | `%s` | %s |%n",
                    timing,
                    timing.meterName(),
                    timing.prometheusName(),
                    timing.description()));
        }
        return table.toString();
    }
}
