package dev.ringpost.ring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringpost.WaitStrategy;
import dev.ringpost.testing.Await;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class SignalTest {

    private static final long STRESS_NS = TimeUnit.SECONDS.toNanos(2);
    private static final long LONG_PARK_NS = TimeUnit.SECONDS.toNanos(60);
    private static final long PROMPT_NS = TimeUnit.SECONDS.toNanos(3);

    /**
     * Two threads hand a number to and fro. A wake that is lost leaves the waiter parked for its minute, with the
     * waker waiting for it, so one lost in a million shows. Every other time it rests instead.
     */
    @Test
    void noWakeIsLost() throws InterruptedException {
        Signal toEcho = new Signal(0);
        Signal toCaller = new Signal(0);
        AtomicLong asked = new AtomicLong();
        AtomicLong answered = new AtomicLong();
        AtomicBoolean stop = new AtomicBoolean();
        Thread echo = new Thread(() -> {
            while (!stop.get()) {
                BooleanSupplier isAsked = () -> asked.getPlain() > answered.getPlain() || stop.getPlain();
                if ((answered.getPlain() & 1) == 0) {
                    toEcho.await(isAsked, LONG_PARK_NS);
                } else {
                    toEcho.rest(isAsked, LONG_PARK_NS);
                }
                if (asked.getOpaque() > answered.getOpaque()) {
                    answered.setRelease(answered.getPlain() + 1);
                    toCaller.wake();
                }
            }
        });
        echo.start();
        long slowestNs = 0;
        long rounds = 0;
        long startNs = System.nanoTime();
        for (long nowNs = startNs; nowNs - startNs < STRESS_NS; rounds++) {
            asked.setRelease(rounds + 1);
            if (rounds % 4 == 0) {
                toEcho.wakeParked(); // after an even number of answers the other one awaits, and does not rest
            } else {
                toEcho.wake();
            }
            for (long spin = rounds % 64; spin > 0; spin--) {
                Thread.onSpinWait(); // shifts the two against each other
            }
            while (answered.getAcquire() < rounds + 1) {
                toCaller.await(() -> answered.getPlain() > asked.getPlain() - 1, LONG_PARK_NS);
            }
            long endNs = System.nanoTime();
            slowestNs = Math.max(slowestNs, endNs - nowNs);
            nowNs = endNs;
        }
        stop.set(true);
        toEcho.wake();
        echo.join(TimeUnit.SECONDS.toMillis(10));
        assertThat(echo.isAlive()).isFalse();
        assertThat(rounds).as("rounds").isGreaterThan(1_000);
        assertThat(slowestNs).as("slowest of %s rounds, in ns", rounds).isLessThan(PROMPT_NS);
    }

    @Test
    void aConditionThatHoldsIsNotWaitedFor() {
        Signal signal = new Signal(0);
        long startNs = System.nanoTime();
        signal.await(() -> true, LONG_PARK_NS);
        assertThat(System.nanoTime() - startNs).isLessThan(PROMPT_NS);
        assertThat(signal.isParked()).isFalse();
    }

    @Test
    void aWaitEndsWithItsTime() {
        Signal signal = new Signal(0);
        long startNs = System.nanoTime();
        signal.await(() -> false, TimeUnit.MILLISECONDS.toNanos(20));
        assertThat(System.nanoTime() - startNs).isLessThan(PROMPT_NS);
    }

    @Test
    void theSpinLooksAgainBeforeItParks() {
        Signal signal = new Signal(5);
        AtomicLong looks = new AtomicLong();
        signal.await(() -> looks.incrementAndGet() == 3, LONG_PARK_NS);
        assertThat(looks.get()).isEqualTo(3);
    }

    @Test
    void aSpinningOneNeverParks() {
        Signal signal = Signal.spinning(5);
        AtomicLong looks = new AtomicLong();
        AtomicBoolean wasParked = new AtomicBoolean();
        signal.await(
                () -> {
                    wasParked.compareAndSet(false, signal.isParked());
                    return looks.incrementAndGet() > 5;
                },
                LONG_PARK_NS);
        assertThat(looks.get()).as("looks, and back to the caller").isEqualTo(5);
        assertThat(wasParked.get()).isFalse();
    }

    @Test
    void theWaiterIsSeenParkedAndAWakeEndsThat() {
        Signal signal = new Signal(0);
        AtomicBoolean condition = new AtomicBoolean();
        Thread waiter = new Thread(() -> {
            while (!condition.get()) {
                signal.await(condition::get, LONG_PARK_NS);
            }
        });
        waiter.start();
        Await.until("the waiter is parked", signal::isParked);
        condition.set(true);
        signal.wake();
        Await.ended(waiter);
        assertThat(signal.isParked()).isFalse();
    }

    @Test
    void aRestEndsForAWakeAndNotForOneOfTheParked() throws InterruptedException {
        Signal signal = new Signal(0);
        AtomicBoolean looked = new AtomicBoolean();
        Thread waiter = new Thread(() -> signal.rest(
                () -> {
                    looked.set(true);
                    return false;
                },
                LONG_PARK_NS));
        waiter.start();
        Await.until("it has looked and rests", () -> looked.get() && waiter.getState() == Thread.State.TIMED_WAITING);
        assertThat(signal.isParked()).isFalse();
        signal.wakeParked();
        waiter.join(20);
        assertThat(waiter.isAlive()).as("rests on").isTrue();
        signal.wake();
        Await.ended(waiter);
    }

    @Test
    void oneOfTheParkedIsWokenByBoth() {
        for (Consumer<Signal> waker : List.<Consumer<Signal>>of(Signal::wake, Signal::wakeParked)) {
            Signal signal = new Signal(0);
            Thread waiter = new Thread(() -> signal.await(() -> false, LONG_PARK_NS));
            waiter.start();
            Await.until("the waiter is parked", signal::isParked);
            waker.accept(signal);
            Await.ended(waiter);
        }
    }

    @Test
    void onlyOneThatParksAtOnceIsFrugal() {
        assertThat(new Signal(0).isFrugal()).isTrue();
        assertThat(new Signal(1).isFrugal()).isFalse();
        assertThat(Signal.spinning(1).isFrugal()).isFalse();
    }

    @Test
    void theStrategySaysWhatTheWaiterDoes() {
        assertThat(Signal.of(WaitStrategy.PARK).isFrugal()).isTrue();
        assertThat(Signal.of(WaitStrategy.SLEEP).isFrugal()).isTrue();
        assertThat(Signal.of(WaitStrategy.LOW_LATENCY).isFrugal()).isFalse();
        for (WaitStrategy strategy : WaitStrategy.values()) {
            assertThat(Signal.of(strategy).isSleeper()).isEqualTo(strategy == WaitStrategy.SLEEP);
        }
    }
}
