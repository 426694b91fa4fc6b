package dev.ringpost;

import java.util.Map;

/**
 * Where one lane's time went, and what it is bound by.
 *
 * @param lane its name, as in {@link LaneHealth#lane()}
 * @param verdict what keeps it from publishing faster
 * @param sentence the same for people, with what to do
 * @param shares of the samples in which its time went into each use; one for every {@link TimeUse}, 1 together
 * @param callersWaiting share of the samples in which a caller waited for room in its ring
 * @param ringFill the mean share of its ring that was taken, of what callers may take
 * @param acceptedCount messages that came into its ring in the window, those put back for another try included
 */
public record LaneExplanation(
        String lane,
        Bottleneck verdict,
        String sentence,
        Map<TimeUse, Double> shares,
        double callersWaiting,
        double ringFill,
        long acceptedCount) {

    /** Copies the map. */
    public LaneExplanation {
        shares = Map.copyOf(shares);
    }

    /** The share of the lane's time that went into this, 0 to 1. */
    public double share(TimeUse use) {
        return shares.getOrDefault(use, 0.0);
    }
}
