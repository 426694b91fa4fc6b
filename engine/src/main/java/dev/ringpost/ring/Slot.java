package dev.ringpost.ring;

import org.jspecify.annotations.Nullable;

/**
 * One message in flight.
 *
 * <p><b>Writers:</b> the caller between claim and publish; then the lane, until it counts the slot as settled; then the
 * completion thread, which clears it; then the next caller. The hand-offs are the ring's publish, the lane's settled
 * sequence and the completion thread's sequence, so plain fields are enough.
 *
 * <p>Fields rather than accessors: this is the inside of the hot path. References are written only when they change,
 * since each write costs the collector's barrier. The fields fill 64 bytes; with more, a slot would take two cache lines
 * from core to core.
 */
public final class Slot {

    /** Where the ring's inline bodies are. */
    private final Slab slab;

    /** This slot's place there. */
    private final int index;

    /** A claimed slot whose caller failed or was told that the engine is closed: every stage passes over it. */
    public boolean isVoid;

    /** Whether {@link #acceptedNs} is exact, so that the message's latency can be told. */
    public boolean isSampled;

    /** Length of the body, once there is one. Decides where the body goes, so it is set before the body is written. */
    public int bodyBytes;

    /** The body when it does not fit inline, from the lane's budget; else {@code null}. */
    public byte @Nullable [] large;

    /** The encoded head: route and properties. Typed by the wire package, which this one does not know. */
    public @Nullable Object head;

    /** Whether the head outlives the message, as a producer's own does; else it is dropped with it. */
    public boolean headIsShared;

    /** When the message was accepted, on the lane's clock: within 100 ms of the true time. */
    public long acceptedNs;

    /** For the engine-wide listener. */
    public long correlationId;

    /** Where the outcome goes; {@code null} for the engine-wide listener. */
    public @Nullable OutcomeSink sink;

    /** What the lane has still to serialize; else {@code null}. */
    public @Nullable Unserialized unserialized;

    /** Why the message has the outcome it has; set by the lane. */
    public @Nullable String detail;

    Slot(Slab slab, int index) {
        this.slab = slab;
        this.index = index;
    }

    /** The array that holds the body. */
    public byte[] body() {
        byte[] big = large;
        return big == null ? slab.bytes : big;
    }

    /** How long a body fits in without another array. */
    public int room(int inlineBytes) {
        byte[] big = large;
        return big == null ? inlineBytes : big.length;
    }

    /** Where a body of {@link #bodyBytes} begins in {@link #body()}. */
    public int bodyOffset() {
        return large == null ? slab.offset(index, bodyBytes) : 0;
    }
}
