package dev.ringpost.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringpost.bench.contestant.ContestantResult;
import dev.ringpost.bench.contestant.ResourceProbe;
import dev.ringpost.bench.machine.MachineState;
import dev.ringpost.bench.run.BrokerCounts;
import dev.ringpost.bench.run.RoundRunner;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SectionReportTest {
    private static final List<PeerSpec> SPECS = PeerContestants.amqp(BrokerKind.NULL, List.of());
    private static final int LIMIT_COLUMN = SectionReport.COLUMNS.indexOf("of limit");
    private static final int ENGINE_COLUMN = SectionReport.COLUMNS.indexOf("engine x");
    private static final int CPU_COLUMN = SectionReport.COLUMNS.indexOf("CPU x");
    private static final int WRITES_COLUMN = SectionReport.COLUMNS.indexOf("writes/msg");

    private SectionReport report;

    @BeforeEach
    void measure() {
        report = new SectionReport("null broker", "null", SPECS, List.of(new Skipped("pika", "not there")));
        add("wire limit", 10_000_000, 0.1);
        add(PeerContestants.ENGINE, 4_000_000, 0.25);
        add(PeerContestants.ENGINE, 5_000_000, 0.25);
        add(PeerContestants.ENGINE, 4_500_000, 0.25);
        add(PeerContestants.ENGINE_TLS, 1_000_000, 1);
        add(PeerContestants.ASYNC, 90_000, 10);
        add("amqp-client async TLS", 50_000, 20);
    }

    private static PeerSpec spec(String name) {
        return SPECS.stream()
                .filter(spec -> spec.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private void add(String name, long messagesPerSecond, double cpuUs) {
        ResourceProbe.Used used = new ResourceProbe.Used(
                TimeUnit.SECONDS.toNanos(1), (long) (cpuUs * 1_000 * messagesPerSecond), 0, 0, 0, -1, 1 << 20);
        ContestantResult result =
                ContestantResult.of(name, messagesPerSecond, messagesPerSecond, used, null, "nothing");
        MachineState machine = new MachineState(31, (long) (31 + cpuUs), 5);
        report.add(
                spec(name),
                new RoundRunner.Round(1, "command", result, BrokerCounts.ofQueue(messagesPerSecond, 1), machine));
    }

    private List<String> row(String name) {
        return report.rows().stream()
                .filter(row -> row.get(0).equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void takesTheMedianAndTheShareOfTheLimit() {
        assertThat(row(PeerContestants.ENGINE)).startsWith(PeerContestants.ENGINE, "4,500,000", "22.2 %", "0.250");
        assertThat(row(PeerContestants.ENGINE).get(LIMIT_COLUMN)).isEqualTo("45.0 %");
        assertThat(row("wire limit").get(LIMIT_COLUMN)).isEqualTo("100.0 %");
    }

    @Test
    void comparesPlainWithPlainAndTlsWithTls() {
        assertThat(row(PeerContestants.ASYNC).get(ENGINE_COLUMN)).isEqualTo("50.0");
        assertThat(row(PeerContestants.ASYNC).get(CPU_COLUMN)).isEqualTo("40.0");
        assertThat(row("amqp-client async TLS").get(ENGINE_COLUMN)).isEqualTo("20.0");
    }

    @Test
    void showsADashForWhatIsUnknownAndTakesTracedCalls() {
        assertThat(row(PeerContestants.ASYNC).get(WRITES_COLUMN)).isEqualTo("–");
        report.setWriteSyscalls(spec(PeerContestants.ASYNC), 1.5);
        assertThat(row(PeerContestants.ASYNC).get(WRITES_COLUMN)).isEqualTo("1.5000");
    }

    @Test
    void showsWhatFailedAndWhatWasSkipped() {
        assertThat(report.isFailed()).isFalse();
        report.addFailure(spec("Vert.x publisher"), "calibration: Vert.x publisher: out of luck\nat somewhere");
        assertThat(report.isFailed()).isTrue();
        assertThat(row("Vert.x publisher"))
                .hasSameSizeAs(SectionReport.COLUMNS)
                .startsWith("Vert.x publisher", "failed", "–");
        assertThat(report.troubles())
                .containsExactly("failed: calibration: Vert.x publisher: out of luck", "skipped: pika: not there");
        assertThat(report.rows()).noneMatch(row -> row.get(0).equals("engine json"));
    }

    @Test
    void drawsPublishersAndTheLimitAcross() {
        var chart = PeersPage.throughput(report);
        assertThat(chart.bars())
                .extracting(bar -> bar.label())
                .doesNotContain("wire limit")
                .hasSize(4);
        assertThat(chart.bars()).filteredOn(bar -> bar.emphasised()).hasSize(2);
        assertThat(chart.limit()).isNotNull();
        PeersReport all = new PeersReport(List.of(report), Map.of("rounds", 3));
        assertThat(all.table()).contains("null broker", "skipped: pika: not there", "engine x");
        assertThat(all.table()).contains("31 to 51 ns from core to core").endsWith("under the same\n");
        assertThat(all.json()).containsKeys("settings", "machine", "jdk", "versions", "sections");
    }
}
