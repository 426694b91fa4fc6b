package dev.ringpost.serialization;

/**
 * Doubles of few digits, as prices and readings mostly are, in the form of {@link Double#toString(double)}, but without the
 * two objects and the search for the shortest digits that this takes: those here have at most fifteen, and no two decimals
 * of fifteen digits are read as the same double, so digits that read back as the number are the shortest that do.
 */
final class ShortDecimal {

    /** No longer than that: a sign, seven digits, the point, eight digits. */
    static final int LONGEST_BYTES = 17;

    private static final int FRACTION_DIGITS = 8;
    private static final int FRACTION_UNITS = 100_000_000;

    /** From here on and up to there {@link Double#toString(double)} writes no exponent. */
    private static final double FIRST_PLAIN = 1e-3;

    private static final double FIRST_LARGE = 1e7;

    private ShortDecimal() {}

    /**
     * The number without its sign, in units of a hundred millionth.
     *
     * @return 0 if it has no such form
     */
    static long units(double value) {
        double size = Math.abs(value);
        if (!(size >= FIRST_PLAIN && size < FIRST_LARGE)) {
            return 0;
        }
        long units = (long) (size * FRACTION_UNITS + 0.5);
        // Both are exact as doubles, so their quotient is the double nearest to these digits, which is what readers
        // get.
        return (double) units / FRACTION_UNITS == size ? units : 0;
    }

    /**
     * Writes it.
     *
     * @param to where, with room for {@link #LONGEST_BYTES}
     * @param start the first byte's index
     * @return the index after the last byte
     */
    static int write(long units, boolean negative, byte[] to, int start) {
        int at = start;
        if (negative) {
            to[at++] = '-';
        }
        int whole = (int) (units / FRACTION_UNITS);
        at = writeWhole(whole, to, at);
        to[at++] = '.';
        return writeFraction((int) (units - (long) whole * FRACTION_UNITS), to, at);
    }

    private static int writeWhole(int whole, byte[] to, int start) {
        int end = start + 1;
        for (int rest = whole / 10; rest != 0; rest /= 10) {
            end++;
        }
        int rest = whole;
        for (int at = end - 1; at >= start; at--) {
            to[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return end;
    }

    /** One digit at least, and then no zeros at the end. */
    private static int writeFraction(int fraction, byte[] to, int start) {
        int rest = fraction;
        int end = start + FRACTION_DIGITS;
        while (end > start + 1 && rest % 10 == 0) {
            rest /= 10;
            end--;
        }
        for (int at = end - 1; at >= start; at--) {
            to[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return end;
    }
}
