package dev.ringpost.lane;

import dev.ringpost.pack.Patience;
import dev.ringpost.ring.Inlet;
import dev.ringpost.ring.OutcomeWaiters;
import dev.ringpost.ring.SlotRing;
import dev.ringpost.stage.PublishHandler;

/**
 * What is to be expected of waiting: whether more messages may come meanwhile, whether they could be sent then, and who would
 * have to wait.
 *
 * <p><b>Threads:</b> the lane only.
 */
final class Outlook {

    /** The broker is behind when that share of the ring waits for its answers. */
    private static final int BEHIND_SHARE = 4;

    private final SlotRing ring;
    private final Inlet inlet;
    private final SendWindow window;
    private final PublishHandler publish;

    Outlook(SlotRing ring, Inlet inlet, SendWindow window, PublishHandler publish) {
        this.ring = ring;
        this.inlet = inlet;
        this.window = window;
        this.publish = publish;
    }

    /** How many more messages may be sent before the broker has answered some. */
    long room(Epoch current) {
        return window.room(current.tags()) - publish.openRecordCount();
    }

    /** How long records may wait for others to share a message with, where nobody is in a hurry. */
    Patience patience(Epoch current) {
        boolean behind = current.tags().awaitingCount() >= ring.size() / BEHIND_SHARE;
        if (moreMayCome(current)) {
            return behind ? Patience.BROKER_BEHIND : Patience.LINGER;
        }
        return behind ? Patience.BROKER_BEHIND_NOTHING_TO_COME : Patience.NONE;
    }

    /** Whether the next step may be put off for more messages to come: it has few so far, and nobody waits for it. */
    boolean mayGather(Epoch current, long takenUpTo) {
        return moreMayCome(current)
                && ring.cursor() - takenUpTo < Gathering.WORTH_A_WRITE
                && !OutcomeWaiters.areThere();
    }

    private boolean moreMayCome(Epoch current) {
        return ring.hasRoom() && !inlet.budget().isExhausted() && !inlet.room().hasWaiters() && room(current) > 0;
    }
}
