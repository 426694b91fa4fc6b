package dev.ringpost.retry;

import dev.ringpost.ring.ByteBudget;
import dev.ringpost.ring.Slot;
import org.jspecify.annotations.Nullable;

/**
 * The bodies of stored messages, each in a buffer of the lane's byte budget: the one that its slot had, or for a body that
 * was in the slot itself, one that it is copied to. The lane only.
 */
final class StoredBodies {

    private final ByteBudget budget;
    private final RouteShare share;
    private final int inlineBytes;
    private long heldBytes;

    StoredBodies(ByteBudget budget, RouteShare share, int inlineBytes) {
        this.budget = budget;
        this.share = share;
        this.inlineBytes = inlineBytes;
    }

    /** Bytes of all buffers. */
    long heldBytes() {
        return heldBytes;
    }

    /** Takes a slot's body out of it; {@code null} if it is empty. If it fails for want of memory, nothing has changed. */
    byte @Nullable [] takeFrom(Slot slot) {
        byte[] large = slot.large;
        if (large != null) {
            slot.large = null;
            return large;
        }
        if (slot.bodyBytes == 0) {
            return null;
        }
        byte[] copy = budget.takeAnyway(slot.bodyBytes);
        System.arraycopy(slot.body(), slot.bodyOffset(), copy, 0, slot.bodyBytes);
        return copy;
    }

    /** A body just taken is this message's. */
    void hold(StoredMessage message, byte @Nullable [] body) {
        message.body = body;
        if (body != null) {
            count(message, body.length);
        }
    }

    /** Puts a message's body into a slot, where it goes on counting against the budget if it is large. */
    void putInto(Slot slot, StoredMessage message) {
        byte[] body = message.body;
        if (body == null) {
            return;
        }
        if (message.bodyBytes() > inlineBytes) {
            slot.large = body;
            message.body = null;
            count(message, -body.length);
        } else {
            System.arraycopy(body, 0, slot.body(), slot.bodyOffset(), message.bodyBytes());
            release(message);
        }
    }

    /** Gives a message's buffer back, if it has one. */
    void release(StoredMessage message) {
        byte[] body = message.body;
        if (body != null) {
            message.body = null;
            count(message, -body.length);
            budget.giveBack(body);
        }
    }

    private void count(StoredMessage message, long moreBytes) {
        heldBytes += moreBytes;
        share.add(message.routeHash, 0, moreBytes);
    }
}
