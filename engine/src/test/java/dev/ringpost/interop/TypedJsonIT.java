package dev.ringpost.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringpost.PublishOptions;
import dev.ringpost.PublisherEngine;
import dev.ringpost.serialization.JsonSerializer;
import dev.ringpost.testing.BrokerClient;
import dev.ringpost.testing.BrokerKind;
import dev.ringpost.testing.Brokers;
import dev.ringpost.testing.IntegrationTest;
import dev.ringpost.testing.KombuMessage;
import dev.ringpost.testing.KombuPeer;
import dev.ringpost.testing.KombuTest;
import dev.ringpost.testing.PythonValues;
import dev.ringpost.testing.RabbitTest;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * JSON's typed values at a consumer of Kombu. One from 5.3 on gets the Python types back, an older one Kombu's envelopes as
 * they are: both are compared, by what this Kombu does.
 */
@IntegrationTest
@RabbitTest
@KombuTest
class TypedJsonIT {

    private static final UUID ID = UUID.fromString("12345678-1234-5678-1234-567812345678");

    /** A value, the envelope that carries it, and what Python makes of that. */
    private record Typed(Object value, String type, Object content, Object python) {}

    private record Trade(UUID id, BigDecimal price, Instant at, Optional<LocalDate> settles, ByteBuffer raw) {}

    @Test
    void everyTypeArrivesAtEveryDepth(Brokers brokers, KombuPeer kombu) throws Exception {
        List<Typed> types = types();
        List<Object> bodies = new ArrayList<>();
        List<Object> expected = new ArrayList<>();
        for (Typed each : types) {
            Object read = kombu.hasTypedJson() ? each.python() : Envelopes.of(each.type(), each.content());
            bodies.add(each.value());
            expected.add(read);
            bodies.add(Map.of("list", List.of(Map.of("value", each.value()), 1)));
            expected.add(Map.of("list", List.of(Map.of("value", read), 1)));
        }
        assertRead(brokers, kombu, PublishOptions.none(), bodies, expected);
    }

    @Test
    void aRecordOfTypedValuesArrives(Brokers brokers, KombuPeer kombu) throws Exception {
        Trade trade = new Trade(
                ID,
                new BigDecimal("1.10"),
                Instant.parse("2020-01-02T03:04:05.006Z"),
                Optional.of(LocalDate.parse("2020-01-06")),
                ByteBuffer.wrap(new byte[] {-1, 0}));
        Map<String, @Nullable Object> read = new LinkedHashMap<>();
        if (kombu.hasTypedJson()) {
            read.put("id", ID);
            read.put("price", new BigDecimal("1.10"));
            read.put("at", OffsetDateTime.parse("2020-01-02T03:04:05.006Z"));
            read.put("settles", LocalDate.parse("2020-01-06"));
            read.put("raw", new byte[] {-1, 0});
        } else {
            read.put("id", Envelopes.of("uuid", Map.of("hex", "12345678123456781234567812345678")));
            read.put("price", Envelopes.of("decimal", "1.10"));
            read.put("at", Envelopes.of("datetime", "2020-01-02T03:04:05.006000+00:00"));
            read.put("settles", Envelopes.of("date", "2020-01-06"));
            read.put("raw", Envelopes.of("base64", "/wA="));
        }
        assertRead(brokers, kombu, PublishOptions.none(), List.of(trade), List.of(read));
    }

    @Test
    void jsonPlainIsReadByAll(Brokers brokers, KombuPeer kombu) throws Exception {
        List<Object> bodies =
                List.of(Instant.parse("2020-01-02T03:04:05Z"), LocalDate.parse("2020-01-02"), ID, new byte[] {-1, 0});
        List<Object> expected = List.of("2020-01-02T03:04:05Z", "2020-01-02", ID.toString(), "/wA=");
        assertRead(
                brokers,
                kombu,
                PublishOptions.builder().serializer("json-plain").build(),
                bodies,
                expected);
    }

