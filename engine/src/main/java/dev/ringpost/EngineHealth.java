package dev.ringpost;

import java.util.Comparator;
import java.util.List;

/**
 * How an engine is, see {@link PublisherEngine#health()}: each of its lanes at about the same moment.
 *
 * @param lanes the engine's, in their order; never empty
 */
public record EngineHealth(List<LaneHealth> lanes) {

    /** Copies the list. */
    public EngineHealth {
        lanes = List.copyOf(lanes);
        if (lanes.isEmpty()) {
            throw new IllegalArgumentException("an engine has at least one lane");
        }
    }

    /** The state of the lane that is worst off, in the order of {@link LaneState}. */
    public LaneState state() {
        return worst().state();
    }

    /** The first lane in that state. */
    public LaneHealth worst() {
        // Reversed, since max keeps the last of equals.
        return lanes.stream()
                .min(Comparator.comparing(LaneHealth::state).reversed())
                .orElseThrow();
    }

    /** Whether every lane is {@link LaneState#OPEN}. */
    public boolean isUp() {
        return state() == LaneState.OPEN;
    }
}
