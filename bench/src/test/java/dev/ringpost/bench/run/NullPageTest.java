package dev.ringpost.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ringpost.bench.contestant.ContestantResult;
import dev.ringpost.bench.contestant.ResourceProbe;
import dev.ringpost.bench.engine.EnginePublish;
import dev.ringpost.bench.machine.MachineState;
import dev.ringpost.bench.peer.BasicPublish;
import dev.ringpost.bench.peer.WireLimit;
import dev.ringpost.bench.report.BarChart;
import dev.ringpost.bench.report.BarChart.Bar;
import dev.ringpost.bench.report.BarChart.Limit;
import dev.ringpost.bench.run.ContestantSpec.Role;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NullPageTest {
    private static final ContestantSpec LIMIT = spec("wire limit", Role.LIMIT, WireLimit.class);
    private static final ContestantSpec ENGINE = spec("engine bytes", Role.OTHER, EnginePublish.class);
    private static final ContestantSpec PEER = spec("basicPublish", Role.OTHER, BasicPublish.class);

    @Test
    void drawsTheLimitAsALineAndTheOthersAsBars() throws Exception {
        BarChart chart = NullPage.throughput(report());
        assertThat(chart.limit()).isEqualTo(new Limit("wire limit", 9_000));
        assertThat(chart.bars())
                .containsExactly(
                        new Bar("engine bytes", 5_000, 4_000, 7_000, true),
                        new Bar("basicPublish", 100, 100, 100, false));
    }

    @Test
    void hasNoLineWithoutALimit() throws Exception {
        Report report = new Report(List.of(PEER), Map.of());
        report.add(PEER, round(100));
        assertThat(NullPage.throughput(report).limit()).isNull();
    }

    @Test
    void writesNumbersMachineAndCommands(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("page.html");
        NullPage.of(report()).write(file);
        assertThat(file)
                .content()
                .contains("engine bytes", "5,000", "machine · processors", "settings · rounds", "java -cp CLASS_PATH")
                .contains("machine · rounds", "a cache line took 31 to 170 ns from core to core")
                .contains("&quot;core_to_core_before_ns&quot; : 31")
                .contains("&quot;perf_test_reference&quot; : &quot;none&quot;");
    }

    @Test
    void saysBelowTheTableHowRoundsDiffered() throws Exception {
        assertThat(report().table().lines().toList())
                .last()
                .asString()
                .contains("31 to 170 ns from core to core", "0 to 9 % of the cores' time");
    }

    private static Report report() throws Exception {
        Report report = new Report(List.of(LIMIT, ENGINE, PEER), Map.of("rounds", 3));
        report.add(LIMIT, round(9_000));
        report.add(ENGINE, round(4_000));
        report.add(ENGINE, round(7_000));
        report.add(ENGINE, round(5_000));
        report.add(PEER, round(100));
        return report;
    }

    private static ContestantSpec spec(String name, Role role, Class<?> main) {
        return new ContestantSpec(name, role, main.getName(), List.of(), 1_000, 1_000);
    }

    private static RoundRunner.Round round(long messagesPerSecond) throws Exception {
        ResourceProbe.Used used = new ResourceProbe.Used(TimeUnit.SECONDS.toNanos(1), 1_000, 0, 0, 0, 0, 0);
        BrokerCounts counts = new ObjectMapper().readValue("{\"faults\":[]}", BrokerCounts.class);
        return new RoundRunner.Round(
                1,
                "java -cp CLASS_PATH",
                ContestantResult.of("it", messagesPerSecond, messagesPerSecond, used, null, "nothing"),
                counts,
                new MachineState(31, 170, messagesPerSecond / 1_000.0));
    }
}
