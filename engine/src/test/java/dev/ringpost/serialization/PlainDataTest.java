package dev.ringpost.serialization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PlainDataTest {

    private static final OffsetDateTime EPOCH = Instant.EPOCH.atOffset(ZoneOffset.UTC);

    private final PlainData data = new PlainData(null);

    record Line(@JsonProperty("article_id") int article, Set<String> tags, Map<Integer, LocalDate> days) {}

    record Order(UUID id, List<Line> lines, Optional<Instant> paid) {}

    @Test
    void numbersAreLongUnlessTheyDoNotFit() throws IOException {
        assertThat(data.of(Arrays.asList((byte) 1, (short) 2, 3, 4L, new AtomicInteger(5), BigInteger.valueOf(6))))
                .isEqualTo(List.of(1L, 2L, 3L, 4L, 5L, 6L));
        assertThat(data.of(BigInteger.TWO.pow(64))).isEqualTo(BigInteger.TWO.pow(64));
        assertThat(data.of(new int[] {1, 2})).isEqualTo(List.of(1L, 2L));
        assertThat(data.of(0.1f)).isEqualTo(0.1f);
        assertThat(data.of(new double[] {Double.NaN})).isEqualTo(List.of(Double.NaN));
        assertThat(data.of(new BigDecimal("1.10"))).isEqualTo(new BigDecimal("1.10"));
    }

    @Test
    void beansAreMapsAndWhatTheyHoldKeepsItsType() throws IOException {
        UUID id = new UUID(1, 2);
        Order order = new Order(
                id, List.of(new Line(7, Set.of("new"), Map.of(1, LocalDate.EPOCH))), Optional.of(Instant.EPOCH));
        assertThat(data.of(order))
                .isEqualTo(Map.of(
                        "id",
                        id,
                        "lines",
                        List.of(Map.of("article_id", 7L, "tags", Set.of("new"), "days", Map.of(1L, LocalDate.EPOCH))),
                        "paid",
                        EPOCH));
    }

    @Test
    void whateverJacksonKnowsIsKnown() throws IOException {
        assertThat(data.of(List.of(JsonDialect.PLAIN, 'c', Duration.ofMinutes(1), new Date(0), new char[] {'x', 'y'})))
                .isEqualTo(List.of("PLAIN", "c", "PT1M", EPOCH, "xy"));
        assertThat(data.of(JsonNodeFactory.instance.objectNode().put("a", 1).put("b", "c")))
                .isEqualTo(Map.of("a", 1L, "b", "c"));
        assertThat(data.of(BinaryNode.valueOf(new byte[] {1}))).isEqualTo(new byte[] {1});
        assertThat(data.of(ByteBuffer.wrap(new byte[] {1, 2}, 1, 1))).isEqualTo(new byte[] {2});
        assertThat(data.of(null)).isNull();
        assertThatThrownBy(() -> data.of(new Object())).hasMessageContaining("No serializer found");
        ObjectMapper mapper = JsonMapper.builder()
                .propertyNamingStrategy(PropertyNamingStrategies.UPPER_CAMEL_CASE)
                .build();
        record Named(int aField) {}
        assertThat(new PlainData(mapper).of(new Named(1))).isEqualTo(Map.of("AField", 1L));
        assertThat(mapper.getRegisteredModuleIds()).isEmpty();
    }

    @Test
    void whatPythonCannotFindAgainIsNoKey() {
        assertThatThrownBy(() -> data.of(Map.of(List.of(1), 2)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("key of a map");
    }

    @Test
    void halfASurrogatePairIsRefused() {
        for (Object body : List.of("\ud800", List.of("a\udc00"), Map.of("\ud800", 1))) {
            assertThatThrownBy(() -> data.of(body))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("surrogate");
        }
    }

    @Test
    void whatContainsItselfIsRefusedInOneSentence() {
        List<Object> list = new ArrayList<>();
        list.add(list);
        Map<String, Object> map = new HashMap<>();
        map.put("left", map);
        map.put("right", map);
        for (Object body : List.of(list, map)) {
            assertThatThrownBy(() -> data.of(body))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("does it contain itself?")
                    .satisfies(error -> assertThat(error.getMessage()).hasSizeLessThan(200));
        }
    }
}
