package dev.ringpost.lane;

import dev.ringpost.Outcome;
import dev.ringpost.confirm.DeliveryTags;
import dev.ringpost.confirm.SlotStates;
import dev.ringpost.ring.Slot;
import dev.ringpost.ring.SlotRing;
import dev.ringpost.wire.LinkLoss;
import dev.ringpost.wire.RouteTemplate;
import org.jspecify.annotations.Nullable;

/**
 * Finds the message for which the broker closed the channel. AMQP does not say which one it was, and everything that was
 * unconfirmed is unknown. So what was in flight then is suspected, and sent again by halves: the half that is confirmed is
 * cleared, the half that closes the channel is halved again, until the offender is alone on the wire when the channel
 * closes. That one fails with the broker's text, and the rest goes on. A window of n messages takes some log2 n
 * connections, not n round trips.
 *
 * <p>Where the broker refused an exchange itself (404), others of that time to the same exchange fail with it, instead of
 * costing a search each; where it refused access (403, which may be for a topic), others with the same key too.
 *
 * <p><b>Threads:</b> the lane only.
 */
final class CarefulMode {

    private static final long OFF = -1;
    private static final int ACCESS_REFUSED = 403;
    private static final int NOT_FOUND = 404;

    private final SlotRing ring;
    private final SlotStates states;
    private final Retries retries;

    /** What was in flight at the first refusal ends here; careful until all of it is settled. */
    private long untilSequence = OFF;

    /** The offender is thought to be at or below. */
    private long suspectUntil = OFF;

    /** What is on the wire now may reach up to here. */
    private long groupEnd = OFF;

    CarefulMode(SlotRing ring, SlotStates states, Retries retries) {
        this.retries = retries;
        this.ring = ring;
        this.states = states;
    }

    /** Whether messages go by groups. */
    boolean isOn() {
        return untilSequence != OFF;
    }

    /**
     * Whether a message may be sent now.
     *
     * @param sequence the message
     * @param awaitingCount how many are unanswered
     * @param settledUpTo the lane's settled prefix
     */
    boolean mayPublish(long sequence, long awaitingCount, long settledUpTo) {
        if (untilSequence == OFF) {
            return true;
        }
        if (settledUpTo >= untilSequence) {
            untilSequence = OFF;
            return true;
        }
        if (sequence > groupEnd && awaitingCount == 0) {
            nextGroup(sequence - 1);
        }
        return sequence <= groupEnd;
    }

    /** The group was cleared: on with half of what is still suspected, or with the rest if nothing is. */
    private void nextGroup(long clearedUpTo) {
        groupEnd = clearedUpTo < suspectUntil ? half(clearedUpTo, suspectUntil) : untilSequence;
    }

    /** Where the first half of the messages that still count ends; settled ones between them do not. */
    private long half(long after, long upTo) {
        long count = 0;
        for (long sequence = after + 1; sequence <= upTo; sequence++) {
            count += states.isSettled(sequence) ? 0 : 1;
        }
        long wanted = Math.max(1, count / 2);
        long end = after;
        while (wanted > 0 && end < upTo) {
            end++;
            wanted -= states.isSettled(end) ? 0 : 1;
        }
        return end;
    }

    /**
     * The connection is gone; called before what it left unanswered is marked to be sent again.
     *
     * @param loss why
     * @param tags what was unanswered
     * @param settledUpTo the lane's settled prefix
     * @param written the last message sent
     */
    void onLost(LinkLoss loss, DeliveryTags tags, long settledUpTo, long written) {
        if (!loss.isRefusal() || tags.awaitingCount() == 0) {
            return;
        }
        // One that timed out may be the offender too: then the one still waiting gets a connection to itself first.
        if (tags.awaitingCount() == 1 && tags.abandonedCount() == 0) {
            failOffender(loss, settledUpTo, written);
            suspectUntil = OFF;
            groupEnd = untilSequence;
        } else {
            untilSequence = Math.max(untilSequence, written);
            suspectUntil = written;
            groupEnd = half(settledUpTo, written);
        }
    }

    private void failOffender(LinkLoss loss, long settledUpTo, long written) {
        RouteTemplate refused = null;
        for (long sequence = settledUpTo + 1; sequence <= written; sequence++) {
            if (states.get(sequence) == SlotStates.SENT) {
                refused = routeOf(ring.get(sequence));
                fail(sequence, loss);
            }
        }
        for (long sequence = written + 1; refused != null && sequence <= untilSequence; sequence++) {
            if (!states.isSettled(sequence) && isRefusedAlike(loss, refused, routeOf(ring.get(sequence)))) {
                fail(sequence, loss);
            }
        }
    }

    private static boolean isRefusedAlike(LinkLoss loss, RouteTemplate refused, @Nullable RouteTemplate other) {
        if (other == null || !other.exchange().equals(refused.exchange())) {
            return false;
        }
        return loss.replyCode() == NOT_FOUND
                || (loss.replyCode() == ACCESS_REFUSED && other.routingKey().equals(refused.routingKey()));
    }

    private void fail(long sequence, LinkLoss loss) {
        Slot slot = ring.get(sequence);
        slot.detail = "refused by the broker: " + loss.text() + " (" + slot.head + ")";
        states.settle(sequence, Outcome.FAILED);
        retries.onOutcome(sequence);
    }

    private static @Nullable RouteTemplate routeOf(Slot slot) {
        return slot.head instanceof RouteTemplate route ? route : null;
    }
}
