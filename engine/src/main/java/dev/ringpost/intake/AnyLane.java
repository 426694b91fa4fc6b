package dev.ringpost.intake;

import dev.ringpost.Offer;
import dev.ringpost.ring.Inlet;
import dev.ringpost.wire.RouteTemplate;

/** The wait of {@code publish} for a message without an order that its lane refused: until any lane takes it. */
final class AnyLane {

    private final LaneChoice lanes;
    private final RoomWait wait;

    AnyLane(LaneChoice lanes, RoomWait wait) {
        this.lanes = lanes;
        this.wait = wait;
    }

    /** Offers the message to a lane. */
    interface Attempt {
        Offer on(Inlet inlet);
    }

    /**
     * Waits within the bounds of {@link RoomWait#pause}, at a lane that may come to have room while there is one: a lane
     * that is closed, or refuses what comes for the time of an alarm, decides only where all do.
     *
     * @param first refused it already
     * @param refusal its answer
     * @return the lane that took it
     */
    Inlet submit(Inlet first, Offer refusal, RouteTemplate route, Attempt attempt) throws InterruptedException {
        long deadlineNs = RoomWait.NOT_STARTED;
        Inlet waitAt = first;
        Offer answer = refusal;
        while (true) {
            Inlet other = waitAt;
            for (int more = lanes.countFor(route) - 1; more > 0; more--) {
                other = lanes.laneAfter(other, route);
                Offer its = attempt.on(other);
                if (its == Offer.ACCEPTED) {
                    return other;
                }
                if (isHopeless(waitAt, answer)) {
                    waitAt = other;
                    answer = its;
                }
            }
            deadlineNs = wait.pause(waitAt, answer, deadlineNs);
            answer = attempt.on(waitAt);
            if (answer == Offer.ACCEPTED) {
                return waitAt;
            }
        }
    }

    private static boolean isHopeless(Inlet inlet, Offer answer) {
        return answer == Offer.CLOSED || (answer == Offer.BLOCKED && inlet.isRefusingBlocked());
    }
}
