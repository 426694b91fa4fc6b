package dev.ringpost.serialization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalTime;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MsgpackSerializerTest {

    private final MsgpackSerializer msgpack = new MsgpackSerializer();

    private String hex(@Nullable Object body) throws IOException {
        return HexFormat.of().formatHex(Bodies.bytes(msgpack, body));
    }

    @Test
    void itSaysWhatItIs() {
        assertThat(msgpack.name()).isEqualTo("msgpack");
        assertThat(msgpack.contentType()).isEqualTo("application/x-msgpack");
        assertThat(msgpack.contentEncoding()).isEqualTo("binary");
    }

    @Test
    void simpleValues() throws IOException {
        assertThat(hex(null)).isEqualTo("c0");
        assertThat(hex(true)).isEqualTo("c3");
        assertThat(hex("hé")).as("the family of text").isEqualTo("a368c3a9");
        assertThat(hex("x".repeat(40))).startsWith("d928");
        assertThat(hex(new byte[] {(byte) 0xFF, 0})).as("the family of bytes").isEqualTo("c402ff00");
    }

    @Test
    void integersAreAsShortAsTheyCanBe() throws IOException {
        assertThat(hex(1L)).isEqualTo("01");
        assertThat(hex(-32)).isEqualTo("e0");
        assertThat(hex(200)).isEqualTo("ccc8");
        assertThat(hex(65_536L)).isEqualTo("ce00010000");
        assertThat(hex(BigInteger.TWO.pow(64).subtract(BigInteger.ONE))).isEqualTo("cfffffffffffffffff");
        assertThat(hex(Long.MIN_VALUE)).isEqualTo("d38000000000000000");
    }

    @Test
    void floatsTakeEightBytes() throws IOException {
        assertThat(hex(1.5)).isEqualTo("cb3ff8000000000000");
        assertThat(hex(1.5f)).isEqualTo("cb3ff8000000000000");
        assertThat(hex(Double.NaN)).isEqualTo("cb7ff8000000000000");
    }

    @Test
    void collections() throws IOException {
        Map<Object, Object> map = new LinkedHashMap<>();
        map.put("a", List.of(1));
        map.put(2, Set.of("b"));
        assertThat(hex(map)).isEqualTo("82" + "a161" + "9101" + "02" + "91a162");
        record Point(int x, int y) {}
        assertThat(hex(new Point(1, 2))).isEqualTo("82" + "a17801" + "a17902");
    }

    @Test
    void whatItHasNoFormForIsRefused() {
        for (Object body : List.of(
                Instant.EPOCH,
                LocalTime.NOON,
                BigDecimal.ONE,
                new UUID(1, 2),
                BigInteger.TWO.pow(64),
                BigInteger.TWO.pow(63).negate().subtract(BigInteger.ONE))) {
            assertThatThrownBy(() -> hex(Map.of("a", body)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("msgpack has no form for a")
                    .hasMessageContaining("use json");
        }
    }
}
