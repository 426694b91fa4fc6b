package dev.ringpost.serialization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ringpost.testing.KombuPython;
import dev.ringpost.testing.Python;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real Kombu decodes what the serializers write. Needs a Python 3 with Kombu, PyYAML and msgpack, see {@link
 * KombuPython}; skipped where there is none. JSON's typed values need Kombu 5.3.
 */
@Timeout(120)
class KombuReadsTest {

    private static final Python PYTHON =
            new Python(KombuPython.find().map(KombuPython::command).orElse("python3"));
    private static final UUID ID = UUID.fromString("12345678-1234-5678-1234-567812345678");
    private static final String ID_PYTHON = "uuid.UUID('12345678-1234-5678-1234-567812345678')";
    private static final List<String> EVERY_FORMAT = List.of("json", "json-plain", "yaml", "msgpack", "pickle");

    private static boolean readsTypedValues;

    @TempDir
    private static Path folder;

    private final SerializerRegistry registry = SerializerRegistry.standard();
    private final List<Map<String, String>> cases = new ArrayList<>();

    record Order(UUID id, BigDecimal price, Optional<Instant> paid, Set<Integer> lines) {}

    @BeforeAll
    static void findKombu() throws Exception {
        String version = PYTHON.run("-c", "import kombu, msgpack, yaml; print(kombu.__version__)")
                .output();
        assumeTrue(version.matches("\\d+\\.\\d+.*"), "no Python with Kombu, PyYAML and msgpack: " + version);
        String[] numbers = version.split("\\.", -1);
        int major = Integer.parseInt(numbers[0]);
        readsTypedValues = major > 5 || (major == 5 && Integer.parseInt(numbers[1]) >= 3);
    }

    private void add(String serializerName, @Nullable Object body, String expected) throws IOException {
        add(registry.require(serializerName), body, expected);
    }

    @SuppressWarnings("NullAway") // null is a body too
    private void add(Serializer serializer, @Nullable Object body, String expected) throws IOException {
        cases.add(Map.of(
                "contentType", serializer.contentType(),
                "contentEncoding", serializer.contentEncoding(body),
                "body", Base64.getEncoder().encodeToString(Bodies.bytes(serializer, body)),
                "expected", expected));
    }

    private void assertKombuReadsThem() throws Exception {
        Path input = folder.resolve("cases.json");
        Files.write(input, new ObjectMapper().writeValueAsBytes(cases));
        Path script = folder.resolve("kombu_reads.py");
        try (InputStream in = KombuReadsTest.class.getResourceAsStream("kombu_reads.py")) {
            Files.write(script, Objects.requireNonNull(in).readAllBytes());
        }
        assertThat(PYTHON.run(script.toString(), input.toString()).output()).isEqualTo("done");
        assertThat(cases).isNotEmpty();
    }

