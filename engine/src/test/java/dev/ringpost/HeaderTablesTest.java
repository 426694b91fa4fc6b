package dev.ringpost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class HeaderTablesTest {

    private static Map<String, Object> headers(Map<String, ?> headers) {
        return Objects.requireNonNull(
                PublishOptions.builder().headers(headers).build().headers());
    }

    @Test
    void integersAreNarrowedToTheWidthEveryClientReads() {
        Map<String, Object> in = new LinkedHashMap<>();
        in.put("byte", (byte) -1);
        in.put("short", (short) 300);
        in.put("int", 70_000);
        in.put("long that fits", 5L);
        in.put("least int", (long) Integer.MIN_VALUE);
        in.put("long", Integer.MAX_VALUE + 1L);
        in.put("big", BigInteger.valueOf(Long.MAX_VALUE));
        in.put("big that fits", BigInteger.TWO);
        assertThat(headers(in))
                .containsExactly(
                        entry("byte", -1),
                        entry("short", 300),
                        entry("int", 70_000),
                        entry("long that fits", 5),
                        entry("least int", Integer.MIN_VALUE),
                        entry("long", Integer.MAX_VALUE + 1L),
                        entry("big", Long.MAX_VALUE),
                        entry("big that fits", 2));
    }

    @Test
    void theOthersKeepTheirTypes() {
        Map<String, Object> in = new LinkedHashMap<>();
        in.put("text", "é");
        in.put("flag", true);
        in.put("double", 1.5);
        in.put("float", 2.5f);
        in.put("decimal", new BigDecimal("12.34"));
        in.put("instant", Instant.ofEpochSecond(7, 999_000_000));
        in.put("array", new Object[] {1L, "x"});
        assertThat(headers(in))
                .containsEntry("text", "é")
                .containsEntry("flag", true)
                .containsEntry("double", 1.5)
                .containsEntry("float", 2.5f)
                .containsEntry("decimal", new BigDecimal("12.34"))
                .containsEntry("instant", Date.from(Instant.ofEpochSecond(7, 999_000_000)))
                .containsEntry("array", List.of(1, "x"));
    }

    @Test
    @SuppressWarnings("NullAway") // AMQP's void
    void aHeaderMayHaveNoValue() {
        Map<String, Object> in = new HashMap<>();
        in.put("nothing", null);
        assertThat(headers(in)).containsEntry("nothing", null);
    }

    @Test
    void theCopyIsDeepAndTheCallersMapIsLeftAlone() {
        byte[] bytes = {1};
        Date date = new Date(1_000);
        List<Object> list = new ArrayList<>(List.of(1L));
        Map<String, Object> inner = new LinkedHashMap<>(Map.of("list", list));
        Map<String, Object> outer = new LinkedHashMap<>();
        outer.put("inner", inner);
        outer.put("bytes", bytes);
        outer.put("date", date);
        outer.put("long", 1L);
        Map<String, Object> copy = headers(outer);
        assertThat(outer).containsEntry("long", 1L).containsEntry("inner", inner);
        assertThat(list).containsExactly(1L);

        bytes[0] = 99;
        date.setTime(99);
        list.add("more");
        inner.put("more", 1);
        outer.put("more", 1);
        assertThat(copy)
                .hasSize(4)
                .containsEntry("inner", Map.of("list", List.of(1)))
                .containsEntry("date", new Date(1_000));
        assertThat((byte[]) copy.get("bytes")).containsExactly(1);
    }

    @Test
    void theCopyCannotBeChangedThroughTheOptions() {
        Map<String, Object> copy = headers(Map.of("inner", Map.of(), "list", List.of()));
        assertThatThrownBy(() -> copy.put("x", 1)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> ((Map<?, ?>) Objects.requireNonNull(copy.get("inner"))).clear())
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void typesWithoutAPlaceInAmqpAreNamedWithTheirPath() {
        assertRefused(Map.of("a", Map.of("b", List.of(UUID.randomUUID()))), "\"a.b[]\"", "java.util.UUID");
        assertRefused(Map.of("a", 'c'), "java.lang.Character");
        assertRefused(Map.of("a", new int[] {1}), "\"a\"");
        assertRefused(Map.of("a", BigInteger.ONE.shiftLeft(64)), "64 bits");
        assertRefused(Map.of("a", new BigDecimal("99999999999")), "32 bits");
        assertRefused(Map.of("a", BigDecimal.valueOf(1, -1)), "scale");
        assertRefused(Map.of("a", BigDecimal.valueOf(1, 256)), "scale");
        assertRefused(Map.of("a", Map.of(5, "x")), "name is a String");
        assertRefused(Map.of("n".repeat(256), 1), "header name", "255");
        assertRefused(Map.of("é".repeat(128), 1), "256 bytes");
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.SECONDS)
    void aTableInItselfIsRefusedQuickly() {
        Map<String, Object> cyclic = new HashMap<>();
        cyclic.put("", cyclic); // twice in itself, and with the shortest path there is
        cyclic.put("again", cyclic);
        assertRefused(cyclic, "nested");
        List<Object> list = new ArrayList<>();
        list.add(list);
        list.add(list);
        assertRefused(Map.of("", list), "nested");
    }

    @Test
    void thirtyTwoDeepIsAllowedAndOneMoreIsNot() {
        assertThat(headers(nested(32))).hasSize(1);
        assertRefused(nested(33), "32 deep");
    }

    private static Map<String, Object> nested(int depth) {
        Map<String, Object> table = new HashMap<>();
        for (int i = 0; i < depth; i++) {
            table = new HashMap<>(Map.of("n", table));
        }
        return table;
    }

    private static void assertRefused(Map<String, ?> headers, String... parts) {
        assertThatThrownBy(() -> PublishOptions.builder().headers(headers))
                .isInstanceOf(InvalidMessageException.class)
                .hasMessageContainingAll(parts);
    }
}
