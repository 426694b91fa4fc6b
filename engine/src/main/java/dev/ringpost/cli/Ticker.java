package dev.ringpost.cli;

/** Where the command's time comes from, so that tests can bring their own. */
@FunctionalInterface
interface Ticker {

    /** Nanoseconds since some fixed moment. */
    long nanoTime();

    /** The machine's. */
    static Ticker system() {
        return Ticker::machineNanoTime;
    }

    /** The one reader of the machine's clock, which is why it may. */
    @SuppressForbidden
    private static long machineNanoTime() {
        return System.nanoTime();
    }
}
