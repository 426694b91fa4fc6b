package dev.ringpost.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class DashboardOptionsTest {

    private static LivePage.@Nullable Place place(String... words) {
        DashboardOptions options = new DashboardOptions();
        CommandLine line = new CommandLine(options).setUnmatchedArgumentsAllowed(true);
        List<String> rest = line.parseArgs(words).unmatched();
        // What is no number was left for the file.
        assertThat(rest).isSubsetOf("FILE").hasSize((int)
                Stream.of(words).filter("FILE"::equals).count());
        return options.place();
    }

    @Test
    void thePortMayBeLeftOut() {
        assertThat(place("FILE")).isNull();
        assertThat(place("--dashboard", "FILE")).isEqualTo(new LivePage.Place("127.0.0.1", null, Duration.ZERO));
        assertThat(place("--dashboard")).isEqualTo(new LivePage.Place("127.0.0.1", null, Duration.ZERO));
        assertThat(place("--dashboard", "8080", "FILE"))
                .isEqualTo(new LivePage.Place("127.0.0.1", 8080, Duration.ZERO));
        assertThat(place("--dashboard=0", "--dashboard-host", "::1", "--dashboard-linger", "30s", "FILE"))
                .isEqualTo(new LivePage.Place("::1", 0, Duration.ofSeconds(30)));
    }
}
