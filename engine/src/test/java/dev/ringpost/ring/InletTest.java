package dev.ringpost.ring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringpost.testing.VirtualClock;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a publish does to the lane, which is this thread: it publishes in the moment between its last look and its park. */
class InletTest {

    private static final long SHORT_NS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long LONG_NS = TimeUnit.SECONDS.toNanos(60);
    private static final long PROMPT_NS = TimeUnit.SECONDS.toNanos(3);

    private final VirtualClock clock = new VirtualClock();
    private final LaneClock laneClock = new LaneClock(clock);
    private final SlotRing ring = new SlotRing(128, 64);
    private final Signal signal = new Signal(0);
    private final Inlet inlet = new Inlet(ring, signal, new RoomGate(clock), new ByteBudget(0), laneClock);

    /** What a test before may have left, which would end the first park. */
    @BeforeEach
    void takePermit() {
        LockSupport.parkNanos(1);
    }

    private Slot publish() {
        long sequence = ring.tryClaim();
        Slot slot = ring.get(sequence);
        inlet.publish(sequence, slot);
        return slot;
    }

    private boolean publishesAndFindsNothing() {
        publish();
        return false;
    }

    private static long tookNs(Runnable action) {
        long startNs = System.nanoTime();
        action.run();
        return System.nanoTime() - startNs;
    }

    @Test
    void aParkedLaneIsWoken() {
        assertThat(tookNs(() -> signal.await(this::publishesAndFindsNothing, LONG_NS)))
                .isLessThan(PROMPT_NS);
    }

    @Test
    void oneThatRestsIsNot() {
        assertThat(tookNs(() -> signal.rest(this::publishesAndFindsNothing, SHORT_NS)))
                .isGreaterThanOrEqualTo(SHORT_NS);
    }

    @Test
    void theOneThatWakesItReadsTheClock() {
        publish(); // the first is one of the few that read it anyway
        clock.advanceMs(7);
        assertThat(publish().acceptedNs).isEqualTo(clock.nanoTime() - TimeUnit.MILLISECONDS.toNanos(7));
        signal.await(
                () -> {
                    Slot waking = publish();
                    assertThat(waking.acceptedNs).isEqualTo(clock.nanoTime());
                    assertThat(waking.isSampled).isTrue();
                    return true;
                },
                LONG_NS);
        assertThat(publish().isSampled).isFalse();
    }
}
