package dev.ringpost.cli;

/**
 * Lines by number, and where the input is read several times also by pass, packed into a number for the engine's listener.
 *
 * <p><b>Writer:</b> {@link #beginPass} by the reader. <b>Readers:</b> the reader alone calls {@link #id}; any thread calls
 * {@link #text}.
 */
final class LineNumbers {

    /** Leaves room for every pass that can be asked for; who reads once, perhaps for months, has all bits for the line. */
    private static final int LINE_BITS = 33;

    private static final long LINE_MASK = (1L << LINE_BITS) - 1;

    private final boolean isRepeated;
    private long pass;

    LineNumbers(boolean isRepeated) {
        this.isRepeated = isRepeated;
    }

    /** The lines that follow are those of this pass, from 1. */
    void beginPass(int number) {
        pass = number;
    }

    /** A line of this pass, as one number. */
    long id(long line) {
        return isRepeated ? (pass << LINE_BITS) | (line & LINE_MASK) : line;
    }

    /** The line of such a number, for people. */
    String text(long id) {
        return isRepeated ? "line " + (id & LINE_MASK) + " of pass " + (id >>> LINE_BITS) : "line " + id;
    }
}
