package dev.ringpost.cli;

import static dev.ringpost.cli.CommandRun.SAMPLE;
import static dev.ringpost.cli.CommandRun.SAMPLE_LINES;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import dev.ringpost.testing.RabbitNode;
import dev.ringpost.testing.RabbitTest;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@RabbitTest
class PublishCommandIT {

    @TempDir
    private Path directory = Path.of("");

    @Test
    void everySampleLineIsConfirmedAndInTheQueue(RabbitNode node) throws Exception {
        Path report = directory.resolve("report.json");
        CommandRun run = CommandRun.of(
                "publish",
                "--uri",
                node.uri(),
                "--queue",
                "cli-sample",
                "--repeat",
                "3",
                "--report",
                report.toString(),
                SAMPLE.toString());
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        JsonNode json = CommandRun.report(report);
        for (String name : List.of("lines", "accepted", "confirmed", "queue_depth")) {
            assertThat(json.get(name).asLong()).as(name).isEqualTo(3L * SAMPLE_LINES);
        }
        assertThat(json.get("bytes").asLong()).isEqualTo(3 * (Files.size(SAMPLE) - SAMPLE_LINES));
        assertThat(String.join("\n", run.out()))
                .contains("confirmed       3,000")
                .doesNotContain("guest:guest");
    }

    @Test
    void bodiesAndPropertiesArriveAsTheyStand(RabbitNode node) throws Exception {
        String text = "{\"a\": \"gr\u00fcn\"}\r\n\r\n [1] \n";
        publishStdin(node, text, "--queue", "cli-ndjson", "--format", "ndjson");
        try (Connection connection = connect(node);
                Channel channel = connection.createChannel()) {
            GetResponse first = channel.basicGet("cli-ndjson", true);
            assertThat(text(first)).isEqualTo("{\"a\": \"gr\u00fcn\"}");
            assertThat(first.getProps().getContentType()).isEqualTo("application/json");
            assertThat(first.getProps().getContentEncoding()).isEqualTo("utf-8");
            assertThat(first.getProps().getDeliveryMode()).isEqualTo(2);
            assertThat(text(channel.basicGet("cli-ndjson", true))).isEqualTo(" [1] ");
            assertThat(channel.basicGet("cli-ndjson", true)).isNull();
        }
        publishStdin(node, text, "--queue", "cli-lines");
        try (Connection connection = connect(node);
                Channel channel = connection.createChannel()) {
            GetResponse first = channel.basicGet("cli-lines", true);
            assertThat(first.getProps().getContentType()).isEqualTo("text/plain");
            assertThat(text(channel.basicGet("cli-lines", true)))
                    .as("an empty line")
                    .isEmpty();
            assertThat(text(channel.basicGet("cli-lines", true))).isEqualTo(" [1] ");
        }
    }

    @Test
    void routingKeysComeFromTheRecords(RabbitNode node) throws Exception {
        try (Connection connection = connect(node);
                Channel channel = connection.createChannel()) {
            channel.exchangeDeclare("cli-ticks", "topic", true);
            channel.queueDeclare("cli-apple", true, false, false, null);
            channel.queueBind("cli-apple", "cli-ticks", "AAPL");
        }
        long apples = Files.readAllLines(SAMPLE).stream()
                .filter(line -> line.contains("\"AAPL\""))
                .count();
        CommandRun run = CommandRun.of(
                "publish",
                "--uri",
                node.uri(),
                "--exchange",
                "cli-ticks",
                "--routing-key-from",
                "/symbol",
                "--mandatory",
                "--lanes",
                "2",
                SAMPLE.toString());
        assertThat(run.exitCode()).as("the other symbols have no queue").isEqualTo(1);
        assertThat(run.out()).contains("confirmed       " + apples, "returned        " + (SAMPLE_LINES - apples));
        assertThat(run.err()).hasSize(6).last().asString().endsWith("more messages were not confirmed");
        try (Connection connection = connect(node);
                Channel channel = connection.createChannel()) {
            assertThat(channel.messageCount("cli-apple")).isEqualTo(apples);
        }
    }

