package dev.ringpost.lane;

import dev.ringpost.Outcome;
import dev.ringpost.confirm.SlotStates;
import dev.ringpost.ring.Slot;
import dev.ringpost.ring.SlotRing;
import dev.ringpost.wire.LinkLoss;
import dev.ringpost.wire.RouteTemplate;
import org.jspecify.annotations.Nullable;

/**
 * Finds the message for which the broker closed the channel. AMQP does not say which one it was, and everything that was
 * unconfirmed is unknown; so what was in flight then is sent again one by one, until the offender is alone on the wire
 * when the channel closes: that one fails with the broker's text, and the rest goes on. Where the broker refused an
 * exchange (404, 403), others of that time to the same exchange fail with it, instead of costing a connection each.
 *
 * <p><b>Threads:</b> the lane only.
 */
final class CarefulMode {

    private static final long OFF = -1;
    private static final int ACCESS_REFUSED = 403;
    private static final int NOT_FOUND = 404;

    private final SlotRing ring;
    private final SlotStates states;

    /** One by one until everything up to here is settled. */
    private long untilSequence = OFF;

    CarefulMode(SlotRing ring, SlotStates states) {
        this.ring = ring;
        this.states = states;
    }

    /** Whether messages go one by one. */
    boolean isOn() {
        return untilSequence != OFF;
    }

    /** Whether one more message may be sent, with so many unanswered. */
    boolean mayPublish(long awaitingCount, long settledUpTo) {
        if (untilSequence == OFF) {
            return true;
        }
        if (settledUpTo >= untilSequence) {
            untilSequence = OFF;
            return true;
        }
        return awaitingCount == 0;
    }

    /**
     * The connection is gone; called before what it left unanswered is marked to be sent again.
     *
     * @param loss why
     * @param awaitingCount how many were unanswered
     * @param settledUpTo the lane's settled prefix
     * @param written the last message sent
     */
    void onLost(LinkLoss loss, long awaitingCount, long settledUpTo, long written) {
        if (!loss.isRefusal() || awaitingCount == 0) {
            return;
        }
        if (awaitingCount == 1) {
            failOffender(loss, settledUpTo, written);
        } else {
            untilSequence = Math.max(untilSequence, written);
        }
    }

    private void failOffender(LinkLoss loss, long settledUpTo, long written) {
        String refusedExchange = null;
        for (long sequence = settledUpTo + 1; sequence <= written; sequence++) {
            if (states.get(sequence) == SlotStates.SENT) {
                refusedExchange = fail(sequence, loss).exchange();
            }
        }
        boolean exchangeItself = loss.replyCode() == NOT_FOUND || loss.replyCode() == ACCESS_REFUSED;
        if (refusedExchange == null || !exchangeItself) {
            return;
        }
        for (long sequence = written + 1; sequence <= untilSequence; sequence++) {
            if (!states.isSettled(sequence) && refusedExchange.equals(exchangeOf(ring.get(sequence)))) {
                fail(sequence, loss);
            }
        }
    }

    private RouteTemplate fail(long sequence, LinkLoss loss) {
        Slot slot = ring.get(sequence);
        slot.detail = "refused by the broker: " + loss.text() + " (" + slot.head + ")";
        states.settle(sequence, Outcome.FAILED);
        if (slot.head instanceof RouteTemplate route) {
            return route;
        }
        throw new IllegalStateException("slot without a head");
    }

    private static @Nullable String exchangeOf(Slot slot) {
        return slot.head instanceof RouteTemplate route ? route.exchange() : null;
    }
}
