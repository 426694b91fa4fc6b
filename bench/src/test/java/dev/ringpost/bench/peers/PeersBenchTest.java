package dev.ringpost.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Options, and who runs where; whatever is refused is refused before a broker is started. */
class PeersBenchTest {
    @ParameterizedTest
    @CsvSource({
        "--rounds 0, --rounds 0 is not positive",
        "--broker kafka, 'none of null, embedded, rabbitmq'",
        "--json /there/is/no/such/directory/file.json, no directory to write it to",
        "--png /there/is/no/such/directory/file.png, no directory to write it to",
        "--only nobody, part of no contestant's name",
    })
    void refusesWhatMakesNoSense(String arguments, String reason, @TempDir Path directory) {
        StringWriter errors = new StringWriter();
        int exitCode = new CommandLine(new PeersBench())
                .setErr(new PrintWriter(errors, true))
                .execute((arguments + " --html " + directory.resolve("page.html")).split(" ", -1));
        assertThat(exitCode).isEqualTo(2);
        assertThat(errors.toString()).contains(reason);
    }

    @Test
    void skipsWhatABrokerCannotDoAndSaysWhy() {
        SectionPlan plan = new SectionPlan(BrokerKind.RABBITMQ, List.of());
        plan.addAll(PeerContestants.amqp(BrokerKind.RABBITMQ, List.of()));
        plan.addMissing(List.of(PythonClient.Candidate.PIKA));
        assertThat(plan.report("RabbitMQ", "rabbitmq").skipped())
                .extracting(Skipped::name)
                .containsExactly("wire limit", PeerContestants.ENGINE_TLS, "amqp-client async TLS", "pika");
        assertThat(plan.wanted()).extracting(PeerSpec::name).contains(PeerContestants.ENGINE, PeerContestants.ASYNC);
    }

    @Test
    void takesOnlyTheNamed() {
        SectionPlan plan = new SectionPlan(BrokerKind.NULL, List.of("Spring", "wire"));
        plan.addAll(PeerContestants.amqp(BrokerKind.NULL, List.of()));
        plan.addMissing(List.of(PythonClient.Candidate.PIKA));
        assertThat(plan.wanted()).hasSize(4);
        assertThat(plan.report("null broker", "null").skipped()).isEmpty();
    }
}