    private static Map<Object, @Nullable Object> mapOf(@Nullable Object... keysAndValues) {
        Map<Object, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put(Objects.requireNonNull(keysAndValues[i]), keysAndValues[i + 1]);
        }
        return map;
    }

    @Test
    void simpleValuesInEveryFormat() throws Exception {
        for (String format : EVERY_FORMAT) {
            add(format, null, "None");
            add(
                    format,
                    mapOf("hello", "wörld", "n", 1, "f", 1.0, "t", true, "z", null),
                    "{'hello': 'wörld', 'n': 1, 'f': 1.0, 't': True, 'z': None}");
            add(format, Arrays.asList(1, "a", 2.5, null), "[1, 'a', 2.5, None]");
            add(format, new Object[] {1, new int[] {2}}, "[1, [2]]");
            for (long number : new long[] {0, -1, 127, 128, -32, -33, 255, 256, 65_535, 65_536, 1L << 40}) {
                add(format, number, "" + number);
            }
            add(format, Long.MIN_VALUE, "-2**63");
            add(format, BigInteger.TWO.pow(63), "2**63");
            for (double number :
                    new double[] {3, -0.0, 1e22, 1e-7, Double.MIN_VALUE, Double.MAX_VALUE, 123456789.125}) {
                add(format, number, "" + number);
            }
            add(format, mapOf(), "{}");
            add(format, List.of(), "[]");
            add(format, "x", "'x'");
            add(format, mapOf("k".repeat(2_000), List.of(mapOf("a", "b"))), "{'k' * 2000: [{'a': 'b'}]}");
        }
        for (String format : List.of("json", "json-plain", "yaml", "pickle")) {
            add(format, BigInteger.TWO.pow(70), "2**70");
            add(format, BigInteger.TWO.pow(3_000).negate(), "-2**3000");
        }
        assertKombuReadsThem();
    }

    @Test
    void textWithWhateverInEveryFormat() throws Exception {
        List<String> texts = new ArrayList<>(List.of(
                "true",
                "No",
                "null",
                "~",
                "y",
                "1",
                "1_000",
                "1:20",
                "0x1f",
                "1e5",
                "1.5",
                ".nan",
                "=",
                "<<",
                " ",
                "- a",
                "2020-01-02",
                "a: b",
                "# a",
                "a\tb\r\n",
                "*x",
                "&x",
                "!x",
                "@",
                "%",
                "'",
                "\"\\",
                "wörld",
                "日本",
                "😀",
                "\u0000\u001b\u007f\u0085\u00a0\u2028\u2029\ufeff\uffff",
                "x".repeat(70_000)));
        for (String format : EVERY_FORMAT) {
            for (String text : texts) {
                String python =
                        "b64('" + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)) + "')";
                String expression = python.replace("b64(", "base64.b64decode(") + ".decode()";
                add(format, text, expression);
                add(format, Map.of(text, List.of(text)), "{" + expression + ": [" + expression + "]}");
            }
        }
        add("raw", "hé", "'hé'");
        add("raw", "", "''");
        add("raw", new byte[] {(byte) 0xFF}, "b'\\xff'");
        assertKombuReadsThem();
    }

    @Test
    void jsonsOwn() throws Exception {
        add("json", "\ud800", "'\\ud800'");
        add("json", mapOf(1, "a", true, "c", 1.5, "d", 1e22, "e"), "{'1': 'a', 'true': 'c', '1.5': 'd', '1e+22': 'e'}");
        Serializer nonFinite = JsonSerializer.builder().allowNonFinite(true).build();
        add(nonFinite, Double.NaN, "float('nan')");
        add(nonFinite, List.of(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY), "[float('inf'), float('-inf')]");
        add("json-plain", List.of(ID, LocalDate.EPOCH), "['" + ID + "', '1970-01-01']");
        assertKombuReadsThem();
    }

    @Test
    void typedValues() throws Exception {
        assumeTrue(readsTypedValues, "this Kombu is older than 5.3");
        addTimes("json");
        addTypedValues("json");
        add(
                "json",
                new Order(ID, new BigDecimal("1.10"), Optional.of(Instant.EPOCH), Set.of(1)),
                "{'id': " + ID_PYTHON + ", 'price': decimal.Decimal('1.10'), 'paid':"
                        + " datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc), 'lines': [1]}");
        assertKombuReadsThem();
    }

    @Test
    void yamlsOwn() throws Exception {
        addTimestamps("yaml");
        add("yaml", new byte[] {(byte) 0xFF, 0}, "b'\\xff\\0'");
        add(
                "yaml",
                mapOf(1, "a", 1.5, "b", true, "c", LocalDate.EPOCH, "d"),
                "{1: 'a', 1.5: 'b', True: 'c', datetime.date(1970, 1, 1): 'd'}");
        add("yaml", Set.of("a", 1), "{'a', 1}");
        add("yaml", List.of(Double.NaN, Double.POSITIVE_INFINITY), "[float('nan'), float('inf')]");
        assertKombuReadsThem();
    }

    @Test
    void msgpacksOwn() throws Exception {
        add("msgpack", new byte[] {(byte) 0xFF, 0}, "b'\\xff\\0'");
        add("msgpack", new byte[70_000], "bytes(70000)");
        add("msgpack", Set.of("a"), "['a']");
        add("msgpack", Double.NaN, "float('nan')");
        add("msgpack", BigInteger.TWO.pow(64).subtract(BigInteger.ONE), "2**64 - 1");
        assertKombuReadsThem();
    }

    @Test
    void picklesOwn() throws Exception {
        addTimes("pickle");
        addTypedValues("pickle");
        add("pickle", mapOf(1, "a", 1.5, "b", ID, "c"), "{1: 'a', 1.5: 'b', " + ID_PYTHON + ": 'c'}");
        add("pickle", Set.of("a", 1), "{'a', 1}");
        add("pickle", Double.NaN, "float('nan')");
        add(
                "pickle",
                new Order(ID, new BigDecimal("1.10"), Optional.empty(), Set.of(1)),
                "{'id': " + ID_PYTHON + ", 'price': decimal.Decimal('1.10'), 'paid': None, 'lines': {1}}");
        List<List<String>> many = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            many.add(List.of("text " + i, "same"));
        }
        add("pickle", many, "[['text %d' % i, 'same'] for i in range(400)]");
        assertKombuReadsThem();
    }

    /** Those that YAML has too. */
    private void addTimestamps(String format) throws IOException {
        String utc = ", tzinfo=datetime.timezone.utc)";
        add(format, LocalDate.of(2020, 1, 2), "datetime.date(2020, 1, 2)");
        add(format, LocalDateTime.of(2020, 1, 2, 3, 4), "datetime.datetime(2020, 1, 2, 3, 4)");
        add(format, LocalDateTime.of(2020, 1, 2, 3, 4, 5, 7_999), "datetime.datetime(2020, 1, 2, 3, 4, 5, 7)");
        add(format, Instant.parse("2020-01-02T03:04:05.6Z"), "datetime.datetime(2020, 1, 2, 3, 4, 5, 600000" + utc);
        add(format, Instant.EPOCH, "datetime.datetime(1970, 1, 1" + utc);
        add(
                format,
                OffsetDateTime.of(9999, 12, 31, 23, 59, 59, 0, ZoneOffset.ofHoursMinutes(-3, -30)),
                "datetime.datetime(9999, 12, 31, 23, 59, 59,"
                        + " tzinfo=datetime.timezone(-datetime.timedelta(hours=3, minutes=30)))");
    }

    private void addTimes(String format) throws IOException {
        addTimestamps(format);
        add(
                format,
                ZonedDateTime.of(1890, 1, 1, 0, 0, 0, 0, ZoneId.of("Europe/Berlin")),
                "datetime.datetime(1890, 1, 1, tzinfo=datetime.timezone(datetime.timedelta(seconds=3208)))");
        add(format, LocalTime.of(3, 4), "datetime.time(3, 4)");
        add(
                format,
                OffsetTime.of(3, 4, 5, 7_000, ZoneOffset.ofHours(2)),
                "datetime.time(3, 4, 5, 7, datetime.timezone(datetime.timedelta(hours=2)))");
    }

    private void addTypedValues(String format) throws IOException {
        for (String text : List.of("1.10", "1E+5", "0E-10", "-0.000001", "123456789012345678901234567890.5")) {
            add(format, new BigDecimal(text), "decimal.Decimal('" + text + "')");
        }
        add(format, ID, ID_PYTHON);
        add(format, "hi\n".getBytes(StandardCharsets.UTF_8), "b'hi\\n'");
        add(format, new byte[0], "b''");
        add(format, new byte[] {(byte) 0xFF, 0}, "b'\\xff\\0'");
        add(format, Map.of("a", List.of(ID, new byte[] {1})), "{'a': [" + ID_PYTHON + ", b'\\x01']}");
    }
}
