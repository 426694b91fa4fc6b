package dev.ringpost.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.rabbitmq.client.Delivery;
import dev.ringpost.Batching;
import dev.ringpost.PublishOptions;
import dev.ringpost.PublisherEngine;
import dev.ringpost.testing.BrokerClient;
import dev.ringpost.testing.BrokerKind;
import dev.ringpost.testing.Brokers;
import dev.ringpost.testing.DocumentPage;
import dev.ringpost.testing.IntegrationTest;
import dev.ringpost.testing.KombuPeer;
import dev.ringpost.testing.KombuPython;
import dev.ringpost.testing.KombuTest;
import dev.ringpost.testing.Python;
import dev.ringpost.testing.RabbitTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The Python of config/records.md reads what the engine published, as Kombu hands it over and as it came. */
@IntegrationTest
@RabbitTest
@KombuTest
class RecordsPageIT {

    private static final int RECORDS = 400;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    @ParameterizedTest(name = "{0}, numbered {1}, {2}")
    @CsvSource({
        "length-prefixed, true, ",
        "length-prefixed, true, zlib",
        "length-prefixed, true, zstd",
        "length-prefixed, false, ",
        "length-prefixed, false, zlib",
        "length-prefixed, false, zstd",
        "spring, false, ",
        "spring, false, zlib",
        "ndjson, false, ",
        "ndjson, false, zlib",
        "ndjson, false, zstd",
        "json-array, false, ",
        "json-array, false, zlib",
        "json-array, false, zstd",
    })
    void recordsAreRead(String format, boolean numbered, @Nullable String compression, Brokers brokers, KombuPeer kombu)
            throws Exception {
        kombu.assumeHas(compression);
        Path code = folder.resolve("records.py");
        Files.writeString(code, new DocumentPage("config/records.md").block("python", 0));
        List<String> texts =
                IntStream.range(0, RECORDS).mapToObj(RecordsPageIT::text).toList();
        try (BrokerClient client = brokers.client(BrokerKind.RABBITMQ);
                PublisherEngine engine = Interop.engine(brokers)) {
            String exchange = client.exchange("records-page", "fanout");
            String forKombu = client.queue("records-page");
            client.bind(forKombu, exchange, "");
            String asItComes = client.queue("records-page");
            client.bind(asItComes, exchange, "");
            PublishOptions.Builder options = PublishOptions.builder()
                    .exchange(exchange)
                    .batching(Batching.of(16, 4_000).format(format));
            if (numbered) {
                options.numberedMessageId();
            }
            if (compression != null) {
                options.compression(compression);
            }
            long messages = Interop.publishRecords(engine, options.build(), texts);
            List<JsonNode> byKombu =
                    python(code, "kombu", brokers.uri(BrokerKind.RABBITMQ), forKombu, Long.toString(messages));
            assertRead(byKombu, format, texts, numbered);
            List<JsonNode> plain =
                    python(code, "plain", file(client, asItComes, messages).toString());
            assertThat(plain).isEqualTo(byKombu);
        }
    }

    /** A JSON object. The first are short: where lengths are below 128, Kombu takes a whole body of them for text. */
    private static String text(int index) {
        return index < RECORDS / 2
                ? "{\"n\":" + index + "}"
                : "{\"n\":" + index + ",\"text\":\"" + "wörld 😀 ".repeat(index % 30) + "\"}";
    }

    private static void assertRead(List<JsonNode> records, String format, List<String> texts, boolean numbered)
            throws IOException {
        assertThat(records).hasSameSizeAs(texts);
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < records.size(); i++) {
            JsonNode id = records.get(i).get(0);
            JsonNode content = records.get(i).get(1);
            if (numbered) {
                assertThat(id.asText()).matches("[0-9a-f]{32}-00[0-9a-f]{14}");
                assertThat(ids.add(id.asText())).as("%s, once", id).isTrue();
            } else {
                assertThat(id.isNull()).isTrue();
            }
            String text = texts.get(i);
            assertThat(content)
                    .isEqualTo(
                            format.equals("json-array")
                                    ? JSON.readTree(text)
                                    : JSON.createObjectNode()
                                            .put("$bytes", base64(text.getBytes(StandardCharsets.UTF_8))));
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** What the program prints for each record. */
    private List<JsonNode> python(Path code, String... arguments) throws Exception {
        Path script = Path.of(Objects.requireNonNull(RecordsPageIT.class.getResource("/interop/records_page.py"))
                .toURI());
        List<String> all = new ArrayList<>(List.of(script.toString(), code.toString()));
        all.addAll(List.of(arguments));
        Python.Run run = new Python(KombuPython.find().orElseThrow().command()).run(all.toArray(String[]::new));
        assertThat(run.exitCode()).as(run.output()).isZero();
        List<JsonNode> records = new ArrayList<>();
        for (String line : run.output().lines().toList()) {
            records.add(JSON.readTree(line));
        }
        return records;
    }

    /** The messages of a queue as amqp-client gets them. */
    private Path file(BrokerClient client, String queue, long messages) throws Exception {
        List<String> lines = new ArrayList<>();
        long count = client.drainFull(queue, message -> lines.add(line(message)), PATIENCE);
        assertThat(count).isEqualTo(messages);
        return Files.write(folder.resolve("messages.json"), lines);
    }

    private static String line(Delivery message) {
        ObjectNode line = JSON.createObjectNode();
        ObjectNode headers = line.putObject("headers");
        message.getProperties().getHeaders().forEach((name, value) -> headers.put(name, value.toString()));
        return line.put("body", base64(message.getBody())).toString();
    }
}
