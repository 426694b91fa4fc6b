package dev.ringpost.faults;

import dev.ringpost.Outcome;
import java.time.Duration;

/**
 * The engine is closed amid the load, and another one opened: close returns in time, with an outcome for everything and no
 * thread left ({@link Engines#close} looks).
 */
final class CloseFaults {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Duration SHORT_TIMEOUT = Duration.ofSeconds(2);

    private CloseFaults() {}

    /** With a broker that answers: everything accepted is confirmed. */
    static Fault healthy() {
        return Fault.of(
                Duration.ZERO,
                context -> context.rig().engines().close(TIMEOUT),
                context -> context.rig().engines().open());
    }

    /** With one that neither reads nor answers. */
    static Fault stalled() {
        return Fault.of(
                Duration.ZERO,
                context -> {
                    context.expectations().allowEverywhere(Outcome.ABORTED);
                    context.proxy().stallBoth();
                    context.rig().engines().close(SHORT_TIMEOUT);
                },
                context -> {
                    // What it held back would come after what the next engine sends.
                    context.proxy().cut();
                    context.proxy().resume();
                    context.rig().engines().open();
                });
    }

    /** With one that is gone. */
    static Fault dead() {
        return Fault.of(
                Duration.ZERO,
                context -> {
                    context.expectations().allowEverywhere(Outcome.ABORTED);
                    context.proxy().refuse(true);
                    context.proxy().cut();
                    context.rig().engines().close(SHORT_TIMEOUT);
                },
                context -> {
                    context.proxy().refuse(false);
                    context.rig().engines().open();
                });
    }
}
