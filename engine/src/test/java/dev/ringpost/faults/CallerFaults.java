package dev.ringpost.faults;

import dev.ringpost.testing.TcpProxy.Direction;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** What the application does wrong. */
final class CallerFaults {

    private static final int INTERRUPTS = 400;
    private static final long BETWEEN_INTERRUPTS_NS = TimeUnit.MILLISECONDS.toNanos(8);
    private static final long BLOCK_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int BLOCK_ONE_IN = 200;
    private static final int PUBLISH_ONE_IN = 5;
    private static final int THROW_ONE_IN = 3;

    private CallerFaults() {}

    /** Threads are interrupted wherever they are, which is soon in a wait for room, as answers are held back. */
    static Fault interrupts() {
        return Fault.of(
                Duration.ZERO,
                context -> {
                    context.proxy().stall(Direction.TO_CLIENT);
                    for (int i = 0; i < INTERRUPTS; i++) {
                        context.load().interruptOne(context.random());
                        LockSupport.parkNanos(BETWEEN_INTERRUPTS_NS);
                    }
                },
                context -> {
                    context.proxy().resume();
                    if (context.load().refusals().interruptCount() == 0) {
                        throw new AssertionError("no caller noticed that it was interrupted");
                    }
                });
    }

    /** Exceptions and errors. */
    static Fault callbacksThrow() {
        return callbacks(() -> {
            int drawn = ThreadLocalRandom.current().nextInt(2 * THROW_ONE_IN);
            if (drawn == 0) {
                throw new IllegalStateException("a fault of the test: a callback that throws");
            }
            if (drawn == 1) {
                throw new AssertionError("a fault of the test: a callback that throws an error");
            }
        });
    }

    /** Some hold up the completion thread. */
    static Fault callbacksBlock() {
        return callbacks(() -> {
            if (ThreadLocalRandom.current().nextInt(BLOCK_ONE_IN) == 0) {
                LockSupport.parkNanos(BLOCK_NS);
            }
        });
    }

    /** Into the same engine. */
    static Fault callbacksPublish() {
        return Fault.of(
                Duration.ofSeconds(2),
                context -> context.rig().outcomes().behave(() -> {
                    if (ThreadLocalRandom.current().nextInt(PUBLISH_ONE_IN) == 0) {
                        context.load().nested();
                    }
                }),
                context -> context.rig().outcomes().behaveWell());
    }

    private static Fault callbacks(Outcomes.Mood mood) {
        return Fault.of(
                Duration.ofSeconds(2),
                context -> context.rig().outcomes().behave(mood),
                context -> context.rig().outcomes().behaveWell());
    }
}
