package dev.ringpost.bench.jmh;

import dev.ringpost.WaitStrategy;
import dev.ringpost.ring.ByteBudget;
import dev.ringpost.ring.Inlet;
import dev.ringpost.ring.LaneClock;
import dev.ringpost.ring.NanoClock;
import dev.ringpost.ring.RoomGate;
import dev.ringpost.ring.Signal;
import dev.ringpost.ring.Slot;
import dev.ringpost.ring.SlotRing;
import java.util.function.BooleanSupplier;

/**
 * The engine's ring with the least possible lane behind it: one thread that frees every slot as it comes, and waits and wakes
 * callers by the rules of the engine's own threads.
 *
 * <p><b>Threads:</b> any number hand over; one consumes.
 */
final class RingConsumer {
    private static final int INLINE_BYTES = 64;
    private static final long MAX_PARK_NS = 50_000_000;
    private static final int FREE_EVERY = 256;
    private static final int WAKE_SHARE = 4;
    private static final int CALLER_SPIN_COUNT = 100;
    private static final long CALLER_PATIENCE_NS = 30_000_000_000L;

    private final SlotRing ring;
    private final Signal signal;
    private final RoomGate room;
    private final Inlet inlet;
    private final Thread thread;
    private volatile boolean stopped;
    private long done = SlotRing.BEFORE_FIRST; // the consumer's own
    private long freedSinceWake; // so is this
    private long correlationIdSum;

    RingConsumer(int size, WaitStrategy waitStrategy) {
        NanoClock clock = NanoClock.system();
        ring = new SlotRing(size, INLINE_BYTES);
        signal = Signal.of(waitStrategy);
        room = new RoomGate(clock);
        inlet = new Inlet(ring, signal, room, new ByteBudget(1), new LaneClock(clock));
        thread = new Thread(this::consume, "ring-consumer");
        thread.setDaemon(true);
        thread.start();
    }

    /** Puts a number into the next slot, waiting for room as a publish call does. */
    void handOver(long correlationId) throws InterruptedException {
        long sequence = ring.tryClaim();
        if (sequence == SlotRing.NONE_FREE) {
            sequence = awaitClaim();
        }
        Slot slot = ring.get(sequence);
        slot.correlationId = correlationId;
        inlet.publish(sequence, slot);
    }

    private long awaitClaim() throws InterruptedException {
        for (int i = 0; i < CALLER_SPIN_COUNT && !ring.hasRoom(); i++) {
            Thread.onSpinWait();
        }
        long sequence = ring.tryClaim();
        long deadlineNs = room.clock().nanoTime() + CALLER_PATIENCE_NS;
        while (sequence == SlotRing.NONE_FREE) {
            int token = room.enter();
            try {
                if (!ring.hasRoom() && !room.pause(deadlineNs)) {
                    throw new IllegalStateException("no slot became free");
                }
            } finally {
                room.leave(token);
            }
            sequence = ring.tryClaim();
        }
        return sequence;
    }

    private void consume() {
        BooleanSupplier hasWork = () -> stopped || ring.isPublished(done + 1);
        while (!stopped) {
            long last = Math.min(ring.cursor(), done + FREE_EVERY);
            long next = done + 1;
            while (next <= last && ring.isPublished(next)) {
                correlationIdSum += ring.get(next).correlationId;
                next++;
            }
            if (next > done + 1) {
                freeUpTo(next - 1);
            } else {
                signal.await(hasWork, MAX_PARK_NS);
            }
        }
    }

    private void freeUpTo(long last) {
        freedSinceWake += last - done;
        done = last;
        ring.completed().set(last);
        if (room.hasWaiters() && (freedSinceWake >= ring.size() / WAKE_SHARE || last == ring.cursor())) {
            freedSinceWake = 0;
            room.wakeAll();
        }
    }

    /** Ends the thread. */
    void stop() throws InterruptedException {
        stopped = true;
        signal.wake();
        thread.join();
        if (correlationIdSum != done + 1) {
            throw new IllegalStateException("a number was not the one that was handed over");
        }
    }
}
