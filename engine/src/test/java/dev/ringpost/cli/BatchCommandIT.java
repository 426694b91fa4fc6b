package dev.ringpost.cli;

import static dev.ringpost.cli.CommandRun.SAMPLE;
import static dev.ringpost.cli.CommandRun.SAMPLE_LINES;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.GetResponse;
import dev.ringpost.RecordFormat;
import dev.ringpost.consumer.RecordReader;
import dev.ringpost.testing.BrokerClient;
import dev.ringpost.testing.RabbitNode;
import dev.ringpost.testing.RabbitTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lines as records: what the command reports, and what is in the queue. */
@RabbitTest
class BatchCommandIT {

    private static final RecordReader READER = new RecordReader();

    @TempDir
    private Path directory = Path.of("");

    @ParameterizedTest
    @CsvSource({"ndjson, zlib", "json-array, none", "length-prefixed, none", "spring, zstd"})
    void everyLineIsARecord(String format, String compression, RabbitNode node) throws Exception {
        try (BrokerClient client = BrokerClient.connect(node.uri())) {
            String queue = client.queue("cli-batch");
            Path report = directory.resolve("report.json");
            List<String> call = new ArrayList<>(List.of("publish", "--uri", node.uri(), "--queue", queue));
            call.addAll(List.of("--batch-records", "100", "--batch-format", format, "--linger", "50ms"));
            if (!compression.equals("none")) {
                call.addAll(List.of("--compression", compression));
            }
            call.addAll(List.of("--report", report.toString(), SAMPLE.toString()));
            CommandRun run = CommandRun.of(call.toArray(String[]::new));
            assertThat(run.err()).isEmpty();
            assertThat(run.exitCode()).isZero();

            List<GetResponse> messages = all(client, queue);
            assertThat(records(messages, format)).containsExactlyElementsOf(Files.readAllLines(SAMPLE));
            checkReport(CommandRun.report(report), messages.size(), compression);
            assertThat(run.out())
                    .contains(
                            "confirmed       1,000",
                            "queue depth     " + messages.size() + " AMQP messages in \"" + queue + "\"")
                    .anySatisfy(line -> assertThat(line)
                            .startsWith("AMQP messages   " + messages.size() + " of ")
                            .contains(" records, " + format));
        }
    }

    private static void checkReport(JsonNode report, long messages, String compression) {
        assertThat(report.get("confirmed").asLong()).isEqualTo(SAMPLE_LINES);
        assertThat(report.get("amqp_messages").asLong()).isEqualTo(messages).isLessThan(SAMPLE_LINES / 2);
        assertThat(report.get("queue_depth").asLong()).isEqualTo(messages);
        assertThat(report.get("records_per_message").asDouble())
                .isEqualTo((double) SAMPLE_LINES / messages, Offset.offset(0.001));
        double ratio = report.get("compression_ratio").asDouble();
        long wireBytes = report.get("wire_bytes").asLong();
        long bytes = report.get("bytes").asLong();
        if (compression.equals("none")) {
            assertThat(ratio).isEqualTo(1);
            assertThat(wireBytes).isGreaterThan(bytes);
        } else {
            assertThat(ratio).isGreaterThan(2);
            assertThat(wireBytes).isLessThan(bytes);
        }
    }

    @Test
    void badLinesAreNamedAndTheRestGoesOn(RabbitNode node) throws Exception {
        try (BrokerClient client = BrokerClient.connect(node.uri())) {
            String queue = client.queue("cli-batch-bad");
            String text = "one\n\n" + "x".repeat(300) + "\nfour\n";
            CommandRun run = publishStdin(node, queue, text, "--batch-bytes", "200");
            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err()).hasSize(2);
            assertThat(run.err().get(0)).startsWith("ringpost: line 2: ");
            assertThat(run.err().get(1)).startsWith("ringpost: line 3: ").contains("200");
            assertThat(run.out()).contains("lines           4", "rejected lines  2", "confirmed       2");
            assertThat(records(all(client, queue), "length-prefixed")).containsExactly("one", "four");
        }
    }

    @Test
    void aLineThatIsNotJsonIsNoValueOfAnArray(RabbitNode node) throws Exception {
        try (BrokerClient client = BrokerClient.connect(node.uri())) {
            String queue = client.queue("cli-batch-json");
            String text = "{\"a\": 1}\nno json\n[2] \n3 4\n\"five\"\n";
            CommandRun run = publishStdin(node, queue, text, "--batch-records", "10", "--batch-format", "json-array");
            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err()).hasSize(2);
            assertThat(run.err().get(0)).startsWith("ringpost: line 2: ");
            assertThat(run.err().get(1)).startsWith("ringpost: line 4: ");
            assertThat(run.out()).contains("lines           5", "rejected lines  2", "confirmed       3");
            assertThat(records(all(client, queue), "json-array")).containsExactly("{\"a\": 1}", "[2]", "\"five\"");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "--batch-bytes 2000 --max-message-bytes 1000, --batch-bytes 2000",
        "--batch-records 1000 --ring-size 256, --batch-records 1000",
        "--batch-records 10 --linger 5s --delivery-timeout 5s, --linger 5s"
    })
    void limitsThatContradictEachOtherAreAUsageError(String options, String expected, RabbitNode node) {
        List<String> call = new ArrayList<>(List.of("publish", "--uri", node.uri(), "--queue", "cli-batch-refused"));
        call.addAll(List.of(options.split(" ", -1)));
        call.add(SAMPLE.toString());
        CommandRun run = CommandRun.of(call.toArray(String[]::new));
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .singleElement()
                .asString()
                .contains(expected)
                .endsWith("correct --batch-records, --batch-bytes or --linger");
    }

    private static CommandRun publishStdin(RabbitNode node, String queue, String text, String... options) {
        List<String> call = new ArrayList<>(List.of("publish", "--uri", node.uri(), "--queue", queue));
        call.addAll(List.of(options));
        ByteArrayInputStream in = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        return CommandRun.of(in, new StopRequest(), call.toArray(String[]::new));
    }

    private static List<GetResponse> all(BrokerClient client, String queue) throws IOException {
        List<GetResponse> all = new ArrayList<>();
        for (GetResponse next = get(client, queue); next != null; next = get(client, queue)) {
            all.add(next);
        }
        return all;
    }

    private static @Nullable GetResponse get(BrokerClient client, String queue) throws IOException {
        return client.channel().basicGet(queue, true);
    }

    /** The records of AMQP messages that are checked to be batches of that format. */
    private static List<String> records(List<GetResponse> messages, String format) {
        List<String> records = new ArrayList<>();
        for (GetResponse message : messages) {
            BasicProperties properties = message.getProps();
            Map<String, Object> headers = properties.getHeaders();
            boolean isSpring = format.equals("spring");
            assertThat(headers)
                    .hasEntrySatisfying(
                            isSpring ? RecordFormat.SPRING_FORMAT_HEADER : RecordFormat.FORMAT_HEADER,
                            value -> assertThat(value).hasToString(isSpring ? RecordFormat.SPRING_FORMAT : format));
            READER.read(properties.getContentType(), properties.getContentEncoding(), headers, message.getBody())
                    .forEach(each -> records.add(each.text()));
        }
        return records;
    }
}
