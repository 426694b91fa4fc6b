package dev.ringpost.pack;

import dev.ringpost.RecordFormat;
import dev.ringpost.confirm.SlotStates;
import dev.ringpost.ring.BodyBuffer;
import dev.ringpost.ring.Slot;
import dev.ringpost.ring.SlotRing;
import dev.ringpost.wire.Packing;
import java.util.function.LongUnaryOperator;

/**
 * Writes the body of a pack from its records' slots, in the pack's {@link RecordFormat}.
 *
 * <p><b>Threads:</b> the lane only.
 */
public final class PackBody {

    private final SlotRing ring;
    private final SlotStates states;
    private final LongUnaryOperator messageNumbers;

    /**
     * For the lane that owns these.
     *
     * @param messageNumbers from the sequence of a record's slot to its message number
     */
    public PackBody(SlotRing ring, SlotStates states, LongUnaryOperator messageNumbers) {
        this.ring = ring;
        this.states = states;
        this.messageNumbers = messageNumbers;
    }

    /**
     * Writes the body, and leaves records out of the pack that wait for nothing any more.
     *
     * @param settledUpTo the lane's settled prefix: slots at or below may be other messages' by now
     * @param out has room
     */
    public void write(OpenPack pack, long settledUpTo, BodyBuffer out) {
        Packing packing = pack.packing();
        RecordFormat format = packing.format();
        long[] sequences = pack.sequences();
        int kept = 0;
        for (int i = 0; i < pack.count(); i++) {
            long sequence = sequences[i];
            if (sequence > settledUpTo && !states.isSettled(sequence)) {
                before(format, kept == 0, packing.withMessageIds(), sequence, out);
                Slot slot = ring.get(sequence);
                out.write(slot.body(), slot.bodyOffset(), slot.bodyBytes);
                if (format == RecordFormat.NDJSON) {
                    out.write('\n');
                }
                sequences[kept++] = sequence;
            }
        }
        if (kept > 0 && format == RecordFormat.JSON_ARRAY) {
            out.write(']');
        }
        pack.truncate(kept);
    }

    private void before(RecordFormat format, boolean isFirst, boolean withMessageId, long sequence, BodyBuffer out) {
        switch (format) {
            case JSON_ARRAY -> out.write(isFirst ? '[' : ',');
            case SPRING -> out.writeInt(ring.get(sequence).bodyBytes);
            case LENGTH_PREFIXED -> {
                out.writeInt(ring.get(sequence).bodyBytes);
                if (withMessageId) {
                    out.writeLong(messageNumbers.applyAsLong(sequence));
                }
            }
            case NDJSON -> {}
        }
    }
}
