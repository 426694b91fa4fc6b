package dev.ringpost.intake;

import dev.ringpost.Offer;
import dev.ringpost.ring.Inlet;
import dev.ringpost.ring.OutcomeSink;
import dev.ringpost.ring.Slot;
import dev.ringpost.ring.SlotRing;
import dev.ringpost.ring.Unserialized;
import dev.ringpost.wire.RouteTemplate;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The claim: puts one message into a lane's ring, or says why not. Never waits, allocates nothing. Between claim and
 * publish there are only bounded copies; whatever goes wrong there, the slot is published, as void.
 */
final class Submission {

    private Submission() {}

    /** Bytes, from the array, or if that is {@code null} from the buffer, which is not moved. */
    static Offer offerBytes(
            Inlet inlet,
            RouteTemplate route,
            byte @Nullable [] array,
            @Nullable ByteBuffer buffer,
            int offset,
            int length,
            long correlationId,
            @Nullable OutcomeSink sink) {
        long sequence = claim(inlet, route, length);
        if (sequence == SlotRing.NONE_FREE) {
            return inlet.whyFull();
        }
        Slot slot = inlet.ring().get(sequence);
        boolean filled = false;
        try {
            // Both asked again, after the claim: the lane may have changed them before it freed this slot.
            if (!inlet.isClosed() && inlet.admits(route.orderingHash())) {
                slot.bodyBytes = length; // before the body: see there
                if (array != null) {
                    System.arraycopy(array, offset, slot.body(), slot.bodyOffset(), length);
                } else if (buffer != null) {
                    buffer.get(offset, slot.body(), slot.bodyOffset(), length);
                }
                slot.correlationId = correlationId;
                address(slot, route, sink);
                filled = true;
            }
        } finally {
            if (filled) {
                slot.isVoid = false;
                inlet.publish(sequence, slot);
            } else {
                inlet.publishVoid(sequence, slot);
            }
        }
        return filled ? Offer.ACCEPTED : inlet.whyFull();
    }

    /** An object that the lane serializes. */
    static Offer offerObject(Inlet inlet, RouteTemplate route, Unserialized object, OutcomeSink sink) {
        // Its size is not known yet, so the lane may have to go over the budget for it: once at most.
        long sequence = inlet.budget().isExhausted() ? SlotRing.NONE_FREE : claim(inlet, route, 0);
        if (sequence == SlotRing.NONE_FREE) {
            return inlet.whyFull();
        }
        Slot slot = inlet.ring().get(sequence);
        boolean filled = false;
        try {
            // Both asked again, after the claim: the lane may have changed them before it freed this slot.
            if (!inlet.isClosed() && inlet.admits(route.orderingHash())) {
                slot.unserialized = object;
                address(slot, route, sink);
                filled = true;
            }
        } finally {
            if (filled) {
                slot.isVoid = false;
                inlet.publish(sequence, slot);
            } else {
                inlet.publishVoid(sequence, slot);
            }
        }
        return filled ? Offer.ACCEPTED : inlet.whyFull();
    }

    /** Memory first, then the slot: memory without a slot can be given back, a slot without memory cannot. */
    private static long claim(Inlet inlet, RouteTemplate route, int length) {
        if (inlet.isClosed() || !inlet.admits(route.orderingHash())) {
            return SlotRing.NONE_FREE;
        }
        SlotRing ring = inlet.ring();
        if (length <= ring.inlineBytes()) {
            return ring.tryClaim();
        }
        byte[] large = inlet.budget().tryTake(length);
        if (large == null) {
            return SlotRing.NONE_FREE;
        }
        long sequence = ring.tryClaim();
        if (sequence == SlotRing.NONE_FREE) {
            inlet.budget().giveBack(large);
        } else {
            ring.get(sequence).large = large;
        }
        return sequence;
    }

    private static void address(Slot slot, RouteTemplate route, @Nullable OutcomeSink sink) {
        if (slot.head != route) {
            slot.head = route;
        }
        slot.headIsShared = route.isLongLived();
        if (sink != null) {
            slot.sink = sink;
        }
    }
}
