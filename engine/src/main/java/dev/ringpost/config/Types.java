package dev.ringpost.config;

import dev.ringpost.BrokerUri;
import dev.ringpost.compression.CompressorRegistry;
import dev.ringpost.serialization.SerializerRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The kinds of values there are. */
final class Types {

    private static final Pattern WHOLE_NUMBER = Pattern.compile("-?[0-9][0-9_]{0,17}");
    private static final Pattern FRACTION = Pattern.compile("[0-9]{1,9}([.][0-9]{1,9})?");
    private static final Set<String> YES = Set.of("true", "yes", "on");
    private static final Set<String> NO = Set.of("false", "no", "off");

    private Types() {}

    /** A whole number; with {@link Integer#MAX_VALUE}, of any size. */
    static ValueType<Integer> wholeNumber(int min, int max) {
        return ValueType.of(
                "a whole number " + range(Integer.toString(min), max == Integer.MAX_VALUE ? "" : Integer.toString(max)),
                text -> (int) inRange(wholeNumber(text), min, max),
                Object::toString);
    }

    static ValueType<Integer> powerOfTwo(int min, int max) {
        return ValueType.of(
                "a power of two from " + min + " to " + max,
                text -> {
                    int number = (int) inRange(wholeNumber(text), min, max);
                    if (Integer.bitCount(number) != 1) {
                        throw new IllegalArgumentException("is no power of two");
                    }
                    return number;
                },
                Object::toString);
    }

    /** Bytes; with {@link Long#MAX_VALUE}, of any size. */
    static ValueType<Long> bytes(long min, long max) {
        String largest = max == Long.MAX_VALUE ? "" : Quantities.show(max);
        return ValueType.of(
                "a size " + range(Quantities.show(min), largest) + ", as 512 (bytes), 64KiB, 16MiB or 1GiB",
                text -> inRange(Quantities.bytes(text), min, max),
                Quantities::show);
    }

    static ValueType<Integer> bytes(int min, int max) {
        ValueType<Long> wide = bytes((long) min, (long) max);
        return new ValueType<>(
                wide.allowed(),
                false,
                false,
                given -> Math.toIntExact(wide.reader().apply(given)),
                bytes -> Quantities.show(bytes));
    }

    static ValueType<Duration> duration(Duration min, Duration max) {
        return duration(min, max, Duration.ofNanos(1), "as 500ms, 30s, 2m or 1h");
    }

    static ValueType<Duration> wholeSeconds(Duration min, Duration max) {
        return duration(min, max, Duration.ofSeconds(1), "in whole seconds, as 30s or 2m");
    }

