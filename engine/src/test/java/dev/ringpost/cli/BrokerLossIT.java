package dev.ringpost.cli;

import static dev.ringpost.cli.CommandRun.SAMPLE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import dev.ringpost.testing.BrokerClient;
import dev.ringpost.testing.RabbitNode;
import dev.ringpost.testing.RabbitTest;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker killed in the middle of a run: the run ends within its timeouts, and every message is accounted for. */
@Tag("slow")
@RabbitTest
class BrokerLossIT {
    private static final long SOME_MESSAGES = 2_000;
    private static final long POLL_MS = 50;
    private static final long KEPT_AFTER_MS = 3_000;
    private static final long LIMIT_S = 90;

    @TempDir
    private Path directory = Path.of("");

    @Test
    void aBrokerThatStaysAwayEndsTheRun() throws Exception {
        Path report = directory.resolve("report.json");
        try (RabbitNode node = RabbitNode.start()) {
            CompletableFuture<CommandRun> running =
                    publish(node, report, "--repeat", "100000", "--delivery-timeout", "3s", "--close-timeout", "3s");
            awaitMessages(node);
            node.kill();
            CommandRun run = running.get(LIMIT_S, TimeUnit.SECONDS);
            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(String.join("\n", run.err()))
                    .as("said at once, and not with the summary")
                    .containsSubsequence("stopped reading", "is unknown: ");
            assertThat(String.join("\n", run.out())).contains("queue depth     unknown");
        }
        JsonNode json = CommandRun.report(report);
        addsUp(json);
        assertThat(json.get("timed_out").asLong() + json.get("aborted").asLong())
                .isPositive();
        assertThat(json.get("queue_depth").isNull()).isTrue();
    }

    @Test
    void aBrokerThatComesBackLosesNothing() throws Exception {
        Path report = directory.resolve("report.json");
        String said;
        try (RabbitNode node = RabbitNode.start()) {
            declareInTime(node);
            CompletableFuture<CommandRun> running = publish(node, report, "--repeat", "12", "--close-timeout", "60s");
            awaitMessages(node);
            node.kill();
            node.restart();
            CommandRun run = running.get(LIMIT_S, TimeUnit.SECONDS);
            said = String.join("\n", run.err());
            assertThat(run.exitCode()).as(said).isZero();
        }
        JsonNode json = CommandRun.report(report);
        addsUp(json);
        assertThat(json.get("queue_depth").isNumber()).as(said).isTrue();
        assertThat(json.get("confirmed").asLong()).isEqualTo(12 * CommandRun.SAMPLE_LINES);
        // At least once: what was confirmed is there, and some may be there twice.
        assertThat(json.get("queue_depth").asLong())
                .isGreaterThanOrEqualTo(json.get("confirmed").asLong());
    }

    private static CompletableFuture<CommandRun> publish(RabbitNode node, Path report, String... more) {
        String[] call = new String[more.length + 7];
        String[] begin = {
            "publish", "--uri", node.uri(), "--rate=2000", "--report", report.toString(), SAMPLE.toString()
        };
        System.arraycopy(begin, 0, call, 0, begin.length);
        System.arraycopy(more, 0, call, begin.length, more.length);
        return CompletableFuture.supplyAsync(() -> CommandRun.of(call));
    }

    /** A queue declared shortly before RabbitMQ is killed may be gone afterwards, and what was confirmed in it with it. */
    private static void declareInTime(RabbitNode node) throws Exception {
        try (BrokerClient client = BrokerClient.connect(node.uri())) {
            client.channel().queueDeclare("ringpost.demo", true, false, false, null);
        }
        Thread.sleep(KEPT_AFTER_MS);
    }

    /** Waits until the run is in full swing. */
    private static void awaitMessages(RabbitNode node) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(node.uri());
        factory.setAutomaticRecoveryEnabled(false);
        try (Connection connection = factory.newConnection()) {
            Channel channel = connection.createChannel();
            channel.queueDeclare("ringpost.demo", true, false, false, null);
            for (long i = 0; i < TimeUnit.SECONDS.toMillis(LIMIT_S) / POLL_MS; i++) {
                if (channel.messageCount("ringpost.demo") >= SOME_MESSAGES) {
                    return;
                }
                Thread.sleep(POLL_MS);
            }
        }
        throw new AssertionError("no messages arrive");
    }

    private static void addsUp(JsonNode json) {
        assertThat(json.get("accepted").asLong()).isPositive().isEqualTo(CommandRun.outcomes(json));
        assertThat(json.get("lines").asLong())
                .isEqualTo(json.get("accepted").asLong()
                        + json.get("rejected_lines").asLong());
    }
}