    @Test
    void badLinesAreNamedAndTheRestGoesOn(RabbitNode node) throws Exception {
        String text = "{\"k\":\"cli-bad\"}\n{\"k\":\n{\"k\":\"" + "x".repeat(300)
                + "\"}\n{\"k\":[]}\n{\"k\":\"cli-bad\",\"y\":\"" + "z".repeat(2_000) + "\"}\n{\"k\":\"cli-bad\"}\n";
        CommandRun run = publishStdin(
                node,
                text,
                "--queue",
                "cli-bad",
                "--format",
                "ndjson",
                "--routing-key-from",
                "/k",
                "--max-message-bytes",
                "1000");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).hasSize(4);
        assertThat(run.err().get(0)).startsWith("ringpost: line 2: not JSON: ");
        assertThat(run.err().get(1))
                .startsWith("ringpost: line 3: routing key ")
                .contains("300 bytes");
        assertThat(run.err().get(2)).startsWith("ringpost: line 4: no routing key: an array at /k");
        assertThat(run.err().get(3)).startsWith("ringpost: line 5: it has 2022 bytes; the limit is 1000");
        assertThat(run.out())
                .contains(
                        "lines           6",
                        "rejected lines  4",
                        "confirmed       2",
                        "queue depth     2 in \"cli-bad\"");
    }

    @Test
    void ofARepeatedFileLinesAreNamedWithTheirPass(RabbitNode node, @TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("bad.ndjson"), "1\nx\n");
        CommandRun run = CommandRun.of(
                "publish", "--uri", node.uri(), "--queue", "cli-passes", "--repeat", "2", file.toString());
        assertThat(run.err()).hasSize(2);
        assertThat(run.err().get(0)).startsWith("ringpost: line 2 of pass 1: not JSON: ");
        assertThat(run.err().get(1)).startsWith("ringpost: line 2 of pass 2: not JSON: ");
    }

    @Test
    void strictStopsAtTheFirstBadLineButConfirmsWhatCameBefore(RabbitNode node) throws Exception {
        CommandRun run = publishStdin(node, "1\n2\nx\n4\n", "--queue", "cli-strict", "--format", "ndjson", "--strict");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).contains("lines           3", "confirmed       2", "queue depth     2 in \"cli-strict\"");
        assertThat(run.err()).last().asString().contains("stopped at line 3");
    }

    @Test
    void csvGoesToADeclaredExchangeWithPropertiesAndTheSummaryIsJson(RabbitNode node) throws Exception {
        CommandRun run = publishStdin(
                node,
                "id,symbol\n1,\"A,B\"\n2\n3,C\n",
                "--format",
                "csv",
                "--exchange",
                "cli-csv",
                "--exchange-type",
                "topic",
                "--queue",
                "cli-csv-all",
                "--queue-type",
                "quorum",
                "--key-from",
                "/symbol",
                "--header",
                "host=web",
                "--header",
                "n:=3",
                "--transient",
                "--expiration",
                "60s",
                "--compression",
                "zlib",
                "--json");
        assertThat(run.err()).containsExactly("ringpost: line 3: it has 1 values, and there are 2 names");
        assertThat(run.exitCode()).isEqualTo(1);
        JsonNode json = new ObjectMapper().readTree(String.join("\n", run.out()));
        assertThat(json.get("rejected_lines").asInt()).isEqualTo(1);
        assertThat(json.get("confirmed").asInt()).isEqualTo(2);
        assertThat(json.get("queue_depth").asInt()).isEqualTo(2);
        try (Connection connection = connect(node);
                Channel channel = connection.createChannel()) {
            GetResponse first = channel.basicGet("cli-csv-all", true);
            assertThat(first.getEnvelope().getRoutingKey()).isEqualTo("A,B");
            assertThat(first.getProps().getContentType()).isEqualTo("application/json");
            assertThat(first.getProps().getDeliveryMode()).isEqualTo(1);
            assertThat(first.getProps().getExpiration()).isEqualTo("60000");
            assertThat(first.getProps().getHeaders())
                    .containsEntry("n", 3)
                    .hasEntrySatisfying("host", value -> assertThat(value).hasToString("web"))
                    .hasEntrySatisfying(
                            "compression", value -> assertThat(value).hasToString("application/x-gzip"));
            byte[] body = new InflaterInputStream(new ByteArrayInputStream(first.getBody())).readAllBytes();
            assertThat(new String(body, StandardCharsets.UTF_8)).isEqualTo("{\"id\":\"1\",\"symbol\":\"A,B\"}");
            channel.queueDelete("cli-csv-all");
            channel.exchangeDelete("cli-csv");
        }
    }

    @Test
    void aFullDiskCostsTheReportOnly(RabbitNode node) throws Exception {
        CommandRun run = CommandRun.of(
                "publish", "--uri", node.uri(), "--queue", "cli-full", "--report", "/dev/full", SAMPLE.toString());
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).singleElement().asString().contains("/dev/full (No space left on device)");
        assertThat(run.out()).contains("confirmed       1,000", "queue depth     1,000 in \"cli-full\"");
        assertThat(Files.isRegularFile(Path.of("/dev/full"))).isFalse();
    }

    @Test
    void refusalsAreConfigurationAndSilenceIsUnreachable(RabbitNode node) {
        refused(2, "refused the login of user \"guest\"", node.uri().replace("guest:guest", "guest:wrong-secret"));
        refused(2, "virtual host \"nope\"", node.uri().replace("%2f", "nope"));
        refused(3, "no broker answers at 127.0.0.1:1 ", "amqp://guest:wrong-secret@127.0.0.1:1");
        refused(3, "no.such.host.invalid", "amqp://guest:wrong-secret@no.such.host.invalid");
        refused(2, "exchange \"cli-none\" does not exist", node.uri(), "--exchange", "cli-none");
    }

    private static void refused(int exitCode, String expected, String uri, String... more) {
        String[] call = new String[more.length + 4];
        System.arraycopy(new String[] {"publish", "--uri", uri, SAMPLE.toString()}, 0, call, 0, 4);
        System.arraycopy(more, 0, call, 4, more.length);
        CommandRun run = CommandRun.of(call);
        assertThat(run.exitCode()).as(uri).isEqualTo(exitCode);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .singleElement()
                .asString()
                .startsWith("ringpost: ")
                .contains(expected)
                .doesNotContain("secret");
    }

    private static CommandRun publishStdin(RabbitNode node, String text, String... options) {
        String[] call = new String[options.length + 3];
        System.arraycopy(new String[] {"publish", "--uri", node.uri()}, 0, call, 0, 3);
        System.arraycopy(options, 0, call, 3, options.length);
        ByteArrayInputStream in = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        return CommandRun.of(in, new StopRequest(), call);
    }

    private static String text(GetResponse response) {
        return new String(response.getBody(), StandardCharsets.UTF_8);
    }

    private static Connection connect(RabbitNode node) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(node.uri());
        return factory.newConnection();
    }
}
