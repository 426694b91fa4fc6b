package dev.ringpost.cli.base;

import java.util.Locale;

/** Numbers for people, the same in every locale. */
public final class Numbers {

    private static final double KIB = 1024;

    private Numbers() {}

    public static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    public static String grouped(double number) {
        return number < 100 ? String.format(Locale.ROOT, "%.1f", number) : grouped(Math.round(number));
    }

    /** A time in microseconds, in the unit that reads best. */
    public static String micros(double micros) {
        if (micros < 1_000) {
            return String.format(Locale.ROOT, "%.0f us", micros);
        }
        return micros < 1_000_000
                ? String.format(Locale.ROOT, "%.1f ms", micros / 1_000)
                : String.format(Locale.ROOT, "%.2f s", micros / 1_000_000);
    }

    public static String bytes(long bytes) {
        if (bytes < KIB) {
            return bytes + " B";
        }
        return bytes < KIB * KIB
                ? String.format(Locale.ROOT, "%.1f KiB", bytes / KIB)
                : String.format(Locale.ROOT, "%.1f MiB", bytes / KIB / KIB);
    }
}
