package dev.ringpost.bench.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Numbers for people: three digits that count, and k, M, G for thousands, millions, milliards. */
final class Quantity {
    /** What stands for a number that is not there. */
    static final String NONE = "–";

    private static final MathContext THREE_DIGITS = new MathContext(3, RoundingMode.HALF_EVEN);
    private static final String[] SUFFIXES = {"", " k", " M", " G"};
    private static final double LONGEST_IN_FULL = 1_000_000;

    private Quantity() {}

    /** Such as {@code 6.31 M}, {@code 153}, {@code 0.0420}. */
    static String of(double value) {
        return rounded(value, false);
    }

    /** For an axis: without trailing zeros, and in full where rounding would change it, such as {@code 65,536}. */
    static String tick(double value) {
        boolean isWhole = value == Math.rint(value);
        if (isWhole
                && Math.abs(value) < LONGEST_IN_FULL
                && new BigDecimal(value).round(THREE_DIGITS).doubleValue() != value) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        return rounded(value, true);
    }

    private static String rounded(double value, boolean isStripped) {
        if (!Double.isFinite(value)) {
            return NONE;
        }
        BigDecimal rounded = new BigDecimal(value).round(THREE_DIGITS);
        if (rounded.signum() == 0) {
            return "0";
        }
        int firstDigit = rounded.precision() - rounded.scale() - 1; // its power of ten
        int suffix = Math.min(SUFFIXES.length - 1, Math.max(0, Math.floorDiv(firstDigit, 3)));
        int decimals = Math.max(0, 2 - (firstDigit - 3 * suffix));
        BigDecimal scaled = rounded.movePointLeft(3 * suffix).setScale(decimals, RoundingMode.HALF_EVEN);
        return (isStripped ? scaled.stripTrailingZeros() : scaled).toPlainString() + SUFFIXES[suffix];
    }
}
