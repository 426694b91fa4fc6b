package dev.ringpost.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringpost.bench.contestant.ContestantResult;
import dev.ringpost.bench.contestant.Packing;
import dev.ringpost.bench.peers.PeerSpec.Kind;
import dev.ringpost.bench.peers.PythonClient.Candidate;
import dev.ringpost.bench.run.NullBrokers;
import dev.ringpost.bench.run.RoundRunner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each contestant with a few messages against the null broker, whose count has to agree. */
@Timeout(60)
class PeerContestantsTest {
    private static final int BODY_BYTES = 100;
    private static final NullBrokers BROKERS = new NullBrokers();

    @TempDir
    private static Path scripts;

    @AfterAll
    static void closeBrokers() throws Exception {
        BROKERS.close();
    }

    /** PerfTest is measured by its rate lines, some seconds of them: see PerfTestRatesTest. */
    static Stream<PeerSpec> contestants() throws Exception {
        Path script = PythonClient.copyScript(scripts);
        List<PythonClient> clients = new ArrayList<>();
        for (Candidate candidate : Candidate.values()) {
            PythonClient.find(candidate, script).ifPresent(clients::add);
        }
        return PeerContestants.amqp(BrokerKind.NULL, clients).stream().filter(spec -> spec.kind() != Kind.PERF_TEST);
    }

    @ParameterizedTest
    @MethodSource("contestants")
    void publishesWhatItSays(PeerSpec spec) throws Exception {
        RoundRunner runner = new RoundRunner(BROKERS, BODY_BYTES, 30);
        RoundRunner.Round round = runner.run(spec.contestant(), 1, 1_001, 2_003);
        ContestantResult result = round.contestant();
        Packing packing = result.packing();
        assertThat(result.totalConfirmed()).isEqualTo(3_004);
        assertThat(round.broker().messages()).isEqualTo(packing == null ? 3_004 : 11 + 21);
        // Nothing is an answer here: so few messages may fit between two of the system's clock ticks.
        assertThat(result.cpuUsPerMessage()).isNotNegative();
        assertThat(round.command()).contains("PORT").doesNotContain(scripts.toString());
    }

    /** With 20 ns of CPU for each, far less than any client takes, these would still take two ticks of 10 ms. */
    @Test
    void tellsTheCpuOfMoreThanAFewClockTicks() throws Exception {
        PeerSpec engine = PeerContestants.amqp(BrokerKind.NULL, List.of()).stream()
                .filter(spec -> spec.name().equals(PeerContestants.ENGINE))
                .findFirst()
                .orElseThrow();
        RoundRunner.Round round =
                new RoundRunner(BROKERS, BODY_BYTES, 30).run(engine.contestant(), 1, 1_001, 1_000_003);
        assertThat(round.contestant().cpuUsPerMessage()).isPositive();
    }

    @Test
    void hasUniqueNames() {
        List<String> names = PeerContestants.amqp(BrokerKind.NULL, List.of()).stream()
                .map(PeerSpec::name)
                .toList();
        assertThat(names).doesNotHaveDuplicates().contains(PeerContestants.ENGINE, PeerContestants.ENGINE_TLS);
    }
}
