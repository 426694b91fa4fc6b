package dev.ringpost.lane;

import dev.ringpost.confirm.DeliveryTags;
import dev.ringpost.confirm.SlotStates;
import dev.ringpost.retry.ConfirmTimes;
import dev.ringpost.retry.StragglerRule;
import dev.ringpost.ring.SlotRing;
import dev.ringpost.wire.LinkLoss;

/**
 * Messages that the broker leaves unanswered. One that waits for the whole confirm timeout, while later ones were
 * answered, is at fault itself: it is tried again or times out. If nothing at all was answered for that long, the link is
 * thought to be at fault: it is cut, and nothing is charged to a message. If the next one is as silent, the messages are:
 * they may all be for a queue that has no majority. And one that waits far longer than is usual here, and holds up the
 * ring by it, is a straggler: it is set aside, and waits elsewhere.
 *
 * <p>Looks at the oldest message only, as the others were sent later. All times are those of the {@link ConfirmClock}.
 *
 * <p><b>Threads:</b> the lane only.
 */
final class Unanswered {

    private static final int NS_PER_MS = 1_000_000;

    /** At most that many are moved in one step of the lane, which has answers to hear meanwhile. */
    private static final int MAX_STEP = 64;

    private final SlotRing ring;
    private final SlotStates states;
    private final Retries retries;
    private final Settlement settlement;
    private final StragglerRule stragglers;
    private final ConfirmTimes times = new ConfirmTimes();
    private final long confirmTimeoutNs;
    private long lastAnswerNs;
    private long sampledTag;
    private boolean cutMayHelp = true;

    Unanswered(LaneParts parts, Retries retries, Settlement settlement, long confirmTimeoutNs) {
        this.ring = parts.ring();
        this.states = parts.states();
        this.retries = retries;
        this.settlement = settlement;
        this.stragglers = new StragglerRule(ring.size() - SlotRing.RESERVED_SLOTS);
        this.confirmTimeoutNs = confirmTimeoutNs;
    }

    void onConnected(long confirmNowNs) {
        lastAnswerNs = confirmNowNs;
        sampledTag = 0;
    }

    /** Answers were heard; before their slots are handed over. */
    void onAnswers(DeliveryTags tags, long confirmNowNs) {
        lastAnswerNs = confirmNowNs;
        cutMayHelp = true;
        if (tags.highestAnswered() <= sampledTag) {
            return; // it waits for nothing any more, so its age says nothing
        }
        sampledTag = tags.highestAnswered();
        long sequence = tags.sequenceOf(sampledTag);
        // One sample for all of them, of the ring's own messages: stragglers would bend the median towards themselves.
        if (sequence > settlement.upTo()) {
            times.onConfirm(confirmNowNs - states.sentNs(sequence));
        }
    }

    /**
     * Looks at what is oldest.
     *
     * @param epoch connected, not blocked
     * @param pipeline knows how far messages came
     * @param confirmNowNs the time of the {@link ConfirmClock}
     * @return how many were moved, or ended
     */
    int check(Epoch epoch, Pipeline pipeline, long confirmNowNs, long nowNs) {
        int count = retries.endUnconfirmed(confirmNowNs, nowNs);
        DeliveryTags tags = epoch.tags();
        while (count < MAX_STEP) {
            long head = settlement.upTo() + 1;
            if (head > pipeline.written() || states.get(head) != SlotStates.SENT || !tags.isWritten(head)) {
                break;
            }
            boolean overtaken = tags.highestAnswered() > states.tag(head);
            long waitNs = confirmNowNs - states.sentNs(head);
            if (waitNs >= confirmTimeoutNs) {
                if (!overtaken && !isAtFault(epoch, pipeline, confirmNowNs)) {
                    break;
                }
                if (!retries.onConfirmTimeout(head, nowNs)) {
                    settlement.timeOut(head, timeoutDetail(head), epoch);
                }
            } else if (!overtaken
                    || !isStraggler(tags, pipeline, waitNs)
                    || !retries.setAside(head, states.sentNs(head) + confirmTimeoutNs)) {
                break;
            }
            settlement.advance(pipeline.taken());
            count++;
        }
        return count;
    }

    /** Whether an overdue message is at fault though none sent after it was answered; cuts the link if that may be. */
    private boolean isAtFault(Epoch epoch, Pipeline pipeline, long confirmNowNs) {
        if (pipeline.isCareful()) {
            return true; // nothing is sent after it until it is gone, and a cut would only start the search again
        }
        if (confirmNowNs - lastAnswerNs < confirmTimeoutNs) {
            return false; // a broker that answers others in its own order is only slow
        }
        if (cutMayHelp) {
            cut(epoch);
            return false;
        }
        return true;
    }

    /** Not in careful mode, which goes by what is unanswered: it must not look answered before its time. */
    private boolean isStraggler(DeliveryTags tags, Pipeline pipeline, long waitNs) {
        long settledBehindCount = pipeline.written() - settlement.upTo() - tags.awaitingCount() - pipeline.heldCount();
        return settledBehindCount > 0
                && !pipeline.isCareful()
                && stragglers.isStraggler(
                        ring.remainingSlots(),
                        settledBehindCount,
                        retries.store().isRoomy(),
                        waitNs,
                        times);
    }

    private void cut(Epoch epoch) {
        cutMayHelp = false;
        epoch.onLost(LinkLoss.of("the broker answered nothing for the confirm timeout of "
                + confirmTimeoutNs / NS_PER_MS + " ms, with " + epoch.tags().awaitingCount() + " messages waiting"));
        epoch.channel().cut();
    }

    private String timeoutDetail(long head) {
        return "no answer within the confirm timeout of " + confirmTimeoutNs / NS_PER_MS
                + " ms, and no retry left; sent, so the broker may have it: "
                + ring.get(head).head;
    }
}
