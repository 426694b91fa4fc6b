package dev.ringpost.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.ringpost.metrics.TimeRecorder;
import dev.ringpost.ring.ByteBudget;
import dev.ringpost.ring.Inlet;
import dev.ringpost.ring.LaneClock;
import dev.ringpost.ring.NanoClock;
import dev.ringpost.ring.RoomGate;
import dev.ringpost.ring.Signal;
import dev.ringpost.ring.SlotRing;
import dev.ringpost.testing.VirtualClock;
import java.lang.management.ManagementFactory;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class CallTimesTest {

    private static final int CALLS = 1_000_000;

    private final TimeRecorder recorder = TimeRecorder.ofAnyThread();

    private static Inlet inlet(LaneClock clock) {
        return new Inlet(
                new SlotRing(128, 64), new Signal(0), new RoomGate(clock.exact()), new ByteBudget(1_024), clock);
    }

    @Test
    void oneCallIsTimedForEachMoveOfTheCoarseClock() {
        VirtualClock exact = new VirtualClock();
        LaneClock clock = new LaneClock(exact);
        Inlet inlet = inlet(clock);
        CallTimes calls = new CallTimes(clock, inlet, recorder);
        long first = calls.begin();
        assertThat(first).as("the first of all").isEqualTo(exact.nanoTime());
        assertThat(calls.begin()).as("the clock stands").isEqualTo(CallTimes.NOT_TIMED);
        exact.advanceMs(3);
        calls.end(inlet, first);
        calls.end(inlet, CallTimes.NOT_TIMED);
        assertThat(calls.begin()).as("nobody moved the coarse clock").isEqualTo(CallTimes.NOT_TIMED);
        clock.update();
        assertThat(calls.begin()).isEqualTo(exact.nanoTime());
        Histogram times = recorder.copy();
        assertThat(times.getTotalCount()).isEqualTo(1);
        assertThat(times.getMaxValue()).isBetween(3_000_000L, 3_030_000L);
    }

    @Test
    void timingAllocatesNothing() {
        LaneClock clock = new LaneClock(NanoClock.system());
        Inlet inlet = inlet(clock);
        CallTimes calls = new CallTimes(clock, inlet, recorder);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long self = Thread.currentThread().getId();
        run(clock, inlet, calls);
        long before = threads.getThreadAllocatedBytes(self);
        run(clock, inlet, calls);
        long allocated = threads.getThreadAllocatedBytes(self) - before;
        assertThat(recorder.copy().getTotalCount()).isPositive();
        assertThat(allocated).as("bytes for %s calls", CALLS).isLessThan(10_000);
    }

    private static void run(LaneClock clock, Inlet inlet, CallTimes calls) {
        for (int i = 0; i < CALLS; i++) {
            clock.update();
            calls.end(inlet, calls.begin());
        }
    }
}
