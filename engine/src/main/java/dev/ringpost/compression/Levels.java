package dev.ringpost.compression;

/** The check of what a compressor can be set to. */
final class Levels {

    private Levels() {}

    /** Throws {@link IllegalArgumentException} for a value out of range. */
    static int check(String compressor, String what, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(
                    "compression \"" + compressor + "\": " + what + " " + value + " is not in " + min + ".." + max);
        }
        return value;
    }
}
