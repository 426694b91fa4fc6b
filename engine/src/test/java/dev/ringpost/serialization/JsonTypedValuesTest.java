package dev.ringpost.serialization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Year;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Date;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TimeZone;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Kombu's envelopes, byte for byte but for the white space between tokens. */
class JsonTypedValuesTest {

    private static final UUID ID = UUID.fromString("12345678-1234-5678-1234-567812345678");
    private static final String ID_JSON =
            "{\"__type__\":\"uuid\",\"__value__\":{\"hex\":\"12345678123456781234567812345678\"}}";

    private final JsonSerializer json = new JsonSerializer();

    @SuppressWarnings("ArrayRecordComponent") // applications have such records
    record Order(UUID id, BigDecimal price, Optional<Instant> paid, Optional<Instant> sent, byte[] signature) {}

    private String json(Object body) throws IOException {
        return Bodies.text(json, body);
    }

    private static String typed(String type, String value) {
        return "{\"__type__\":\"" + type + "\",\"__value__\":\"" + value + "\"}";
    }

    @Test
    void momentsAreAwareDatetimes() throws IOException {
        assertThat(json(Instant.parse("2020-01-02T03:04:05Z")))
                .isEqualTo(typed("datetime", "2020-01-02T03:04:05+00:00"));
        assertThat(json(Instant.parse("1969-12-31T23:59:59.999999999Z")))
                .as("nanoseconds are cut")
                .isEqualTo(typed("datetime", "1969-12-31T23:59:59.999999+00:00"));
        assertThat(json(OffsetDateTime.parse("2020-01-02T03:04:05.006+02:00")))
                .isEqualTo(typed("datetime", "2020-01-02T03:04:05.006000+02:00"));
        assertThat(json(ZonedDateTime.of(2020, 7, 2, 3, 4, 0, 0, ZoneId.of("Europe/Berlin"))))
                .isEqualTo(typed("datetime", "2020-07-02T03:04:00+02:00"));
        assertThat(json(ZonedDateTime.of(1890, 1, 1, 0, 0, 0, 0, ZoneId.of("Europe/Berlin"))))
                .as("local mean time")
                .isEqualTo(typed("datetime", "1890-01-01T00:00:00+00:53:28"));
        assertThat(json(new Date(1))).isEqualTo(typed("datetime", "1970-01-01T00:00:00.001000+00:00"));
        GregorianCalendar calendar = new GregorianCalendar(TimeZone.getTimeZone("GMT-03:30"), Locale.ROOT);
        calendar.setTimeInMillis(0);
        assertThat(json(calendar)).isEqualTo(typed("datetime", "1969-12-31T20:30:00-03:30"));
    }

    @Test
    void localOnesAreNaive() throws IOException {
        assertThat(json(LocalDateTime.of(2020, 1, 2, 3, 4, 5))).isEqualTo(typed("datetime", "2020-01-02T03:04:05"));
        assertThat(json(LocalDateTime.of(2020, 1, 2, 0, 0, 0, 999)))
                .as("less than a microsecond is no fraction")
                .isEqualTo(typed("datetime", "2020-01-02T00:00:00"));
        assertThat(json(LocalDate.of(1, 1, 2))).isEqualTo(typed("date", "0001-01-02"));
        assertThat(json(LocalTime.of(3, 4))).isEqualTo(typed("time", "03:04:00"));
        assertThat(json(OffsetTime.of(3, 4, 5, 7_000, ZoneOffset.ofHours(2))))
                .isEqualTo(typed("time", "03:04:05.000007+02:00"));
    }

    @Test
    void thoseOfSqlAreWhatTheyMean() throws IOException {
        assertThat(json(java.sql.Date.valueOf("2020-01-02"))).isEqualTo(typed("date", "2020-01-02"));
        assertThat(json(java.sql.Time.valueOf("03:04:05"))).isEqualTo(typed("time", "03:04:05"));
        assertThat(json(java.sql.Timestamp.from(Instant.parse("2020-01-02T03:04:05.000007Z"))))
                .isEqualTo(typed("datetime", "2020-01-02T03:04:05.000007+00:00"));
    }

    @Test
    void yearsThatPythonDoesNotHaveAreRefused() {
        for (Object body : List.of(Instant.MAX, LocalDate.of(10_000, 1, 1), LocalDate.of(0, 1, 1), LocalDateTime.MIN)) {
            assertThatThrownBy(() -> json(body))
                    .as("%s", body)
                    .isInstanceOf(IOException.class)
                    .hasRootCauseInstanceOf(DateTimeException.class);
        }
        assertThatThrownBy(() -> json(Map.of("due", LocalDate.of(10_000, 1, 1))))
                .hasMessageContaining("year 10000 is outside of Python's 1 to 9999")
                .hasMessageContaining("due");
    }

    @Test
    void decimalsAreWhatPythonWrites() throws IOException {
        for (String text : List.of("1.10", "1E+5", "0E-10", "-0.000001", "1E-7", "123456789012345678901234567890.5")) {
            assertThat(json(new BigDecimal(text))).isEqualTo(typed("decimal", text));
        }
    }

