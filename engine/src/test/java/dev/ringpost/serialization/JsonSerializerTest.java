package dev.ringpost.serialization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What both dialects have in common, and what is plain about the plain one. */
class JsonSerializerTest {

    private final JsonSerializer json = new JsonSerializer();
    private final JsonSerializer plain = JsonSerializer.plain();

    record Quote(
            String symbol, double bid, float ask, @Nullable Double last) {}

    @Test
    void eachDialectHasItsName() {
        assertThat(json.name()).isEqualTo("json");
        assertThat(plain.name()).isEqualTo("json-plain");
        for (JsonSerializer serializer : List.of(json, plain)) {
            assertThat(serializer.contentType()).isEqualTo("application/json");
            assertThat(serializer.contentEncoding()).isEqualTo("utf-8");
            assertThat(serializer.contentEncoding("any")).isEqualTo("utf-8");
        }
    }

    @Test
    void simpleValuesAreWhatKombuDecodesToo() throws IOException {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("hello", "wörld");
        map.put("n", 1);
        map.put("f", 1.0);
        map.put("t", true);
        map.put("z", null);
        assertThat(Bodies.text(json, map)).isEqualTo("{\"hello\":\"wörld\",\"n\":1,\"f\":1.0,\"t\":true,\"z\":null}");
        assertThat(Bodies.text(json, null)).isEqualTo("null");
        assertThat(Bodies.text(json, "hé")).isEqualTo("\"hé\"");
        assertThat(Bodies.text(json, Arrays.asList(1, "a", 2.5, null))).isEqualTo("[1,\"a\",2.5,null]");
        assertThat(Bodies.text(json, BigInteger.TWO.pow(70))).isEqualTo("1180591620717411303424");
        assertThat(Bodies.text(json, Map.of())).isEqualTo("{}");
        assertThat(Bodies.text(json, List.of())).isEqualTo("[]");
        assertThat(Bodies.text(json, new Quote("EURUSD", 1.5, 0.1f, null)))
                .isEqualTo("{\"symbol\":\"EURUSD\",\"bid\":1.5,\"ask\":0.1,\"last\":null}");
    }

    @Test
    void halfASurrogatePairIsEscapedAsKombuDoes() throws IOException {
        assertThat(Bodies.text(json, "\ud800")).isEqualToIgnoringCase("\"\\ud800\"");
    }

    /** The quick ones and the others, and the longest wherever the end of the generator's buffer may be. */
    @Test
    void numbersAsJavaWritesThem() throws IOException {
        List<Double> numbers = List.of(1.25, -0.07, 0.0, 1e22, 9_999_999.99999999, Math.PI, 0.001, 1e-4, -1_000_000.5);
        assertThat(Bodies.text(json, numbers)).isEqualTo(numbers.toString().replace(" ", ""));
        double longest = -9_999_999.99999999;
        for (int padding = 7_900; padding <= 8_100; padding++) {
            String pad = "x".repeat(padding);
            assertThat(Bodies.text(json, List.of(pad, longest, longest)))
                    .isEqualTo("[\"" + pad + "\"," + longest + "," + longest + "]");
        }
        JsonSerializer quoting = new JsonSerializer(JsonMapper.builder()
                .enable(JsonWriteFeature.WRITE_NUMBERS_AS_STRINGS)
                .build());
        assertThat(Bodies.text(quoting, List.of(1.25, Math.PI))).isEqualTo("[\"1.25\",\"" + Math.PI + "\"]");
    }

    @Test
    void keysBecomeWhatPythonMakesOfThem() throws IOException {
        Map<@Nullable Object, String> map = new LinkedHashMap<>();
        map.put(1, "a");
        map.put(true, "c");
        map.put(null, "b");
        map.put(1.5, "d");
        map.put(1e22, "e");
        map.put(0.1f, "f");
        map.put(LocalDate.of(2020, 1, 2), "g");
        map.put(JsonDialect.PLAIN, "h");
        assertThat(Bodies.text(json, map))
                .isEqualTo("{\"1\":\"a\",\"true\":\"c\",\"null\":\"b\",\"1.5\":\"d\",\"1e+22\":\"e\",\"0.1\":\"f\","
                        + "\"2020-01-02\":\"g\",\"PLAIN\":\"h\"}");
    }

    static List<Object> notFinite() {
        return List.of(
                Double.NaN,
                Double.POSITIVE_INFINITY,
                Float.NEGATIVE_INFINITY,
                new double[] {1, Double.NaN},
                new float[] {1, Float.NaN},
                Map.of("prices", new Double[] {1.0, Double.NaN}),
                List.of(Double.NaN),
                Map.of("bid", Float.NaN),
                new Quote("EURUSD", Double.NaN, 1, null),
                new Quote("EURUSD", 1, Float.NaN, null),
                new Quote("EURUSD", 1, 1, Double.NaN),
                OptionalDouble.of(Double.NaN),
                DoubleNode.valueOf(Double.NaN));
    }

    @ParameterizedTest
    @MethodSource("notFinite")
    void whatIsNotFiniteIsRefused(Object body) {
        for (JsonSerializer serializer : List.of(json, plain)) {
            assertThatThrownBy(() -> Bodies.text(serializer, body))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("is no number in JSON")
                    .hasMessageContaining("allowNonFinite(true)");
        }
    }

    @Test
    void theRefusalSaysWhere() {
        assertThatThrownBy(() -> Bodies.text(json, List.of(new Quote("EURUSD", Double.NaN, 1, null))))
                .hasMessageContaining("[0]")
                .hasMessageContaining("\"bid\"");
    }

