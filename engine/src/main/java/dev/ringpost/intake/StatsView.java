package dev.ringpost.intake;

import dev.ringpost.EngineStats;
import dev.ringpost.Outcome;
import dev.ringpost.lane.Lane;
import dev.ringpost.metrics.Counter;
import dev.ringpost.metrics.LaneMetrics;
import java.util.List;
import java.util.function.Function;
import org.HdrHistogram.Histogram;

/** Adds up what the lanes counted. */
final class StatsView {

    private StatsView() {}

    static EngineStats of(List<Lane> lanes) {
        Histogram latency = lanes.get(0).metrics().confirmLatency().copy();
        lanes.stream().skip(1).forEach(lane -> lane.metrics().confirmLatency().addTo(latency));
        long confirmed = outcomes(lanes, Outcome.CONFIRMED);
        long returned = outcomes(lanes, Outcome.RETURNED);
        long rejected = outcomes(lanes, Outcome.REJECTED);
        long timedOut = outcomes(lanes, Outcome.TIMED_OUT);
        long failed = outcomes(lanes, Outcome.FAILED);
        long aborted = outcomes(lanes, Outcome.ABORTED);
        // Read last, so that there are never more outcomes than messages; claims for nothing before claims.
        long reenqueued = sum(lanes, LaneMetrics::reenqueued);
        long voids = lanes.stream().mapToLong(lane -> lane.inlet().voidCount()).sum();
        long accepted = lanes.stream()
                        .mapToLong(lane -> lane.inlet().ring().cursor() + 1)
                        .sum()
                - voids
                - reenqueued; // each took a slot once more
        return new EngineStats(
                accepted,
                confirmed,
                returned,
                rejected,
                timedOut,
                failed,
                aborted,
                accepted - confirmed - returned - rejected - timedOut - failed - aborted,
                sum(lanes, LaneMetrics::sent),
                sum(lanes, LaneMetrics::resends),
                lanes.stream().mapToLong(lane -> lane.metrics().retryCount()).sum(),
                sum(lanes, LaneMetrics::bodyBytes),
                sum(lanes, LaneMetrics::amqpMessages),
                sum(lanes, LaneMetrics::wireBytes),
                sum(lanes, LaneMetrics::uncompressedBytes),
                sum(lanes, LaneMetrics::compressedBytes),
                sum(lanes, LaneMetrics::writes),
                sum(lanes, LaneMetrics::connects),
                sum(lanes, LaneMetrics::callbackErrors),
                latency);
    }

    private static long outcomes(List<Lane> lanes, Outcome outcome) {
        return sum(lanes, metrics -> metrics.outcomes(outcome));
    }

    private static long sum(List<Lane> lanes, Function<LaneMetrics, Counter> counter) {
        return lanes.stream()
                .mapToLong(lane -> counter.apply(lane.metrics()).get())
                .sum();
    }
}
