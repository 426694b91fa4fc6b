package dev.ringpost;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/**
 * Where an engine's time went during a window, and what it is bound by; see {@link PublisherEngine#explain(Duration)}.
 *
 * <p><b>How it is measured:</b> by looking at each lane every few milliseconds, at intervals that vary at random, and
 * counting what it was found at; the engine itself times nothing for this. So a share is of time by the clock on the wall,
 * the wait for a core included, and as exact as a poll of so many samples: of 500, to about 4 percentage points. What
 * callers do is counted beside that and not part of what adds up to 1: they wait or serialize while the lane does something
 * itself.
 *
 * <p><b>How a verdict is reached:</b> an alarm or a lost connection that took half of the window is one. Otherwise, if
 * callers waited for room in a tenth of the samples, or the ring was half full on the average, it is the largest of the
 * shares but for {@link TimeUse#IDLE} and {@link TimeUse#LINGER}; else it is the callers, or their serializers if one of
 * them ran in half of the samples.
 *
 * @param window how long was looked
 * @param sampleCount how often
 * @param callersSerializing share of the samples in which at least one caller was in a serializer
 * @param lanes the engine's, in their order; never empty
 */
public record Explanation(Duration window, int sampleCount, double callersSerializing, List<LaneExplanation> lanes) {

    /** Copies the list. */
    public Explanation {
        lanes = List.copyOf(lanes);
        if (lanes.isEmpty()) {
            throw new IllegalArgumentException("an engine has at least one lane");
        }
    }

    /** The lane that says most: one that holds callers up before one that does not, the busiest of them. */
    public LaneExplanation decisiveLane() {
        return lanes.stream()
                .max(Comparator.comparingInt(Explanation::urgency)
                        .thenComparingDouble(LaneExplanation::callersWaiting)
                        .thenComparingDouble(lane -> 1 - lane.share(TimeUse.IDLE)))
                .orElseThrow();
    }

    private static int urgency(LaneExplanation lane) {
        return switch (lane.verdict()) {
            case IDLE -> 0;
            case CALLERS -> 1;
            default -> 2;
        };
    }

    /** What the engine is bound by: the verdict on its decisive lane. */
    public Bottleneck verdict() {
        return decisiveLane().verdict();
    }

    /** The same for people, with what to do. */
    public String sentence() {
        return decisiveLane().sentence();
    }
}
