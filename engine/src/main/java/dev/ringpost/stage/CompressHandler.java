package dev.ringpost.stage;

import com.lmax.disruptor.EventHandler;
import dev.ringpost.Outcome;
import dev.ringpost.compression.Compressor;
import dev.ringpost.confirm.SlotStates;
import dev.ringpost.metrics.LaneMetrics;
import dev.ringpost.ring.BodyBuffer;
import dev.ringpost.ring.ByteBudget;
import dev.ringpost.ring.Failures;
import dev.ringpost.ring.Slot;
import dev.ringpost.wire.BodyCompression;
import dev.ringpost.wire.RouteTemplate;

/**
 * Second stage: compresses the bodies of routes that ask for it; all others pass through. Done once for a message: what is
 * sent again is sent as it is. A compressor that throws fails its own message and no other.
 */
public final class CompressHandler implements EventHandler<Slot> {

    /** What a codec may add to a body that it cannot compress, without an error; one that adds more has not shrunk it either. */
    private static final int ADDED_BYTES = 1024 * 1024;

    private final SlotStates states;
    private final LaneMetrics metrics;
    private final ByteBudget budget;
    private final int inlineBytes;
    private final int maxMessageBytes;
    private final BodyBuffer buffer = new BodyBuffer();

    /** For the lane that owns these. */
    public CompressHandler(
            SlotStates states, LaneMetrics metrics, ByteBudget budget, int inlineBytes, int maxMessageBytes) {
        this.states = states;
        this.metrics = metrics;
        this.budget = budget;
        this.inlineBytes = inlineBytes;
        this.maxMessageBytes = maxMessageBytes;
    }

    /** Whether the slot's body may have to be compressed. */
    public boolean concerns(Slot slot) {
        return slot.head instanceof RouteTemplate route && route.compression() != null;
    }

    @Override
    public void onEvent(Slot slot, long sequence, boolean endOfBatch) {
        if (slot.head instanceof RouteTemplate route) {
            BodyCompression how = route.compression();
            if (how != null && !states.isSettled(sequence)) {
                compress(slot, sequence, how);
            }
        }
    }

    // Catching Throwable: an Error of a codec's native part must not take the lane down.
    private void compress(Slot slot, long sequence, BodyCompression how) {
        if (slot.bodyBytes < how.fromBytes()) {
            slot.head = how.plain();
            return;
        }
        Compressor compressor = how.compressor();
        // What did not shrink is not sent, so it may be over the limit of what is.
        boolean mustShrink = how.onlyIfSmaller();
        buffer.reset(mustShrink ? Math.max(maxMessageBytes, slot.bodyBytes + ADDED_BYTES) : maxMessageBytes);
        String name = compressor.getClass().getName();
        try {
            name = compressor.name(); // a user's own code as well
            compressor.compress(slot.body(), slot.bodyOffset(), slot.bodyBytes, buffer);
            if (mustShrink && (buffer.size() >= slot.bodyBytes || buffer.isOverLimit())) {
                leavePlain(slot, how);
            } else {
                metrics.uncompressedBytes().add(slot.bodyBytes);
                metrics.compressedBytes().add(buffer.size());
                replaceBody(slot);
                slot.head = how.compressed();
            }
        } catch (Throwable e) {
            if (mustShrink && buffer.isOverLimit()) {
                leavePlain(slot, how);
            } else {
                slot.detail = "compressor \"" + name + "\" failed: " + Failures.text(e);
                states.settle(sequence, Outcome.FAILED);
            }
        } finally {
            buffer.release();
            Thread.interrupted(); // a flag it left behind would keep the lane from parking
        }
    }

    private void leavePlain(Slot slot, BodyCompression how) {
        metrics.uncompressedBytes().add(slot.bodyBytes);
        metrics.compressedBytes().add(slot.bodyBytes);
        slot.head = how.plain();
    }

    private void replaceBody(Slot slot) {
        int length = buffer.size();
        byte[] before = slot.large;
        if (before != null && length <= inlineBytes) {
            slot.large = null;
            budget.giveBack(before);
        } else if (length > slot.room(inlineBytes)) {
            // It grew, by some bytes at the most: over the budget by one body, rather than waiting with it in hand.
            byte[] larger = budget.takeAnyway(length);
            slot.large = larger;
            if (before != null) {
                budget.giveBack(before);
            }
        }
        slot.bodyBytes = length; // before the body: see there
        System.arraycopy(buffer.array(), 0, slot.body(), slot.bodyOffset(), length);
    }
}