    @Test
    void numbersThatAreNoneArriveIfAllowed(Brokers brokers, KombuPeer kombu) throws Exception {
        List<Object> numbers = List.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);
        PublishOptions options = PublishOptions.builder()
                .serializer(JsonSerializer.builder().allowNonFinite(true).build())
                .build();
        assertRead(brokers, kombu, options, List.of(numbers), List.of(numbers));
    }

    private static List<Typed> types() {
        LocalDateTime second = LocalDateTime.parse("2020-01-02T03:04:05");
        LocalDateTime milli = LocalDateTime.parse("2020-01-02T03:04:05.006");
        LocalDateTime nano = LocalDateTime.parse("2020-01-02T03:04:05.000007999");
        LocalDateTime micro = LocalDateTime.parse("2020-01-02T03:04:05.000007");
        OffsetDateTime utc = OffsetDateTime.parse("2020-01-02T03:04:05Z");
        OffsetDateTime east = OffsetDateTime.parse("2020-01-02T03:04:05+02:00");
        LocalDate date = LocalDate.parse("2020-01-02");
        return List.of(
                new Typed(second, "datetime", "2020-01-02T03:04:05", second),
                new Typed(milli, "datetime", "2020-01-02T03:04:05.006000", milli),
                new Typed(nano, "datetime", "2020-01-02T03:04:05.000007", micro),
                new Typed(utc.toInstant(), "datetime", "2020-01-02T03:04:05+00:00", utc),
                new Typed(utc, "datetime", "2020-01-02T03:04:05+00:00", utc),
                new Typed(east, "datetime", "2020-01-02T03:04:05+02:00", east),
                new Typed(
                        utc.atZoneSameInstant(ZoneId.of("Europe/Berlin")),
                        "datetime",
                        "2020-01-02T04:04:05+01:00",
                        OffsetDateTime.parse("2020-01-02T04:04:05+01:00")),
                new Typed(Date.from(utc.toInstant()), "datetime", "2020-01-02T03:04:05+00:00", utc),
                new Typed(date, "date", "2020-01-02", date),
                new Typed(LocalTime.of(3, 4, 5), "time", "03:04:05", LocalTime.of(3, 4, 5)),
                new Typed(
                        LocalTime.of(3, 4, 0, (int) TimeUnit.MICROSECONDS.toNanos(7))
                                .atOffset(ZoneOffset.ofHours(2)),
                        "time",
                        "03:04:00.000007+02:00",
                        PythonValues.tagged("$time", "03:04:00.000007+02:00")),
                decimal("1.10"),
                decimal("1E+5"),
                decimal("0E-10"),
                decimal("-12345678901234567890.5"),
                new Typed(ID, "uuid", Map.of("hex", "12345678123456781234567812345678"), ID),
                new Typed(new byte[] {-1, 0}, "base64", "/wA=", new byte[] {-1, 0}),
                new Typed(utf8("é"), "bytes", "é", utf8("é")),
                new Typed(new byte[0], "bytes", "", new byte[0]),
                new Typed(ByteBuffer.wrap(utf8("buffer")), "bytes", "buffer", utf8("buffer")));
    }

    private static Typed decimal(String text) {
        return new Typed(new BigDecimal(text), "decimal", text, new BigDecimal(text));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void assertRead(
            Brokers brokers, KombuPeer kombu, PublishOptions options, List<Object> bodies, List<Object> expected)
            throws Exception {
        List<KombuMessage> messages;
        try (BrokerClient client = brokers.client(BrokerKind.RABBITMQ);
                PublisherEngine engine = Interop.engine(brokers)) {
            String queue = client.queue("kombu-typed");
            PublishOptions.Builder routed = options.toBuilder().routingKey(queue);
            if (!options.hasSerializer()) {
                routed.serializer("json");
            }
            for (Object body : bodies) {
                Interop.publish(engine, body, routed.build());
            }
            messages = kombu.consume(brokers.uri(BrokerKind.RABBITMQ), queue, bodies.size(), List.of("json"));
        }
        SoftAssertions soft = new SoftAssertions();
        for (int i = 0; i < bodies.size(); i++) {
            KombuMessage message = messages.get(i);
            assertThat(message.contentType()).isEqualTo("application/json");
            Interop.assertEqual(
                    soft,
                    String.valueOf(bodies.get(i)),
                    message.error() == null ? message.body() : message.error(),
                    PythonValues.of(expected.get(i)));
        }
        soft.assertAll();
    }
}