    @Test
    void uuidsAreObjectsOfTheirDigits() throws IOException {
        assertThat(json(ID)).isEqualTo(ID_JSON);
    }

    @Test
    void bytesAreTextOrBase64() throws IOException {
        assertThat(json("hi".getBytes(StandardCharsets.UTF_8))).isEqualTo(typed("bytes", "hi"));
        assertThat(json(new byte[0])).isEqualTo(typed("bytes", ""));
        assertThat(json("é\n".getBytes(StandardCharsets.UTF_8))).isEqualTo(typed("bytes", "é\\n"));
        assertThat(json(new byte[] {(byte) 0xFF, 0})).isEqualTo(typed("base64", "/wA="));
        assertThat(json(new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80}))
                .as("half a surrogate pair is not UTF-8")
                .isEqualTo(typed("base64", "7aCA"));
        ByteBuffer buffer = ByteBuffer.allocateDirect(4)
                .put(0, new byte[] {'a', 'b', 'c', 'd'})
                .position(1)
                .limit(3);
        assertThat(json(buffer)).isEqualTo(typed("bytes", "bc"));
        assertThat(buffer.remaining()).as("the caller's buffer is as it was").isEqualTo(2);
    }

    @Test
    void theyAreTypedAtAnyDepth() throws IOException {
        Order order =
                new Order(ID, new BigDecimal("1.10"), Optional.of(Instant.EPOCH), Optional.empty(), new byte[] {'s'});
        String epoch = typed("datetime", "1970-01-01T00:00:00+00:00");
        String orderJson = "{\"id\":" + ID_JSON + ",\"price\":" + typed("decimal", "1.10") + ",\"paid\":" + epoch
                + ",\"sent\":null,\"signature\":" + typed("bytes", "s") + "}";
        assertThat(json(order)).isEqualTo(orderJson);
        assertThat(json(Map.of("orders", List.of(order, Optional.of(Instant.EPOCH)))))
                .isEqualTo("{\"orders\":[" + orderJson + "," + epoch + "]}");
        assertThat(json(Optional.of(Instant.EPOCH))).isEqualTo(epoch);
        assertThat(json(new Object[] {Instant.EPOCH, new UUID[] {ID}})).isEqualTo("[" + epoch + ",[" + ID_JSON + "]]");
    }

    @Test
    void whatKombuHasNoTypeForIsText() throws IOException {
        assertThat(json(List.of(Duration.ofMinutes(90), Year.of(2020), ZoneId.of("Europe/Berlin"))))
                .isEqualTo("[\"PT1H30M\",\"2020\",\"Europe/Berlin\"]");
        assertThat(json(new BigInteger("1180591620717411303424"))).isEqualTo("1180591620717411303424");
    }

    @Test
    void ownTypesComeFirst() throws IOException {
        record Money(String currency, BigDecimal amount) {}
        record Celsius(double degrees) {}
        JsonSerializer own = JsonSerializer.builder()
                .type(Money.class, "money", money -> List.of(money.currency(), money.amount()))
                .type(Celsius.class, null, Celsius::degrees)
                .type(UUID.class, "uuid4", UUID::toString)
                .type(
                        Number.class,
                        "number",
                        number -> "any " + number.getClass().getSimpleName())
                .build();
        assertThat(Bodies.text(own, List.of(new Money("EUR", BigDecimal.TEN), new Celsius(36.6), ID)))
                .isEqualTo("[{\"__type__\":\"money\",\"__value__\":[\"EUR\",{\"__type__\":\"number\",\"__value__\":"
                        + "\"any BigDecimal\"}]}," + typed("number", "any Double") + ","
                        + typed("uuid4", ID.toString()) + "]");
        assertThat(Bodies.text(new JsonSerializer(), ID))
                .as("of that serializer only")
                .isEqualTo(ID_JSON);
    }

    @Test
    void anOwnTypeThatStandsForItselfIsRefused() {
        class Loop {}
        JsonSerializer same =
                JsonSerializer.builder().type(Loop.class, "loop", loop -> loop).build();
        assertThatThrownBy(() -> Bodies.text(same, new Loop())).hasMessageContaining("returns the object itself");
        JsonSerializer another = JsonSerializer.builder()
                .type(Loop.class, null, loop -> new Loop())
                .build();
        assertThatThrownBy(() -> Bodies.text(another, new Loop())).hasMessageContaining("does it contain itself");
    }

    @Test
    void anEmptyMarkerIsRefused() {
        JsonSerializer.Builder builder = JsonSerializer.builder();
        assertThatThrownBy(() -> builder.type(Order.class, "", Order::id))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("give null for no envelope");
    }

    @Test
    void aMapperThatAddsTypeIdsAddsNoneToThem() throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        mapper.activateDefaultTyping(mapper.getPolymorphicTypeValidator(), ObjectMapper.DefaultTyping.NON_FINAL);
        assertThat(Bodies.text(new JsonSerializer(mapper), new ArrayList<>(List.of(ID, BigDecimal.ONE))))
                .isEqualTo("[\"java.util.ArrayList\",[" + ID_JSON + "," + typed("decimal", "1") + "]]");
    }
}
