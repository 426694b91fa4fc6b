package dev.ringpost.intake;

import dev.ringpost.lane.Lane;
import dev.ringpost.metrics.TimeRecorder;
import dev.ringpost.ring.Inlet;
import dev.ringpost.ring.LaneClock;
import java.util.List;

/**
 * Times some of the calls that publish: one every 50 µs at the most, by the coarse clock, so that the others pay for two
 * reads of memory and no more. Two readings of the exact clock and a record cost about as much as a call.
 *
 * <p><b>Threads:</b> callers.
 */
final class CallTimes {

    /** The start of a call that is not timed. */
    static final long NOT_TIMED = Long.MIN_VALUE;

    private static final long PAUSE_NS = 50_000;

    private final LaneClock clock;
    private final Inlet[] inlets;
    private final TimeRecorder[] recorders;

    // Not exact under races, which only means that two callers may both be timed.
    private long lastNs;

    /** Of one lane. */
    CallTimes(LaneClock clock, Inlet inlet, TimeRecorder recorder) {
        this(clock, new Inlet[] {inlet}, new TimeRecorder[] {recorder});
    }

    private CallTimes(LaneClock clock, Inlet[] inlets, TimeRecorder[] recorders) {
        this.clock = clock;
        this.inlets = inlets;
        this.recorders = recorders;
        lastNs = clock.coarse() - PAUSE_NS;
    }

    /** Of an engine's lanes, by the clock of the first: if nothing passes that lane, it is at most 100 ms behind. */
    static CallTimes of(List<Lane> lanes) {
        return new CallTimes(
                lanes.get(0).clock(),
                lanes.stream().map(Lane::inlet).toArray(Inlet[]::new),
                lanes.stream().map(lane -> lane.metrics().publishCalls()).toArray(TimeRecorder[]::new));
    }

    /** A call begins; the answer is for {@link #end}. */
    long begin() {
        long coarseNs = clock.coarse();
        if (coarseNs - lastNs < PAUSE_NS) {
            return NOT_TIMED;
        }
        lastNs = coarseNs;
        return clock.exact().nanoTime();
    }

    /** Its message was accepted there. */
    void end(Inlet inlet, long beganNs) {
        if (beganNs != NOT_TIMED) {
            record(inlet, clock.exact().nanoTime() - beganNs);
        }
    }

    @SuppressWarnings("ReferenceEquality") // an inlet is itself and no other
    private void record(Inlet inlet, long tookNs) {
        for (int i = 0; i < inlets.length; i++) {
            if (inlets[i] == inlet) {
                recorders[i].record(tookNs);
                return;
            }
        }
    }
}
