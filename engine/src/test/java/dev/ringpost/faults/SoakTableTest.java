package dev.ringpost.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringpost.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The table adds up, and one violation is enough. */
class SoakTableTest {

    @TempDir
    private Path directory;

    private SoakTable table() {
        return new SoakTable(SoakOptions.parse("--minutes", "1", "--seed", "7", "--out", directory.toString()));
    }

    private static RoundResult round(FaultKind kind, boolean batched, List<String> violations) {
        Verdict verdict = new Verdict(1_100, 1_000, Map.of(Outcome.CONFIRMED, 1_000L), 0, 3, 0, 2, violations);
        Duration second = Duration.ofSeconds(1);
        return new RoundResult(
                new RoundName(kind, batched, 42), verdict, second, second, second, 64 << 20, 5, 0, 2, 1, "");
    }

    @Test
    void roundsOfOneFaultAreOneLine() throws Exception {
        SoakTable table = table();
        table.add(round(FaultKind.HALF_OPEN, false, List.of()));
        table.add(round(FaultKind.HALF_OPEN, true, List.of()));
        table.add(round(FaultKind.TCP_RESETS, false, List.of()));
        assertThat(table.hasViolations()).isFalse();
        assertThat(table.toString().lines())
                .anyMatch(line -> line.matches("half-open connections +2 +1 +2000 +0 +6 +0\\+4 .*64 MiB"))
                .anyMatch(line -> line.matches("2 kinds of fault +3 +1 +3000 +0 +9 +0\\+6 .*"))
                .contains("no violations");
        assertThat(Files.readString(table.save())).contains("2 kinds of fault");
        assertThat(Files.readString(directory.resolve("soak.json"))).contains("\"seed\" : 7", "\"messages\" : 3000");
    }

    @Test
    void aViolationIsNamedWithItsRoundsSeed() {
        SoakTable table = table();
        table.add(round(FaultKind.TCP_RESETS, true, List.of("1 messages lost")));
        assertThat(table.hasViolations()).isTrue();
        assertThat(table.toString()).contains("1 VIOLATIONS", "TCP_RESETS batched seed 42: 1 messages lost");
    }
}
