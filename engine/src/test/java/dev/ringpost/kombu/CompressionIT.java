package dev.ringpost.kombu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringpost.Producer;
import dev.ringpost.PublishOptions;
import dev.ringpost.testing.Brokers;
import dev.ringpost.testing.IntegrationTest;
import dev.ringpost.testing.SentContent;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.Test;

/** A compressed message on the wire. */
@IntegrationTest
class CompressionIT {

    private static final String ZLIB = "application/x-gzip";

    private static PublishOptions.Builder options() {
        return PublishOptions.builder();
    }

    private static String inflated(SentContent sent) throws IOException {
        try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(sent.body()))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void row41_contentTypeAndEncodingAreThoseOfTheUncompressedBody(Brokers brokers) throws Exception {
        PublishOptions.Builder zlib = options().compression("zlib");
        try (TappedEngine it = TappedEngine.start(brokers)) {
            SentContent json = it.published(Map.of("a", 1), zlib);
            assertThat(json.properties().getContentType()).isEqualTo("application/json");
            assertThat(json.properties().getContentEncoding()).isEqualTo("utf-8");
            assertThat(json.header("compression")).isEqualTo(ZLIB);
            assertThat(inflated(json)).isEqualTo("{\"a\":1}");
            SentContent bytes = it.published("text".getBytes(StandardCharsets.UTF_8), zlib);
            assertThat(bytes.properties().getContentType()).isEqualTo("application/data");
            assertThat(bytes.properties().getContentEncoding()).isEqualTo("binary");
            assertThat(inflated(bytes)).isEqualTo("text");
        }
    }

    @Test
    void row42_aMessageSwitchesItsProducersCompressionOff(Brokers brokers) throws Exception {
        try (TappedEngine it = TappedEngine.start(brokers)) {
            Producer producer = it.producer(options().exchange("amq.direct").compression("gzip"));
            assertThat(it.published(producer, "on", options()).header("compression"))
                    .isEqualTo(ZLIB);
            for (PublishOptions.Builder off : new PublishOptions.Builder[] {
                options().withoutCompression(), options().compression("")
            }) {
                SentContent sent = it.published(producer, "off", off);
                assertThat(sent.header("compression")).isNull();
                assertThat(sent.text()).isEqualTo("off");
            }
        }
    }

    @Test
    void row44_theHeaderIsAddedToTheMessagesOwn(Brokers brokers) throws Exception {
        Map<String, Object> own = Map.of("own", 1, "compression", "overwritten");
        try (TappedEngine it = TappedEngine.start(brokers)) {
            SentContent sent = it.published("x", options().compression("zlib").headers(own));
            assertThat(sent.header("own")).isEqualTo(1);
            assertThat(sent.header("compression")).isEqualTo(ZLIB);
            SentContent verbatim = it.published("x", options().headers(own));
            assertThat(verbatim.header("compression"))
                    .as("without compression, the caller's")
                    .isEqualTo("overwritten");
            assertThat(verbatim.text()).isEqualTo("x");
        }
    }
}
