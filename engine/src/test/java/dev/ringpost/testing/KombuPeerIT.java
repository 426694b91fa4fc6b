package dev.ringpost.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@RabbitTest
@KombuTest
class KombuPeerIT {

    @Test
    void valuesKeepTheirTypesOnTheWayThereAndBack(RabbitNode node, KombuPeer kombu) throws Exception {
        List<@Nullable Object> values = Arrays.asList(
                null,
                true,
                "text",
                1,
                -(1L << 40),
                BigInteger.TWO.pow(70),
                1.0,
                -0.0,
                Double.NaN,
                Double.NEGATIVE_INFINITY,
                new byte[] {0, -1},
                List.of(List.of(), Map.of()),
                Map.of("a", Map.of("b", 1)),
                Map.of("$a", 1),
                Map.of(1, "one", 2L, List.of("two")),
                Set.of(1, 2, 3),
                new BigDecimal("1.10"),
                UUID.fromString("12345678-1234-5678-1234-567812345678"),
                LocalDateTime.parse("2020-01-02T03:04:00"),
                OffsetDateTime.parse("2020-01-02T03:04:05.006+02:00"),
                LocalDate.parse("2020-01-02"),
                LocalTime.parse("03:04"),
                PythonValues.tagged("$tuple", List.of(1, "two")));
        try (BrokerClient client = BrokerClient.connect(node.uri())) {
            String queue = client.queue("kombu-peer");
            Map<String, String> asPickle = Map.of("serializer", "pickle");
            List<KombuPeer.Publication> publications = values.stream()
                    .map(value -> new KombuPeer.Publication(value, asPickle))
                    .toList();
            kombu.publish(node.uri(), "", queue, publications);
            assertThat(kombu.consume(node.uri(), queue, values.size(), List.of("pickle")))
                    .map(KombuMessage::body)
                    .isEqualTo(values.stream().map(PythonValues::of).toList());
        }
    }

    @Test
    void anErrorSaysWhatKombuSaidAndThePeerGoesOn(RabbitNode node, KombuPeer kombu) {
        List<KombuPeer.Publication> wrong =
                List.of(new KombuPeer.Publication("text", Map.of("serializer", "unheard-of")));
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> kombu.publish(node.uri(), "", "anywhere", wrong))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("SerializerNotInstalled")
                    .hasMessageContaining("unheard-of");
        }
    }
}
