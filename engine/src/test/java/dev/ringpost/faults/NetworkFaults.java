package dev.ringpost.faults;

import dev.ringpost.testing.TcpProxy;
import dev.ringpost.testing.TcpProxy.Direction;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** What happens between engine and broker. */
final class NetworkFaults {

    private static final int RESETS = 6;
    private static final int MAX_BYTES_TO_BROKER = 300_000;
    private static final int MAX_BYTES_TO_CLIENT = 2_000;
    private static final int SLOW_ROUNDS = 8;
    private static final long SLOW_HELD_NS = TimeUnit.MILLISECONDS.toNanos(400);
    private static final long SLOW_OPEN_NS = TimeUnit.MILLISECONDS.toNanos(30);

    private NetworkFaults() {}

    /** Connections reset behind random bytes, of frames, handshakes and answers. */
    static Fault resets() {
        return Fault.of(
                Duration.ZERO,
                context -> {
                    TcpProxy proxy = context.proxy();
                    Random random = context.random();
                    for (int i = 0; i < RESETS; i++) {
                        int connected = proxy.acceptedCount();
                        Direction direction = random.nextInt(3) == 0 ? Direction.TO_CLIENT : Direction.TO_BROKER;
                        proxy.cutAfter(
                                direction,
                                random.nextInt(
                                        direction == Direction.TO_CLIENT ? MAX_BYTES_TO_CLIENT : MAX_BYTES_TO_BROKER));
                        context.awaitConnection(connected);
                        if (random.nextBoolean()) {
                            context.awaitConfirms(1 + random.nextInt(300));
                        }
                    }
                },
                context -> {
                    context.proxy().cutAfter(Direction.TO_BROKER, Long.MAX_VALUE);
                    context.proxy().cutAfter(Direction.TO_CLIENT, Long.MAX_VALUE);
                });
    }

    /** What is connected carries nothing any more, and nobody is told; new connections work. */
    static Fault halfOpen() {
        return Fault.of(
                Duration.ZERO,
                context -> {
                    int connected = context.proxy().acceptedCount();
                    context.proxy().silenceOpen();
                    context.awaitConnection(connected + Rig.LANES - 1);
                },
                context -> {});
    }

    /** A peer that stops reading, and goes on in time. */
    static Fault stalledReader() {
        return Fault.of(
                Duration.ofSeconds(3),
                context -> context.proxy().stall(Direction.TO_BROKER),
                context -> context.proxy().resume());
    }

    /** Confirms that come in gusts, long after what they are for. */
    static Fault slowConfirms() {
        return Fault.of(
                Duration.ZERO,
                context -> {
                    for (int i = 0; i < SLOW_ROUNDS; i++) {
                        context.proxy().stall(Direction.TO_CLIENT);
                        LockSupport.parkNanos(SLOW_HELD_NS);
                        context.proxy().resume(Direction.TO_CLIENT);
                        LockSupport.parkNanos(SLOW_OPEN_NS);
                    }
                },
                context -> context.proxy().resume());
    }
}