    @ParameterizedTest
    @EnumSource
    void whatIsNotFiniteCanBeAllowed(JsonDialect dialect) throws IOException {
        JsonSerializer allowing =
                JsonSerializer.builder().dialect(dialect).allowNonFinite(true).build();
        assertThat(Bodies.text(allowing, Double.NaN)).isEqualTo("NaN");
        assertThat(Bodies.text(allowing, new double[] {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}))
                .isEqualTo("[Infinity,-Infinity]");
        assertThat(Bodies.text(allowing, new Quote("q", Double.NaN, Float.NaN, null)))
                .isEqualTo("{\"symbol\":\"q\",\"bid\":NaN,\"ask\":NaN,\"last\":null}");
    }

    @Test
    void whatContainsItselfIsRefusedInOneSentence() {
        List<Object> list = new ArrayList<>();
        list.add(list);
        Map<String, Object> map = new HashMap<>();
        map.put("a", List.of(map));
        class Node {
            private @Nullable Object next;

            @JsonProperty
            @Nullable
            Object next() {
                return next;
            }
        }
        Node itself = new Node();
        itself.next = itself;
        Node other = new Node();
        other.next = List.of(other);
        for (Object body : Arrays.<Object>asList(list, map, itself, other)) {
            assertThatThrownBy(() -> Bodies.text(json, body))
                    .isInstanceOf(IOException.class)
                    .satisfies(error -> assertThat(error.getMessage())
                            .containsAnyOf("does it contain itself?", "Direct self-reference")
                            .hasSizeLessThan(400));
        }
    }

    @Test
    void theMapperIsTheApplicationsAndStaysAsItIs() throws IOException {
        ObjectMapper mapper = JsonMapper.builder()
                .propertyNamingStrategy(PropertyNamingStrategies.UPPER_SNAKE_CASE)
                .build();
        JsonSerializer serializer = new JsonSerializer(mapper);
        record Named(int firstField, LocalDate day) {}
        String typed = "{\"FIRST_FIELD\":1,\"DAY\":{\"__type__\":\"date\",\"__value__\":\"2020-01-02\"}}";
        Named named = new Named(1, LocalDate.of(2020, 1, 2));
        assertThat(Bodies.text(serializer, named)).isEqualTo(typed);
        assertThat(mapper.getRegisteredModuleIds()).isEmpty();
        assertThatThrownBy(() -> mapper.writeValueAsString(named)).hasMessageContaining("not supported by default");
        mapper.setPropertyNamingStrategy(PropertyNamingStrategies.LOWER_CASE);
        assertThat(Bodies.text(serializer, named))
                .as("and may be changed afterwards")
                .isEqualTo(typed);
        mapper.registerModule(new JavaTimeModule());
        assertThat(Bodies.text(new JsonSerializer(mapper), LocalDate.EPOCH))
                .as("typed also where the mapper knows dates")
                .isEqualTo("{\"__type__\":\"date\",\"__value__\":\"1970-01-01\"}");
    }

    @Test
    void anAnnotatedSerializerCounts() throws IOException {
        record Labelled(
                @JsonSerialize(using = ToStringSerializer.class)
                UUID id) {}
        UUID id = new UUID(1, 2);
        assertThat(Bodies.text(json, new Labelled(id))).isEqualTo("{\"id\":\"" + id + "\"}");
    }

    @Test
    void aMapperForAnotherFormatIsRefused() {
        ObjectMapper other = new ObjectMapper(new JsonFactory() {
            private static final long serialVersionUID = 1L;
        });
        assertThatThrownBy(() -> new JsonSerializer(other))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("JsonFactory");
    }

    @Test
    void thePlainDialectIsForEveryone() throws IOException {
        record Event(Instant at, LocalDate day, LocalTime time, LocalDateTime local, Duration took, Date old) {}
        Event event = new Event(
                Instant.parse("2020-01-02T03:04:05.000000006Z"),
                LocalDate.of(2020, 1, 2),
                LocalTime.of(3, 4),
                LocalDateTime.of(2020, 1, 2, 3, 4, 5),
                Duration.ofSeconds(90),
                new Date(0));
        assertThat(Bodies.text(plain, event))
                .isEqualTo("{\"at\":\"2020-01-02T03:04:05.000000006Z\",\"day\":\"2020-01-02\",\"time\":\"03:04:00\","
                        + "\"local\":\"2020-01-02T03:04:05\",\"took\":\"PT1M30S\","
                        + "\"old\":\"1970-01-01T00:00:00.000+00:00\"}");
        assertThat(Bodies.text(plain, ZonedDateTime.of(2020, 7, 2, 3, 4, 0, 0, ZoneId.of("Europe/Berlin"))))
                .isEqualTo("\"2020-07-02T03:04:00+02:00\"");
        UUID id = UUID.fromString("12345678-1234-5678-1234-567812345678");
        assertThat(Bodies.text(plain, List.of(id, new BigDecimal("1.10"), new byte[] {(byte) 0xFF, 0})))
                .isEqualTo("[\"" + id + "\",1.10,\"/wA=\"]");
        ByteBuffer buffer = ByteBuffer.allocateDirect(4)
                .put(0, new byte[] {'a', 'b', 'c', 'd'})
                .position(1)
                .limit(3);
        assertThat(Bodies.text(plain, buffer)).isEqualTo("\"YmM=\"");
        assertThat(buffer.remaining()).isEqualTo(2);
    }

    @Test
    void thePlainDialectHasNoEnvelopes() throws IOException {
        JsonSerializer.Builder builder =
                JsonSerializer.builder().dialect(JsonDialect.PLAIN).type(UUID.class, "id", UUID::version);
        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("json-plain writes no envelopes");
        JsonSerializer own = builder.type(UUID.class, null, UUID::version).build();
        assertThat(Bodies.text(own, UUID.fromString("12345678-1234-5678-1234-567812345678")))
                .isEqualTo("5");
    }
}
