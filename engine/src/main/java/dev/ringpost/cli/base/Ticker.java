package dev.ringpost.cli.base;

/** Where the command's time comes from, so that tests can bring their own. */
@FunctionalInterface
public interface Ticker {

    /** Nanoseconds since some fixed moment. */
    long nanoTime();

    /** The machine's. */
    public static Ticker system() {
        return Ticker::machineNanoTime;
    }

    /** The one reader of the machine's clock, which is why it may. */
    @SuppressForbidden
    private static long machineNanoTime() {
        return System.nanoTime();
    }
}
