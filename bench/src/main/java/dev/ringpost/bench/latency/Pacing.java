package dev.ringpost.bench.latency;

import java.util.Locale;

/** What the publishing thread does until a message is due. */
public enum Pacing {
    /**
     * Sleeps until shortly before, and looks at the clock for the rest: like a thread that waits for its events. What it
     * oversleeps is in the latencies, and its core may have forgotten the code.
     */
    SLEEP(
            Pacer.SPIN_NS,
            String.format(
                    Locale.ROOT,
                    "asleep until %d us before a message is due, then spinning; timer slack of that thread 1 ns where "
                            + "precise_sleep says so",
                    Pacer.SPIN_NS / 1_000)),

    /** Looks at the clock all the time: like a thread that polls for its events. It takes a core. */
    SPIN(Long.MAX_VALUE, "spinning all the time");

    private final long spinNs;
    private final String shown;

    Pacing(long spinNs, String shown) {
        this.spinNs = spinNs;
        this.shown = shown;
    }

    /** For a reader of the figures. */
    String shown() {
        return shown;
    }

    /** For how long before a message is due it only looks at the clock. */
    long spinNs() {
        return spinNs;
    }
}
