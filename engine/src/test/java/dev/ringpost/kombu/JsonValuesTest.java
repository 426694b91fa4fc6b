package dev.ringpost.kombu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.ringpost.serialization.JsonSerializer;
import dev.ringpost.serialization.Serializer;
import dev.ringpost.serialization.SerializerRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The serializer {@code json}: what a Kombu consumer decodes. White space and escapes are Jackson's, not Python's; the
 * decoded values are the same.
 */
class JsonValuesTest {

    private static final ObjectMapper READER = new ObjectMapper();

    private static byte[] bytes(Serializer serializer, Object body) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        serializer.serialize(body, out);
        return out.toByteArray();
    }

    private static String json(Object body) throws IOException {
        Serializer json = SerializerRegistry.standard().require("json");
        return new String(bytes(json, body), StandardCharsets.UTF_8);
    }

    /** The envelope byte for byte: both keys, in this order. */
    private static void isTyped(Object body, String type, String value) throws IOException {
        String envelope = "{\"__type__\":\"" + type + "\",\"__value__\":" + value + "}";
        assertThat(json(body)).isEqualTo(envelope);
        assertThat(json(Map.of("deep", List.of(body)))).isEqualTo("{\"deep\":[" + envelope + "]}");
    }

    private static void isTypedText(Object body, String type, String value) throws IOException {
        isTyped(body, type, "\"" + value + "\"");
    }

    @Test
    void row31_textAndTheOrderOfKeysSurvive() throws IOException {
        String text = "quote \" backslash \\ controls \b\f\n\r\t\u0001\u007f / < > & ' \u2028 ö € 😀";
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("z", text);
        map.put("a", 1);
        map.put("m", text);
        JsonNode read = READER.readTree(json(map));
        assertThat(read.fieldNames()).toIterable().containsExactly("z", "a", "m");
        assertThat(read.get("z").textValue()).isEqualTo(text);
        assertThat(json(Map.of())).isEqualTo("{}");
    }

    @ParameterizedTest
    @ValueSource(
            doubles = {
                1e22,
                1e-7,
                3.0,
                -0.0,
                1e16,
                1e-5,
                Double.MIN_VALUE,
                1.25e17,
                1_000_000_000_000_000.0,
                0.1,
                Double.MAX_VALUE
            })
    void row32_aFloatStaysTheSameFloat(double value) throws IOException {
        String text = json(value);
        assertThat(Double.parseDouble(text)).isEqualTo(value);
        assertThat(text).as("no integer to Python").matches(".*[.eE].*");
        assertThat(READER.readTree(json(Map.of("f", value))).get("f").doubleValue())
                .isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void row33_whatIsNotFiniteIsRefusedUnlessAllowed(double value) throws IOException {
        for (Object body : List.of(value, List.of(value), Map.of("f", value), new double[] {value}, (float) value)) {
            assertThatThrownBy(() -> json(body)).isInstanceOf(IOException.class);
            JsonSerializer allowing =
                    JsonSerializer.builder().allowNonFinite(true).build();
            ObjectMapper lenient = JsonMapper.builder()
                    .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                    .build();
            String text = new String(bytes(allowing, body), StandardCharsets.UTF_8);
            assertThat(text).contains(Double.toString(value)).doesNotContain("\"" + value);
            assertThat(lenient.readTree(text)).isNotNull();
        }
    }

    @Test
    void row34_datesAndTimesAreTyped() throws IOException {
        isTypedText(LocalDateTime.parse("2020-01-02T03:04:05"), "datetime", "2020-01-02T03:04:05");
        isTypedText(LocalDateTime.parse("2020-01-02T03:04:05.006"), "datetime", "2020-01-02T03:04:05.006000");
        isTypedText(Instant.parse("2020-01-02T03:04:05.123456789Z"), "datetime", "2020-01-02T03:04:05.123456+00:00");
        isTypedText(
                OffsetDateTime.of(2020, 1, 2, 3, 4, 5, 0, ZoneOffset.ofHours(2)),
                "datetime",
                "2020-01-02T03:04:05+02:00");
        isTypedText(LocalDate.parse("2020-01-02"), "date", "2020-01-02");
        isTypedText(LocalTime.parse("03:04"), "time", "03:04:00");
        isTypedText(OffsetTime.of(3, 4, 5, 7_000, ZoneOffset.ofHours(2)), "time", "03:04:05.000007+02:00");
    }

    @Test
    void row35_decimalsAndUuidsAreTyped() throws IOException {
        isTypedText(new BigDecimal("1.10"), "decimal", "1.10");
        isTypedText(new BigDecimal("1E+5"), "decimal", "1E+5");
        isTypedText(new BigDecimal("0E-10"), "decimal", "0E-10");
        isTyped(
                UUID.fromString("12345678-1234-5678-1234-567812345678"),
                "uuid",
                "{\"hex\":\"12345678123456781234567812345678\"}");
    }

    @Test
    void row36_bytesAreTextIfTheyCanBeElseBase64() throws IOException {
        isTypedText("hi".getBytes(StandardCharsets.UTF_8), "bytes", "hi");
        isTypedText(new byte[0], "bytes", "");
        isTypedText(new byte[] {-1, 0}, "base64", "/wA=");
    }

    /** What an application may want to send. */
    private record Money(long cents, String currency) {}

    @Test
    void row37_ownTypesHaveTheirMarkerOrNone() throws IOException {
        Money money = new Money(150, "EUR");
        JsonSerializer typed = JsonSerializer.builder()
                .type(Money.class, "money", each -> each.cents() + " " + each.currency())
                .build();
        assertThat(new String(bytes(typed, List.of(money)), StandardCharsets.UTF_8))
                .isEqualTo("[{\"__type__\":\"money\",\"__value__\":\"150 EUR\"}]");
        JsonSerializer plain = JsonSerializer.builder()
                .type(Money.class, null, each -> List.of(each.cents(), each.currency()))
                .type(UUID.class, null, UUID::toString)
                .build();
        assertThat(new String(bytes(plain, money), StandardCharsets.UTF_8)).isEqualTo("[150,\"EUR\"]");
        assertThat(new String(bytes(plain, new UUID(0, 1)), StandardCharsets.UTF_8))
                .as("an own type goes before a built-in one")
                .isEqualTo("\"00000000-0000-0000-0000-000000000001\"");
    }
}
