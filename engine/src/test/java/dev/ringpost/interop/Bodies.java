package dev.ringpost.interop;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Bodies of every shape, by name, and what a consumer of Kombu should make of each. */
final class Bodies {

    /** Over RabbitMQ's frame size of 128 KiB, so that they travel in several frames. */
    private static final int LARGE_BYTES = 200_000;

    private static final long SEED = 20_261_122;

    private static final String UNICODE =
            "Grüße, 世界, 😀, e\u0301, \u2028, \uFEFF, \u007F, \u0001, \u0085, \t\r\n, \\, \", '";

    /** What YAML 1.1 takes for something else than text unless it is quoted, and other traps. */
    private static final List<String> TRICKY = List.of(
            "yes",
            "No",
            "on",
            "OFF",
            "y",
            "~",
            "null",
            "Null",
            "true",
            "1",
            "-1",
            "+12",
            "0x1F",
            "0b11",
            "012",
            "0o17",
            "1_000",
            "1.",
            ".5",
            "1.5",
            "1e3",
            "1.0e+3",
            "1.5E3",
            ".inf",
            "-.INF",
            ".nan",
            "1:30",
            "190:20:30.15",
            "2020-01-02",
            "2020-01-02 03:04:05",
            "=",
            "<<",
            "!tag",
            "&anchor",
            "*alias",
            "- item",
            "? key",
            "key: value",
            "# comment",
            "a #b",
            "@at",
            "`tick",
            "%percent",
            "{",
            "[",
            "}",
            "]",
            ",",
            "|",
            ">",
            "'",
            "\"",
            " leading",
            "trailing ",
            "two\nlines",
            "\n",
            "\nfirst",
            "last\n",
            "tab\there",
            "---",
            "...",
            "\\",
            "%YAML 1.2");

    private Bodies() {}

    /** Whether a body fits a serializer; {@code null} is the choice by the body's type. */
    static boolean fits(@Nullable String serializer, @Nullable Object body) {
        return !"raw".equals(serializer) || body instanceof String || body instanceof byte[];
    }

    /** All of them. */
    static Map<String, @Nullable Object> all() {
        Map<String, @Nullable Object> bodies = new LinkedHashMap<>();
        bodies.put("text", "plain text");
        bodies.put("unicode text", UNICODE);
        bodies.put("empty text", "");
        bodies.put("large text", largeText());
        bodies.put("bytes", new byte[] {0, 1, -1, -128, 'x'});
        bodies.put("bytes that are text", "é".getBytes(StandardCharsets.UTF_8));
        bodies.put("empty bytes", new byte[0]);
        bodies.put("large bytes", largeBytes());
        bodies.put("null", null);
        bodies.put("true", true);
        bodies.put("false", false);
        bodies.put("zero", 0);
        bodies.put("integers", integers());
        bodies.put("floats", floats());
        bodies.put("empty map", Map.of());
        bodies.put("empty list", List.of());
        bodies.put("map", flatMap());
        bodies.put("nested", nested());
        bodies.put("unicode map", Map.of(UNICODE, List.of(UNICODE), "é", "è"));
        bodies.put("tricky texts", TRICKY);
        bodies.put("tricky keys", trickyKeys());
        bodies.put("large map", Map.of("text", largeText(), "numbers", numbers(), "nothing", Map.of()));
        return bodies;
    }

    /**
     * What Kombu's consumer makes of a body.
     *
     * @param compressed whether it was compressed
     * @param typedJson whether that Kombu knows typed JSON values
     */
    static @Nullable Object read(
            @Nullable String serializer, @Nullable Object body, boolean compressed, boolean typedJson) {
        boolean plain = body instanceof String || body instanceof byte[];
        if (serializer == null ? plain : serializer.equals("raw")) {
            // An empty body Kombu hands on as it is: a text, whatever was published, and after decompression bytes.
            boolean empty = "".equals(body) || (body instanceof byte[] bytes && bytes.length == 0);
            return empty ? compressed ? new byte[0] : "" : body;
        }
        if (serializer == null || serializer.equals("json")) {
            // Bytes are the only typed values among these bodies.
            return !typedJson && body instanceof byte[] bytes ? Envelopes.ofBytes(bytes) : body;
        }
        return serializer.equals("json-plain") && body instanceof byte[] bytes
                ? Base64.getEncoder().encodeToString(bytes)
                : body;
    }

    private static String largeText() {
        Random random = new Random(SEED);
        StringBuilder text = new StringBuilder();
        while (text.length() < LARGE_BYTES) {
            text.append(Integer.toString(random.nextInt(100_000), Character.MAX_RADIX))
                    .append(random.nextInt(9) == 0 ? "é " : " ");
        }
        return text.append('.').toString();
    }

    private static byte[] largeBytes() {
        byte[] bytes = new byte[LARGE_BYTES];
        new Random(SEED).nextBytes(bytes);
        return bytes;
    }

    private static List<Integer> numbers() {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            numbers.add(i * 37);
        }
        return numbers;
    }

    private static List<Number> integers() {
        return List.of(
                0,
                1,
                -1,
                127,
                128,
                255,
                256,
                -128,
                -129,
                32_767,
                -32_769,
                65_536,
                Integer.MAX_VALUE,
                Integer.MIN_VALUE,
                1L << 32,
                -(1L << 32),
                Long.MAX_VALUE,
                Long.MIN_VALUE,
                BigInteger.TWO.pow(64).subtract(BigInteger.ONE),
                (byte) -3,
                (short) -300);
    }

    private static List<Double> floats() {
        return List.of(
                0.0,
                -0.0,
                1.0,
                -1.5,
                0.1,
                1e7,
                1e15,
                1e16,
                1e22,
                1e-5,
                1e-7,
                123456789012345680.0,
                Double.MIN_VALUE,
                Double.MAX_VALUE,
                Math.PI,
                (double) 0.1f);
    }

    private static Map<String, @Nullable Object> flatMap() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("hello", "wörld");
        map.put("n", 1);
        map.put("f", 1.0);
        map.put("t", true);
        map.put("z", null);
        map.put("", "no name");
        return Collections.unmodifiableMap(map);
    }

    private static Object nested() {
        List<Object> list = new ArrayList<>(Arrays.asList(1, "two", 3.0, null, false));
        list.add(flatMap());
        list.add(List.of(List.of(List.of()), Map.of(), Map.of("deep", List.of(Map.of("deeper", flatMap())))));
        return Map.of("list", list, "map", Map.of("inner", flatMap()));
    }

    private static Map<String, Integer> trickyKeys() {
        Map<String, Integer> map = new LinkedHashMap<>();
        for (String each : TRICKY) {
            map.put(each, map.size());
        }
        return map;
    }
}
