package dev.ringpost.kombu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ringpost.EncodeException;
import dev.ringpost.Producer;
import dev.ringpost.PublishOptions;
import dev.ringpost.testing.Brokers;
import dev.ringpost.testing.IntegrationTest;
import dev.ringpost.testing.SentContent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a body becomes, and what its content type and encoding say. */
@IntegrationTest
class BodyContentIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final PublishOptions.Builder NONE = PublishOptions.builder();
    private static final byte[] NO_TEXT = {0, -1};

    private static PublishOptions.Builder options() {
        return PublishOptions.builder();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void isContent(SentContent sent, String type, String encoding, byte[] body) {
        assertThat(sent.properties().getContentType()).isEqualTo(type);
        assertThat(sent.properties().getContentEncoding()).isEqualTo(encoding);
        assertThat(sent.body()).isEqualTo(body);
    }

    private static void isJson(SentContent sent, String json) throws Exception {
        assertThat(sent.properties().getContentType()).isEqualTo("application/json");
        assertThat(sent.properties().getContentEncoding()).isEqualTo("utf-8");
        assertThat(JSON.readTree(sent.body())).isEqualTo(JSON.readTree(json));
    }

    @Test
    void row18_aStringGoesAsItIsInUtf8(Brokers brokers) throws Exception {
        try (TappedEngine it = TappedEngine.start(brokers)) {
            isContent(it.published("héllo", NONE), "text/plain", "utf-8", utf8("héllo"));
            isContent(it.published("", NONE), "text/plain", "utf-8", new byte[0]);
        }
    }

    @Test
    void row19_bytesGoAsTheyAre(Brokers brokers) throws Exception {
        try (TappedEngine it = TappedEngine.start(brokers)) {
            isContent(it.published(NO_TEXT, NONE), "application/data", "binary", NO_TEXT);
            isContent(it.published(new byte[0], NONE), "application/data", "binary", new byte[0]);
        }
    }

    @Test
    void row20_nullIsJsonsNull(Brokers brokers) throws Exception {
        try (TappedEngine it = TappedEngine.start(brokers)) {
            isContent(it.published(null, NONE), "application/json", "utf-8", utf8("null"));
        }
    }

    @Test
    void row21_everythingElseIsJson(Brokers brokers) throws Exception {
        Map<String, @Nullable Object> map = new HashMap<>();
        map.put("hello", "wörld");
        map.put("n", 1);
        map.put("f", 1.5);
        map.put("t", true);
        map.put("z", null);
        try (TappedEngine it = TappedEngine.start(brokers)) {
            isJson(it.published(map, NONE), "{\"hello\":\"wörld\",\"n\":1,\"f\":1.5,\"t\":true,\"z\":null}");
            isJson(it.published(List.of(1, "a", 2.5), NONE), "[1,\"a\",2.5]");
            isJson(it.published(new int[] {1, 2}, NONE), "[1,2]");
            isJson(it.published(42, NONE), "42");
            isJson(it.published(true, NONE), "true");
            isJson(it.published(Map.of(), NONE), "{}");
            isJson(it.published(List.of(), NONE), "[]");
            isJson(it.published(new java.math.BigInteger("1180591620717411303424"), NONE), "1180591620717411303424");
        }
    }

    @Test
    void row22_aSerializerThatIsNamedAppliesToStringsAndBytes(Brokers brokers) throws Exception {
        PublishOptions.Builder json = options().serializer("json");
        try (TappedEngine it = TappedEngine.start(brokers)) {
            isJson(it.published("hé", json), "\"hé\"");
            isJson(it.published(utf8("hi"), json), "{\"__type__\":\"bytes\",\"__value__\":\"hi\"}");
        }
    }

    @Test
    void row23_theProducersSerializerAppliesToStrings(Brokers brokers) throws Exception {
        try (TappedEngine it = TappedEngine.start(brokers)) {
            Producer producer = it.producer(options().serializer("json").exchange("amq.direct"));
            isJson(it.published(producer, "x", NONE), "\"x\"");
            Producer yaml = it.producer(options().serializer("yaml").exchange("amq.direct"));
            SentContent sent = it.published(yaml, "x", NONE);
            assertThat(sent.properties().getContentType()).isEqualTo("application/x-yaml");
            assertThat(sent.properties().getContentEncoding()).isEqualTo("utf-8");
            assertThat(sent.text().strip().replace("---", "").replace("...", "").strip())
                    .as("a YAML document that is the scalar x")
                    .isIn("x", "\"x\"", "'x'");
            isJson(
                    it.published(yaml, "the message's own goes first", options().serializer("json")),
                    "\"the message's own goes first\"");
        }
    }

    @Test
    void row24_rawTakesStringsAndBytesOnly(Brokers brokers) throws Exception {
        PublishOptions.Builder raw = options().serializer("raw");
        try (TappedEngine it = TappedEngine.start(brokers)) {
            isContent(it.published("hé", raw), "application/data", "utf-8", utf8("hé"));
            isContent(it.published(NO_TEXT, raw), "application/data", "binary", NO_TEXT);
            Producer producer = it.producer(raw);
            for (Object each : Arrays.asList(Map.of(), 5, null)) {
                assertThatThrownBy(() -> producer.publish(each)).isInstanceOf(EncodeException.class);
            }
        }
    }

    @Test
    void row27_aContentTypeSaysThatTheBodyIsEncodedAlready(Brokers brokers) throws Exception {
        PublishOptions.Builder typed = options().contentType("application/x-own");
        try (TappedEngine it = TappedEngine.start(brokers)) {
            Producer json = it.producer(options().exchange("amq.direct").serializer("json"));
            isContent(it.published(json, "{ }", typed), "application/x-own", "utf-8", utf8("{ }"));
            isContent(
                    it.published(
                            json,
                            "{ }",
                            options().contentType("application/x-own").serializer("json")),
                    "application/x-own",
                    "utf-8",
                    utf8("{ }"));
            isJson(it.published(json, "an empty one is none", options().contentType("")), "\"an empty one is none\"");
        }
    }

    @Test
    void row28_textWithAContentTypeIsEncodedAsItsContentEncodingSays(Brokers brokers) throws Exception {
        try (TappedEngine it = TappedEngine.start(brokers)) {
            isContent(
                    it.published("hé", options().contentType("text/x").contentEncoding("latin-1")),
                    "text/x",
                    "latin-1",
                    new byte[] {'h', (byte) 0xE9});
            isContent(it.published("hé", options().contentType("text/x")), "text/x", "utf-8", utf8("hé"));
        }
    }

    @Test
    void row29_bytesWithAContentTypeAreBinaryUnlessSaid(Brokers brokers) throws Exception {
        PublishOptions.Builder png = options().contentType("image/png");
        try (TappedEngine it = TappedEngine.start(brokers)) {
            isContent(it.published(NO_TEXT, png), "image/png", "binary", NO_TEXT);
            isContent(it.published(NO_TEXT, png.contentEncoding("utf-8")), "image/png", "utf-8", NO_TEXT);
        }
    }

    @Test
    void row30_aContentEncodingAloneMeansNothing(Brokers brokers) throws Exception {
        PublishOptions.Builder alone = options().contentEncoding("latin-1");
        try (TappedEngine it = TappedEngine.start(brokers)) {
            isJson(it.published(Map.of("a", 1), alone), "{\"a\":1}");
            isContent(it.published("hé", alone), "text/plain", "utf-8", utf8("hé"));
            isContent(it.published(NO_TEXT, alone), "application/data", "binary", NO_TEXT);
        }
    }
}
