package dev.ringpost.ring;

/**
 * One array with the inline bodies of all slots of a ring: two places for each slot, a short one and a long one. The body
 * takes the short one if it fits.
 *
 * <p>The short places stand side by side. Most bodies are short, and everything in the ring passes through the caches of
 * three threads: in places long enough for any inline body, bodies of 100 bytes lay over four times the pages, and the
 * caches fetched their empty neighbours too, which cost a fifth of the engine's CPU time, measured.
 *
 * <p>Immutable; the bytes belong to who owns the slot.
 */
final class Slab {

    private static final int LINE_BYTES = 64;
    private static final int LONGEST_SHORT_BYTES = 2 * LINE_BYTES;

    /** All places. */
    final byte[] bytes;

    private final int shortBytes;
    private final int longBase;
    private final int longStrideBytes;

    /** For {@code size} slots with bodies up to {@code inlineBytes} each. */
    Slab(int size, int inlineBytes) {
        shortBytes = Math.min(LONGEST_SHORT_BYTES, wholeLines(inlineBytes));
        longBase = Math.multiplyExact(size, shortBytes);
        // An odd number of lines apart: with a power of two, such as 512 bytes, the beginnings of all long places would
        // share an eighth of the cache's sets, which cost about a tenth of the rate, measured.
        longStrideBytes = inlineBytes <= shortBytes ? 0 : wholeLines(inlineBytes) | LINE_BYTES;
        bytes = new byte[Math.addExact(longBase, Math.multiplyExact(size, longStrideBytes))];
    }

    /** Where a body of {@code bodyBytes} begins in the place of the slot with that index. */
    int offset(int index, int bodyBytes) {
        return bodyBytes <= shortBytes ? index * shortBytes : longBase + index * longStrideBytes;
    }

    private static int wholeLines(int bytes) {
        return (bytes + LINE_BYTES - 1) / LINE_BYTES * LINE_BYTES;
    }
}
