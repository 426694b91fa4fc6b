package dev.ringpost.stage;

import com.lmax.disruptor.EventHandler;
import dev.ringpost.Outcome;
import dev.ringpost.confirm.SlotStates;
import dev.ringpost.ring.BodyBuffer;
import dev.ringpost.ring.ByteBudget;
import dev.ringpost.ring.Failures;
import dev.ringpost.ring.Slot;
import dev.ringpost.ring.Unserialized;
import dev.ringpost.serialization.Serializer;
import dev.ringpost.wire.Packing;
import dev.ringpost.wire.RouteTemplate;
import org.jspecify.annotations.Nullable;

/**
 * First stage: turns the objects that callers left to the engine into bytes. Messages that came as bytes pass through.
 * A serializer that throws, Errors included, fails its own message and no other.
 */
public final class SerializeHandler implements EventHandler<Slot> {

    private final SlotStates states;
    private final ByteBudget budget;
    private final int inlineBytes;
    private final int maxMessageBytes;
    private final BodyBuffer buffer = new BodyBuffer();

    /** For the lane that owns these. */
    public SerializeHandler(SlotStates states, ByteBudget budget, int inlineBytes, int maxMessageBytes) {
        this.states = states;
        this.budget = budget;
        this.inlineBytes = inlineBytes;
        this.maxMessageBytes = maxMessageBytes;
    }

    /** Whether the slot has to wait until others give back memory: what it will need is not known before. */
    public boolean mustWait(Slot slot) {
        return slot.unserialized != null && budget.isExhausted();
    }

    @Override
    public void onEvent(Slot slot, long sequence, boolean endOfBatch) {
        if (slot.isVoid) {
            states.set(sequence, SlotStates.VOID);
            return;
        }
        Unserialized object = slot.unserialized;
        if (object == null || serialize(slot, object)) {
            states.set(sequence, SlotStates.READY);
        } else {
            states.settle(sequence, Outcome.FAILED);
        }
    }

    /** Callers were told of the records they serialized. */
    private static @Nullable String refusal(Slot slot, BodyBuffer body) {
        Packing packing = slot.head instanceof RouteTemplate route ? route.packing() : null;
        return packing == null ? null : packing.refusal(body.array(), 0, body.size());
    }

    // Catching Throwable: a StackOverflowError of a cyclic object must not take the lane down.
    @SuppressWarnings("NullAway") // JSON has a null, and a serializer is asked to write it
    private boolean serialize(Slot slot, Unserialized object) {
        Serializer serializer = object.serializer();
        buffer.reset(maxMessageBytes);
        String name = serializer.getClass().getName();
        try {
            name = serializer.name(); // user code as well
            serializer.serialize(object.body(), buffer);
            int length = buffer.size();
            String refusal = refusal(slot, buffer);
            if (refusal != null) {
                slot.detail = refusal;
                return false;
            }
            if (length > inlineBytes) {
                slot.large = budget.takeAnyway(length); // see mustWait: over the limit by one body at the most
            }
            slot.bodyBytes = length; // before the body: see there
            System.arraycopy(buffer.array(), 0, slot.body(), slot.bodyOffset(), length);
            return true;
        } catch (Throwable e) {
            slot.detail = "serializer \"" + name + "\" failed: " + Failures.text(e);
            return false;
        } finally {
            slot.unserialized = null;
            buffer.release();
            Thread.interrupted(); // a flag it left behind would keep the lane from parking
        }
    }
}
