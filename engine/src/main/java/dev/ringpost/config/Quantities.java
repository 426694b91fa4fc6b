package dev.ringpost.config;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations and sizes with their units, read and written. */
final class Quantities {

    private static final Pattern DURATION = Pattern.compile("([0-9]{1,12})\\s*(us|ms|s|m|h|d)");
    private static final Pattern BYTES = Pattern.compile("([0-9][0-9_]{0,18})\\s*(B|KiB|MiB|GiB)?");
    private static final Pattern DECIMAL_UNIT = Pattern.compile("[0-9_]+\\s*([kKmMgG])[bB]?");
    private static final Pattern NUMBER = Pattern.compile("[0-9]+([.][0-9]+)?");
    private static final List<Unit> OF_TIME = List.of(
            new Unit("d", 86_400_000_000_000L),
            new Unit("h", 3_600_000_000_000L),
            new Unit("m", 60_000_000_000L),
            new Unit("s", 1_000_000_000),
            new Unit("ms", 1_000_000),
            new Unit("us", 1_000));
    private static final List<Unit> OF_SIZE =
            List.of(new Unit("GiB", 1 << 30), new Unit("MiB", 1 << 20), new Unit("KiB", 1 << 10), new Unit("B", 1));

    /**
     * A unit.
     *
     * @param amount nanoseconds, or bytes
     */
    private record Unit(String name, long amount) {

        static long amount(List<Unit> units, String name) {
            return units.stream()
                    .filter(unit -> unit.name.equals(name))
                    .findFirst()
                    .orElseThrow()
                    .amount;
        }
    }

    private Quantities() {}

    /**
     * Reads {@code 500ms}, {@code 30s}, {@code 2m}; also {@code us}, {@code h}, {@code d}, and {@code 0} alone.
     *
     * @throws IllegalArgumentException saying what the text is not
     */
    static Duration duration(String text) {
        if (text.equals("0")) {
            return Duration.ZERO;
        }
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    NUMBER.matcher(text).matches() ? "has no unit such as ms, s or m" : "is no duration");
        }
        return Duration.ofNanos(Unit.amount(OF_TIME, matcher.group(2))).multipliedBy(Long.parseLong(matcher.group(1)));
    }

    /** In the largest unit that has no fraction; what is finer than a microsecond is cut off. */
    static String show(Duration duration) {
        if (duration.isZero()) {
            return "0s";
        }
        Unit largest = OF_TIME.stream()
                .filter(unit -> {
                    Duration one = Duration.ofNanos(unit.amount);
                    return one.multipliedBy(duration.dividedBy(one)).equals(duration);
                })
                .findFirst()
                .orElse(OF_TIME.get(OF_TIME.size() - 1));
        return duration.dividedBy(Duration.ofNanos(largest.amount)) + largest.name;
    }

    /**
     * Reads {@code 64KiB}, {@code 16MiB}, {@code 1GiB}, or bytes as a number alone.
     *
     * @throws IllegalArgumentException saying what the text is not
     */
    static long bytes(String text) {
        Matcher matcher = BYTES.matcher(text);
        if (!matcher.matches()) {
            Matcher decimal = DECIMAL_UNIT.matcher(text);
            throw new IllegalArgumentException(
                    decimal.matches()
                            ? "has the unit of a thousand or of 1,024, which nobody can tell: write "
                                    + decimal.group(1).toUpperCase(Locale.ROOT) + "iB"
                            : "is no size");
        }
        try {
            String unit = matcher.group(2) == null ? "B" : matcher.group(2);
            return Math.multiplyExact(Long.parseLong(matcher.group(1).replace("_", "")), Unit.amount(OF_SIZE, unit));
        } catch (ArithmeticException | NumberFormatException e) {
            throw new IllegalArgumentException("is too large");
        }
    }

    /** In the largest unit that has no fraction. */
    static String show(long bytes) {
        for (Unit unit : OF_SIZE) {
            if (unit.amount > 1 && bytes != 0 && bytes % unit.amount == 0) {
                return bytes / unit.amount + unit.name;
            }
        }
        return Long.toString(bytes);
    }
}
