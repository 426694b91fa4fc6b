package dev.ringpost.interop;

import dev.ringpost.DeliveryMode;
import dev.ringpost.PublishOptions;
import dev.ringpost.testing.KombuPeer;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Inputs for both producers: the same thing said to the engine and to Kombu. */
final class ParityCases {

    private static final Instant TIME = Instant.ofEpochSecond(1_700_000_000L);
    private static final LocalDateTime TIME_IN_PYTHON = LocalDateTime.parse("2023-11-14T22:13:20");
    private static final Map<String, Object> MAP = Map.of("hello", List.of(1, "wörld"));
    private static final @Nullable String[] SERIALIZERS = {null, "raw", "json", "yaml", "msgpack", "pickle"};
    private static final String[] COMPRESSIONS = {
        "zlib",
        "gzip",
        "application/x-gzip",
        "bzip2",
        "bzip",
        "application/x-bz2",
        "lzma",
        "xz",
        "application/x-lzma",
        "brotli",
        "application/x-brotli",
        "zstd",
        "zstandard",
        "application/zstd"
    };

    /**
     * One message of both.
     *
     * @param name for people
     * @param body as both get it
     * @param options of the engine's
     * @param arguments keyword arguments of Kombu's
     */
    record Case(String name, @Nullable Object body, PublishOptions options, Map<String, @Nullable Object> arguments) {}

    private final List<Case> cases = new ArrayList<>();

    private ParityCases() {}

    /** All that this Kombu can publish. */
    static List<Case> of(KombuPeer kombu) {
        ParityCases all = new ParityCases();
        all.bodies(kombu);
        all.compressions();
        all.properties();
        all.contentTypes();
        all.headers();
        return List.copyOf(all.cases);
    }

    private void bodies(KombuPeer kombu) {
        for (String serializer : SERIALIZERS) {
            Bodies.all().forEach((name, body) -> {
                boolean bytesAsJson = "json".equals(serializer) && body instanceof byte[] && !kombu.hasTypedJson();
                if (Bodies.fits(serializer, body) && !bytesAsJson) {
                    add(
                            "serializer " + serializer + ": " + name,
                            body,
                            options -> serializer == null ? options : options.serializer(serializer),
                            given("serializer", serializer));
                }
            });
        }
        add("empty serializer", "text", options -> options.serializer(""), given("serializer", ""));
    }

    private void compressions() {
        for (String name : COMPRESSIONS) {
            add("compression " + name, MAP, options -> options.compression(name), given("compression", name));
        }
        for (String name : new String[] {"zlib", "bzip2", "xz", "zstd"}) {
            Map<String, @Nullable Object> argument = given("compression", name);
            add("bytes in " + name, new byte[] {0, 1, -1}, options -> options.compression(name), argument);
            add("empty text in " + name, "", options -> options.compression(name), argument);
            add(
                    "msgpack in " + name,
                    MAP,
                    options -> options.compression(name).serializer("msgpack"),
                    given("compression", name, "serializer", "msgpack"));
            add(
                    "text in its own charset in " + name,
                    "hé",
                    options -> options.compression(name).contentType("text/x").contentEncoding("latin-1"),
                    given("compression", name, "content_type", "text/x", "content_encoding", "latin-1"));
        }
        add("compression off", MAP, options -> options.compression(""), given("compression", ""));
        add(
                "compression with headers",
                MAP,
                options -> options.compression("zlib").headers(Map.of("own", 1, "compression", "overwritten")),
                given("compression", "zlib", "headers", Map.of("own", 1, "compression", "overwritten")));
        add(
                "a header that says zlib of what is not",
                MAP,
                options -> options.headers(Map.of("compression", "application/x-gzip")),
                given("headers", Map.of("compression", "application/x-gzip")));
    }

