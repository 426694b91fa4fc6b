package dev.ringpost.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ringpost.testing.BrokerKind;
import dev.ringpost.testing.Brokers;
import dev.ringpost.testing.IntegrationTest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@IntegrationTest
class DoctorCommandIT {

    @Test
    void anEmbeddedBrokerIsFine(Brokers brokers) {
        CommandRun run = CommandRun.of("doctor", "--uri", brokers.uri(BrokerKind.EMBEDDED), "--queue", "no-such-queue");
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .anyMatch(line -> line.startsWith("ok    broker        Apache Qpid"))
                .anyMatch(line -> line.startsWith("ok    publish"))
                .anyMatch(line -> line.startsWith("skip  queue types"))
                .anyMatch(line -> line.matches("(ok  |warn)  round trip    min .*")) // by how busy the machine is
                .anyMatch(line -> line.matches("(ok  |warn)  throughput    [0-9,.]+ messages/s of 100 B confirmed.*"))
                .anyMatch(line -> line.startsWith("fail  queue"))
                .allMatch(line -> line.matches("(ok  |warn|fail|skip)  \\S.*|      -> .*"))
                .noneMatch(line -> line.contains("guest:guest"));
        assertThat(run.exitCode()).as("a queue that should be there is not").isEqualTo(1);
    }

    @Test
    void rabbitMakesEveryQueueAndKeepsNoneAndWhoMayNotIsToldSo(Brokers brokers) throws Exception {
        String uri = brokers.uri(BrokerKind.RABBITMQ);
        CommandRun run = CommandRun.of("doctor", "--json", "--exchange", "amq.topic", "--uri", uri);
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        JsonNode report = new ObjectMapper().readTree(String.join("\n", run.out()));
        assertThat(report.get("exit_code").asInt()).isZero();
        Map<String, String> status = new HashMap<>();
        for (JsonNode finding : report.get("findings")) {
            status.put(finding.get("what").asText(), finding.get("status").asText());
        }
        for (String what : List.of(
                "connect",
                "confirms",
                "heartbeat",
                "frame_max",
                "declare",
                "publish",
                "alarms",
                "exchange",
                "classic queue",
                "quorum queue",
                "stream queue")) {
            assertThat(status).as(what).containsEntry(what, "ok");
        }
        assertThat(status).containsKeys("broker", "round trip", "confirm", "throughput", "clock", "encryption");
        String queues = brokers.rabbit()
                .rabbitmqctl(
                        "eval",
                        "rabbit_auth_backend_internal:add_user(<<\"doc\">>, <<\"doc-secret\">>, <<\"test\">>),"
                                + "rabbit_auth_backend_internal:set_permissions(<<\"doc\">>, <<\"/\">>, <<\"^$\">>,"
                                + " <<\"^$\">>, <<\".*\">>, <<\"test\">>),"
                                + "[element(4, amqqueue:get_name(Q)) || Q <- rabbit_amqqueue:list()].");
        assertThat(queues).contains("[").doesNotContain("ringpost.doctor");
        withoutPermissionsItSaysWhatToGrant(brokers);
    }

    /** Part of the test above, which made the user: each call of RabbitMQ's tool takes seconds. */
    private static void withoutPermissionsItSaysWhatToGrant(Brokers brokers) {
        CommandRun run = CommandRun.of(
                "doctor", "--uri", brokers.uri(BrokerKind.RABBITMQ).replace("guest:guest", "doc:doc-secret"));
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out())
                .anyMatch(line -> line.startsWith("warn  declare"))
                .anyMatch(line -> line.startsWith("fail  publish") && line.contains("ACCESS_REFUSED"))
                .anyMatch(line -> line.contains("rabbitmqctl set_permissions -p / doc"))
                .anyMatch(line -> line.startsWith("skip  throughput"))
                .noneMatch(line -> line.contains("doc-secret"));
    }

    @Test
    void whoCannotGetInLearnsWhy(Brokers brokers) {
        String uri = brokers.uri(BrokerKind.RABBITMQ);
        refused(2, "refused the login of user \"guest\"", uri.replace("guest:guest", "guest:wrong-secret"));
        refused(2, "nope", uri.replace("%2f", "nope"));
        refused(3, "nobody listens there", "amqp://guest:wrong-secret@127.0.0.1:1");
    }

    private static void refused(int exitCode, String expected, String uri) {
        CommandRun run = CommandRun.of("doctor", "--uri", uri);
        assertThat(run.exitCode()).as(uri).isEqualTo(exitCode);
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).hasSize(2);
        assertThat(run.out().get(0))
                .startsWith("fail  connect")
                .contains(expected)
                .doesNotContain("secret");
        assertThat(run.out().get(1)).startsWith("      -> check ");
    }
}
