package dev.ringpost.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ringpost.Offer;
import dev.ringpost.testing.Await;
import dev.ringpost.testing.VirtualClock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RoomGateTest {

    private static final long NEVER_NS = Long.MAX_VALUE / 2;

    @Test
    void aPauseEndsAtTheDeadline() throws InterruptedException {
        VirtualClock clock = new VirtualClock();
        RoomGate gate = new RoomGate(clock);
        long deadlineNs = clock.nanoTime() + 1_000_000;
        assertThat(gate.pause(deadlineNs)).isTrue();
        clock.advanceMs(1);
        assertThat(gate.pause(deadlineNs)).isFalse();
    }

    @Test
    void anInterruptEndsAPauseAtOnceAndIsTakenDown() {
        RoomGate gate = new RoomGate(new VirtualClock());
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> gate.pause(NEVER_NS)).isInstanceOf(InterruptedException.class);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void anInterruptWhileParkedEndsThePause() {
        RoomGate gate = new RoomGate(NanoClock.system());
        AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
        Thread waiter = new Thread(() -> {
            int token = gate.enter();
            try {
                while (gate.pause(NEVER_NS)) {
                    Thread.onSpinWait();
                }
            } catch (InterruptedException e) {
                thrown.set(e);
            } finally {
                gate.leave(token);
            }
        });
        waiter.start();
        Await.until("somebody waits", gate::hasWaiters);
        waiter.interrupt();
        Await.ended(waiter);
        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
        assertThat(gate.hasWaiters()).isFalse();
    }

    @Test
    void closingTheInletLetsWaitersLook() {
        RoomGate gate = new RoomGate(NanoClock.system());
        Inlet inlet = new Inlet(
                new SlotRing(128, 64), new Signal(0), gate, new ByteBudget(1024), new LaneClock(NanoClock.system()));
        Thread waiter = new Thread(() -> {
            int token = gate.enter();
            try {
                while (!inlet.isClosed() && gate.pause(NEVER_NS)) {
                    Thread.onSpinWait();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                gate.leave(token);
            }
        });
        waiter.start();
        Await.until("somebody waits", gate::hasWaiters);
        inlet.close(new IllegalStateException("scripted"));
        Await.ended(waiter);
        assertThat(inlet.whyFull()).isEqualTo(Offer.CLOSED);
        assertThat(inlet.closeCause()).hasMessage("scripted");
        inlet.close(null);
        assertThat(inlet.closeCause()).as("the first cause stays").hasMessage("scripted");
    }

    @Test
    void moreWaitersThanPlacesAllComeThrough() {
        RoomGate gate = new RoomGate(NanoClock.system());
        AtomicBoolean room = new AtomicBoolean();
        AtomicInteger waiting = new AtomicInteger();
        List<Thread> waiters = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            Thread waiter = new Thread(() -> {
                int token = gate.enter();
                waiting.incrementAndGet();
                try {
                    while (!room.get() && gate.pause(NEVER_NS)) {
                        Thread.onSpinWait();
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                } finally {
                    gate.leave(token);
                }
            });
            waiters.add(waiter);
            waiter.start();
        }
        Await.until("all wait", () -> waiting.get() == 100);
        room.set(true);
        gate.wakeAll();
        waiters.forEach(Await::ended);
        assertThat(gate.hasWaiters()).isFalse();
    }
}