    private void properties() {
        add("nothing", MAP, options -> options, given());
        add("priority 9", MAP, options -> options.priority(9), given("priority", 9));
        add("priority 0", MAP, options -> options.priority(0), given("priority", 0));
        add("no priority", MAP, options -> options.withoutPriority(), given("priority", null));
        add("transient", MAP, options -> options.deliveryMode(DeliveryMode.TRANSIENT), given("delivery_mode", 1));
        add(
                "persistent by name",
                MAP,
                options -> options.deliveryMode(DeliveryMode.of("persistent")),
                given("delivery_mode", "persistent"));
        add("expiration", MAP, options -> options.expiration(Duration.ofMillis(61_500)), given("expiration", 61.5));
        add(
                "expiration of microseconds",
                MAP,
                options -> options.expiration(Duration.ofNanos(59_999_900_000L)),
                given("expiration", 59.9999));
        add(
                "all properties",
                "text",
                options -> options.correlationId("correlation-é")
                        .replyTo("reply.to")
                        .messageId("m".repeat(255))
                        .timestamp(TIME)
                        .type("tick")
                        .userId("guest")
                        .appId("app")
                        .clusterId("cluster"),
                given(
                        "correlation_id", "correlation-é",
                        "reply_to", "reply.to",
                        "message_id", "m".repeat(255),
                        "timestamp", TIME.getEpochSecond(),
                        "type", "tick",
                        "user_id", "guest",
                        "app_id", "app",
                        "cluster_id", "cluster"));
        add(
                "empty properties",
                "text",
                options -> options.correlationId("")
                        .replyTo("")
                        .messageId("")
                        .type("")
                        .appId(""),
                given("correlation_id", "", "reply_to", "", "message_id", "", "type", "", "app_id", ""));
    }

    private void contentTypes() {
        add("text with a type", "hé", options -> options.contentType("text/x"), given("content_type", "text/x"));
        for (String charset :
                new String[] {"latin-1", "utf-8", "utf8", "utf_8", "cp1252", "utf-16-le", "iso_8859_15"}) {
            add(
                    "text in " + charset,
                    "hé",
                    options -> options.contentType("text/x").contentEncoding(charset),
                    given("content_type", "text/x", "content_encoding", charset));
        }
        add(
                "text in ascii",
                "he",
                options -> options.contentType("text/x").contentEncoding("us-ascii"),
                given("content_type", "text/x", "content_encoding", "us-ascii"));
        add(
                "bytes with a type",
                new byte[] {-1, 0},
                options -> options.contentType("image/png"),
                given("content_type", "image/png"));
        add(
                "bytes with a type and encoding",
                new byte[] {-1, 0},
                options -> options.contentType("image/png").contentEncoding("utf-8"),
                given("content_type", "image/png", "content_encoding", "utf-8"));
        add(
                "a type and a serializer",
                "hé",
                options -> options.contentType("text/x").serializer("json"),
                given("content_type", "text/x", "serializer", "json"));
        add("an empty type", MAP, options -> options.contentType(""), given("content_type", ""));
        add(
                "an encoding alone, map",
                MAP,
                options -> options.contentEncoding("latin-1"),
                given("content_encoding", "latin-1"));
        add(
                "an encoding alone, text",
                "hé",
                options -> options.contentEncoding("latin-1"),
                given("content_encoding", "latin-1"));
        add(
                "json by hand",
                "{\"a\": 1}",
                options -> options.contentType("application/json"),
                given("content_type", "application/json"));
    }

    private void headers() {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("text", "text äß€𝄞");
        values.put("empty", "");
        values.put("true", true);
        values.put("zero", 0);
        values.put("int", -7);
        values.put("largest int", Integer.MAX_VALUE);
        values.put("double", Math.PI);
        values.put("decimal", new BigDecimal("12.345"));
        values.put("list", Collections.unmodifiableList(Arrays.asList(1, "two", List.of(3.0), null)));
        values.put("map", Map.of("nested", Map.of("deep", true), "none", Map.of()));
        values.put("void", null);
        values.put("ü", "a name beyond ASCII");
        values.forEach((name, value) -> {
            Map<String, @Nullable Object> headers = given(name, value);
            add("header " + name, MAP, options -> options.headers(headers), given("headers", headers));
        });
        add("all headers", MAP, options -> options.headers(values), given("headers", values));
        add(
                "header of a time",
                MAP,
                options -> options.headers(Map.of("time", TIME)),
                given("headers", Map.of("time", TIME_IN_PYTHON)));
    }

    private void add(
            String name,
            @Nullable Object body,
            UnaryOperator<PublishOptions.Builder> options,
            Map<String, @Nullable Object> arguments) {
        cases.add(new Case(name, body, options.apply(PublishOptions.builder()).build(), arguments));
    }

    /** A map of these keys and values; a null is a value like others. */
    static Map<String, @Nullable Object> given(@Nullable Object... keysAndValues) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return Collections.unmodifiableMap(map);
    }
}