    private static ValueType<Duration> duration(Duration min, Duration max, Duration unit, String form) {
        return ValueType.of(
                "a duration from " + Quantities.show(min) + " to " + Quantities.show(max) + ", " + form,
                text -> {
                    Duration value = Quantities.duration(text);
                    if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
                        throw outOfRange();
                    }
                    if (!unit.multipliedBy(value.dividedBy(unit)).equals(value)) {
                        throw new IllegalArgumentException("is not in whole seconds");
                    }
                    return value;
                },
                Quantities::show);
    }

    /** From 0 to 1. */
    static ValueType<Double> fraction() {
        return ValueType.of(
                "a number from 0 to 1",
                text -> {
                    if (!FRACTION.matcher(text).matches()) {
                        throw new IllegalArgumentException("is no such number");
                    }
                    double value = Double.parseDouble(text);
                    if (value > 1) {
                        throw outOfRange();
                    }
                    return value;
                },
                Object::toString);
    }

    static ValueType<Boolean> flag() {
        return ValueType.of(
                "true or false",
                text -> {
                    String word = text.toLowerCase(Locale.ROOT);
                    if (!YES.contains(word) && !NO.contains(word)) {
                        throw new IllegalArgumentException("is neither true nor false");
                    }
                    return YES.contains(word);
                },
                Object::toString);
    }

    /** One of an enum's constants, in lower case with dashes. */
    static <E extends Enum<E>> ValueType<E> choice(Class<E> of) {
        Function<E, String> name =
                value -> value.name().toLowerCase(Locale.ROOT).replace('_', '-');
        String names = Stream.of(of.getEnumConstants()).map(name).collect(Collectors.joining(", "));
        return ValueType.of(
                "one of " + names,
                text -> Stream.of(of.getEnumConstants())
                        .filter(value -> name.apply(value).equals(text))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("is none of them")),
                name);
    }

    /** Text without control characters, as long as that in UTF-8. */
    static ValueType<String> text(int minBytes, int maxBytes) {
        return ValueType.of(
                "text of " + minBytes + " to " + maxBytes + " bytes in UTF-8, without control characters",
                text -> {
                    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
                    if (bytes < minBytes || bytes > maxBytes) {
                        throw new IllegalArgumentException("has " + bytes + " bytes");
                    }
                    if (text.chars().anyMatch(Character::isISOControl)) {
                        throw new IllegalArgumentException("has a control character");
                    }
                    return text;
                },
                Function.identity());
    }

    /** A file; read when the engine's settings are built. */
    static ValueType<Path> file() {
        return new ValueType<>(
                "a file's name, relative to this file; in an override, to the working directory",
                false,
                false,
                given -> given.origin().resolve(given.joined()),
                Path::toString);
    }

    static ValueType<String> secret() {
        return new ValueType<>("text, never shown", false, true, Given::joined, text -> "**");
    }

    /** One host's name or several, in any order of preference. */
    static ValueType<List<String>> names() {
        return new ValueType<>(
                "a list of names, or one text with commas between them",
                true,
                false,
                given -> given.isList()
                        ? given.texts()
                        : Stream.of(given.joined().split(",", -1))
                                .map(String::strip)
                                .toList(),
                names -> String.join(", ", names));
    }

    /** Brokers, which hold passwords; their errors do not. */
    static ValueType<List<String>> uris() {
        return new ValueType<>(
                "amqp://user:password@host:port/vhost or amqps://…, or a list of them; in one text, semicolons between them",
                true,
                true,
                given -> {
                    if (given.texts().isEmpty()) {
                        throw new IllegalArgumentException("the list is empty");
                    }
                    given.texts().forEach(BrokerUri::parseAll);
                    // As in one text, a later one that is a host's name alone has everything else from the first.
                    return List.of(String.join(";", given.texts()));
                },
                uris -> showUris(BrokerUri.parseAll(uris.get(0))));
    }

    static String showUris(List<BrokerUri> uris) {
        return uris.stream().map(BrokerUri::toString).collect(Collectors.joining(";"));
    }

    static ValueType<String> serializer() {
        return registered(
                "a serializer's name: json, json-plain, yaml, msgpack, pickle, raw, or one found as a service",
                name -> SerializerRegistry.standard().require(name));
    }

    static ValueType<String> compression() {
        return registered(
                "a compressor's name: zlib, gzip, gzip-rfc1952, bzip2, xz, brotli, zstd, lz4, or one found as a service",
                name -> CompressorRegistry.standard().require(name));
    }

    /** A name whose look-up has errors that say what there is. */
    private static ValueType<String> registered(String allowed, Consumer<String> look) {
        return new ValueType<>(
                allowed,
                false,
                true,
                given -> {
                    look.accept(given.joined());
                    return given.joined();
                },
                Function.identity());
    }

    private static String range(String shownMin, String shownMax) {
        return shownMax.isEmpty() ? "from " + shownMin : "from " + shownMin + " to " + shownMax;
    }

    private static long wholeNumber(String text) {
        if (!WHOLE_NUMBER.matcher(text).matches()) {
            throw new IllegalArgumentException("is no whole number");
        }
        return Long.parseLong(text.replace("_", ""));
    }

    private static long inRange(long value, long min, long max) {
        if (value < min || value > max) {
            throw outOfRange();
        }
        return value;
    }

    private static IllegalArgumentException outOfRange() {
        return new IllegalArgumentException("is out of range");
    }
}
