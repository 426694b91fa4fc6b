package dev.ringpost.lane;

import com.lmax.disruptor.Sequence;
import dev.ringpost.LaneExplanation;
import dev.ringpost.LaneState;
import dev.ringpost.TimeUse;
import dev.ringpost.metrics.Activity;
import dev.ringpost.ring.Inlet;
import dev.ringpost.ring.SlotRing;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Looks at a lane from time to time during one window, and counts what it finds.
 *
 * <p><b>Threads:</b> one, any but the lane's own. What it reads are single numbers that others write for their own ends, each
 * as of some moment of the look; a look that caught them between two changes is one wrong sample of many.
 */
public final class LaneWatch {

    private final String lane;
    private final SlotRing ring;
    private final Inlet inlet;
    private final Activity activity;
    private final Sequence settled;
    private final Supplier<LaneState> state;
    private final int callersSlots;
    private final long firstCursor;

    private final int[] counts = new int[TimeUse.values().length];
    private int sampleCount;
    private int waitedForCount;
    private int takenCount;
    private double fillSum;

    LaneWatch(String lane, LaneParts parts, Sequence settled, Supplier<LaneState> state) {
        this.lane = lane;
        this.ring = parts.ring();
        this.inlet = parts.inlet();
        this.activity = parts.metrics().activity();
        this.settled = settled;
        this.state = state;
        this.callersSlots = ring.size() - SlotRing.RESERVED_SLOTS;
        this.firstCursor = ring.cursor();
    }

    /** Takes one sample. */
    public void look() {
        // In this order, so that neither difference is negative.
        long completedUpTo = ring.completedUpTo();
        long settledUpTo = settled.get();
        long inFlight = ring.cursor() - completedUpTo;
        boolean isWaitedFor = isWaitedFor();
        double fill = Math.min(1.0, (double) inFlight / callersSlots);
        // With the ring full of outcomes, the lane's own wait for the next answers holds nobody up.
        boolean undelivered =
                2 * (settledUpTo - completedUpTo) >= inFlight && (isWaitedFor || fill >= LaneVerdict.FULL);
        count(use(inFlight, undelivered));
        sampleCount++;
        fillSum += fill;
        if (isWaitedFor) {
            waitedForCount++;
        }
        if (inFlight > 0) {
            takenCount++;
        }
    }

    @SuppressWarnings("EnumOrdinal") // never leaves this class
    private void count(TimeUse use) {
        counts[use.ordinal()]++;
    }

    private TimeUse use(long inFlight, boolean undelivered) {
        return switch (state.get()) {
            case BLOCKED -> TimeUse.ALARM;
            case CONNECTING, RECONNECTING -> TimeUse.RECONNECTING;
            case CLOSED, FAILED -> TimeUse.IDLE;
            case OPEN, CLOSING -> useOfThread(inFlight, undelivered);
        };
    }

    private TimeUse useOfThread(long inFlight, boolean undelivered) {
        return switch (activity.now()) {
            case SERIALIZING -> TimeUse.SERIALIZE;
            case COMPRESSING -> TimeUse.COMPRESS;
            case WRITING -> TimeUse.WRITE;
            case WORKING -> TimeUse.LANE;
            case LINGERING -> TimeUse.LINGER;
            case AWAITING -> undelivered ? TimeUse.CALLBACKS : TimeUse.BROKER;
            case IDLE -> inFlight > 0 ? TimeUse.CALLBACKS : TimeUse.IDLE;
        };
    }

    /** Flush waits at the same gate, but does not need room. */
    private boolean isWaitedFor() {
        return inlet.room().hasWaiters()
                && (!ring.hasRoom() || inlet.isRestricted() || inlet.budget().isExhausted());
    }

    /**
     * What was found so far.
     *
     * @param callersSerializing share of the samples in which a caller was in a serializer
     */
    public LaneExplanation explain(double callersSerializing) {
        Map<TimeUse, Double> shares = new EnumMap<>(TimeUse.class);
        for (TimeUse use : TimeUse.values()) {
            shares.put(use, shareOf(use));
        }
        long acceptedCount = ring.cursor() - firstCursor;
        LaneVerdict verdict = LaneVerdict.of(new LaneVerdict.Findings(
                state.get(),
                shares,
                share(waitedForCount),
                share(fillSum),
                callersSerializing,
                acceptedCount > 0 || takenCount > 0));
        return new LaneExplanation(
                lane,
                verdict.bottleneck(),
                verdict.sentence(),
                shares,
                share(waitedForCount),
                share(fillSum),
                acceptedCount);
    }

    @SuppressWarnings("EnumOrdinal") // never leaves this class
    private double shareOf(TimeUse use) {
        return share(counts[use.ordinal()]);
    }

    private double share(double part) {
        return sampleCount == 0 ? 0 : part / sampleCount;
    }
}
