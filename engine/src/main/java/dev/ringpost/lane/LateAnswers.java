package dev.ringpost.lane;

import dev.ringpost.Outcome;
import dev.ringpost.ReturnListener;
import dev.ringpost.ReturnReason;
import dev.ringpost.ReturnedMessage;
import dev.ringpost.retry.RetryStore;
import dev.ringpost.retry.StoredMessage;
import dev.ringpost.retry.StoredState;
import dev.ringpost.wire.RouteTemplate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answers to attempts whose message is not in the slot it was sent from any more: it waits for a retry, or for this very
 * answer, or is in the ring once more. An ack confirms it wherever it is, and cancels the retry.
 *
 * <p><b>Threads:</b> the lane only.
 */
final class LateAnswers {

    private final RetryStore store;
    private final SlotExit exit;
    private final Retrying retrying;
    private final Notices notices;

    /** Confirmed while the next attempt is in a batch: stays until that is written, which needs the body. */
    private final List<InBatch> confirmedInBatch = new ArrayList<>();

    private record InBatch(StoredMessage message, long firstSequence) {
        /** Whether the object is still that message, and has no outcome yet. */
        boolean isAlive() {
            return message.state() == StoredState.IN_RING && message.firstSequence() == firstSequence;
        }
    }

    LateAnswers(RetryStore store, SlotExit exit, Retrying retrying, Notices notices) {
        this.store = store;
        this.exit = exit;
        this.retrying = retrying;
        this.notices = notices;
    }

    /** To one attempt. Returns whether that changed anything. */
    boolean onAnswer(long deliveryTag, Outcome outcome, long nowNs) {
        boolean any = false;
        for (StoredMessage message = next(deliveryTag, outcome);
                message != null;
                message = next(deliveryTag, outcome)) {
            apply(message, outcome, deliveryTag, nowNs);
            any = true;
        }
        return any;
    }

    /** One attempt has several messages if they shared one as records. */
    private @Nullable StoredMessage next(long deliveryTag, Outcome outcome) {
        return outcome == Outcome.RETURNED
                ? store.attempts().returned(retrying.epochId(), deliveryTag)
                : store.attempts().answered(retrying.epochId(), deliveryTag);
    }

    /** To all attempts up to a tag. Returns whether that changed anything. */
    boolean onAnswerUpTo(long deliveryTag, Outcome outcome, long nowNs) {
        boolean any = false;
        for (StoredMessage message = store.attempts().answeredUpTo(retrying.epochId(), deliveryTag);
                message != null;
                message = store.attempts().answeredUpTo(retrying.epochId(), deliveryTag)) {
            apply(message, outcome, deliveryTag, nowNs);
            any = true;
        }
        return any;
    }

    private void apply(StoredMessage message, Outcome outcome, long deliveryTag, long nowNs) {
        if (outcome == Outcome.REJECTED) {
            retrying.onLateNack(message, deliveryTag, nowNs);
            return;
        }
        if (message.state() == StoredState.IN_RING) {
            if (outcome == Outcome.CONFIRMED) {
                confirmInRing(message);
            }
            return; // what came back once will come back again
        }
        if (outcome == Outcome.RETURNED) {
            tellReturned(message, store.bodyOf(message));
            retrying.depart(message, outcome, "returned by the broker: no queue for " + message.head());
        } else {
            retrying.depart(message, outcome, null);
        }
    }

    private void confirmInRing(StoredMessage message) {
        if (exit.isInBatch(message)) {
            confirmedInBatch.add(new InBatch(message, message.firstSequence()));
        } else if (exit.leave(message)) {
            retrying.depart(message, Outcome.CONFIRMED, null);
        }
    }

    /** Whether a message was confirmed, and could not leave its batch. */
    boolean isConfirmed(StoredMessage message) {
        for (InBatch one : confirmedInBatch) {
            if (one.message() == message && one.isAlive()) {
                return true;
            }
        }
        return false;
    }

    /** Confirms what could not leave its batch, as far as that is written or gone. Returns how many. */
    int confirmWritten() {
        if (confirmedInBatch.isEmpty()) {
            return 0;
        }
        int before = confirmedInBatch.size();
        confirmedInBatch.removeIf(one -> {
            boolean stays = one.isAlive() && exit.isInBatch(one.message());
            if (one.isAlive() && !stays && exit.leave(one.message())) {
                retrying.depart(one.message(), Outcome.CONFIRMED, null);
            }
            return !stays;
        });
        return before - confirmedInBatch.size();
    }

    /** Tells the message's return listener, if it has one. */
    void tellReturned(StoredMessage message, byte[] body) {
        if (!(message.head() instanceof RouteTemplate route)) {
            return;
        }
        ReturnListener onReturn = route.options().onReturn();
        if (onReturn != null) {
            ReturnedMessage returned =
                    new ReturnedMessage(body, route.contentType(), route.contentEncoding(), route.options());
            notices.add(() -> onReturn.onReturn(ReturnReason.NO_ROUTE, route.exchange(), route.routingKey(), returned));
        }
    }
}
