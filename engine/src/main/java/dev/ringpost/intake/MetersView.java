package dev.ringpost.intake;

import dev.ringpost.EngineMeters;
import dev.ringpost.IntervalLog;
import dev.ringpost.Meter;
import dev.ringpost.Offer;
import dev.ringpost.Outcome;
import dev.ringpost.Timing;
import dev.ringpost.lane.Lane;
import dev.ringpost.metrics.LaneMetrics;
import dev.ringpost.metrics.TimeRecorder;
import dev.ringpost.ring.SlotRing;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLongArray;
import org.HdrHistogram.Histogram;

/** Reads what the lanes counted, one meter at a time. Any thread. */
final class MetersView implements EngineMeters {

    private final List<Lane> lanes;
    private final IntervalLogs logs;

    /** The most that was shown of each lane's accepted messages. */
    private final AtomicLongArray acceptedShown;

    MetersView(List<Lane> lanes, IntervalLogs logs) {
        this.lanes = lanes;
        this.logs = logs;
        this.acceptedShown = new AtomicLongArray(lanes.size());
    }

    @Override
    public int laneCount() {
        return lanes.size();
    }

    @Override
    public long value(Meter meter) {
        long sum = 0;
        for (int i = 0; i < lanes.size(); i++) {
            sum += value(meter, i);
        }
        return sum;
    }

    @Override
    public long value(Meter meter, int lane) {
        Lane of = lanes.get(Objects.checkIndex(lane, lanes.size()));
        LaneMetrics counted = of.metrics();
        return switch (meter) {
            case ACCEPTED -> accepted(lane, of);
            case CONFIRMED -> counted.outcomes(Outcome.CONFIRMED).get();
            case REJECTED -> counted.outcomes(Outcome.REJECTED).get();
            case RETURNED -> counted.outcomes(Outcome.RETURNED).get();
            case TIMED_OUT -> counted.outcomes(Outcome.TIMED_OUT).get();
            case FAILED -> counted.outcomes(Outcome.FAILED).get();
            case ABORTED -> counted.outcomes(Outcome.ABORTED).get();
            case CONNECTIONS -> of.isConnected() ? 1 : 0;
            case CONNECTS -> counted.connects().get();
            case RECONNECTS -> Math.max(0, counted.connects().get() - 1);
            case CONNECT_FAILURES -> counted.connectFailures().get();
            case BLOCKED_NS -> of.blockedNs();
            case BLOCKED_LANES -> of.isBlocked() ? 1 : 0;
            case IN_FLIGHT -> inFlight(of);
            case RING_SIZE -> of.inlet().ring().size() - SlotRing.RESERVED_SLOTS;
            case RING_REMAINING -> of.inlet().ring().remainingSlots();
            case MEMORY_USED_BYTES -> of.inlet().budget().takenBytes();
            case MEMORY_LIMIT_BYTES -> of.inlet().budget().limitBytes();
            case STORED_MESSAGES -> counted.storedMessages().get();
            case STORED_BYTES -> counted.storedBytes().get();
            case RETRIES_AFTER_NACK -> counted.retriesAfterNack().get();
            case RETRIES_AFTER_CONFIRM_TIMEOUT ->
                counted.retriesAfterConfirmTimeout().get();
            case RESENDS -> counted.resends().get();
            case SENT -> counted.sent().get();
            case AMQP_MESSAGES -> counted.amqpMessages().get();
            case WRITES -> counted.writes().get();
            case BODY_BYTES -> counted.bodyBytes().get();
            case WIRE_BYTES -> counted.wireBytes().get();
            case UNCOMPRESSED_BYTES -> counted.uncompressedBytes().get();
            case COMPRESSED_BYTES -> counted.compressedBytes().get();
            case REFUSED_FULL -> of.inlet().refusalCount(Offer.FULL);
            case REFUSED_BLOCKED -> of.inlet().refusalCount(Offer.BLOCKED);
            case REFUSED_CLOSED -> of.inlet().refusalCount(Offer.CLOSED);
            case CALLBACK_ERRORS -> counted.callbackErrors().get();
        };
    }

    /**
     * Claims are read before what is to be subtracted from them, so that a message that goes back into the ring is not
     * counted once more, and shown are never fewer than before: a monitoring system takes a step back for a restart. Left
     * is the moment in which a caller has claimed a slot and is turned away; then one too many is shown until the next
     * message comes, or the lane has ended.
     */
    private long accepted(int index, Lane lane) {
        long claimed = lane.inlet().ring().cursor() + 1;
        long reenqueued = lane.metrics().reenqueued().get();
        long accepted = claimed - lane.inlet().voidCount() - reenqueued;
        return lane.hasEnded() ? accepted : acceptedShown.accumulateAndGet(index, accepted, Math::max);
    }

    /** In the order of {@link StatsView}, so that it is never negative. */
    private static long inFlight(Lane lane) {
        long settled = 0;
        for (Outcome outcome : Outcome.values()) {
            settled += lane.metrics().outcomes(outcome).get();
        }
        long notAccepted = lane.metrics().reenqueued().get() + lane.inlet().voidCount();
        return Math.max(0, lane.inlet().ring().cursor() + 1 - notAccepted - settled);
    }

    @Override
    public Histogram timesNs(Timing timing) {
        Histogram sum = timesNs(timing, 0);
        for (int i = 1; i < lanes.size(); i++) {
            recorder(timing, lanes.get(i)).addTo(sum);
        }
        return sum;
    }

    @Override
    public Histogram timesNs(Timing timing, int lane) {
        return recorder(timing, lanes.get(Objects.checkIndex(lane, lanes.size())))
                .copy();
    }

    @Override
    public IntervalLog logIntervals(Path file, Duration interval) throws IOException {
        return logs.begin(this, file, interval);
    }

    private static TimeRecorder recorder(Timing timing, Lane lane) {
        return switch (timing) {
            case CONFIRM_LATENCY -> lane.metrics().confirmLatency();
            case PUBLISH_CALL -> lane.metrics().publishCalls();
        };
    }
}
