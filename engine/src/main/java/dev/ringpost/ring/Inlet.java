package dev.ringpost.ring;

import dev.ringpost.Offer;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What callers see of a lane: its ring, its memory, and whether it takes anything.
 *
 * <p>A caller claims, checks {@link #isClosed()} <em>after</em> the claim, fills the slot with nothing but bounded copies,
 * and publishes it in a {@code finally}, as void if anything went wrong. Closing sets the flag first and reads the ring's
 * cursor then, so whatever was accepted lies at or below that cursor.
 */
public final class Inlet {

    private static final int SAMPLE_MASK = 7;
    private static final Admission REFUSE_ALL = orderingHash -> false;

    private final SlotRing ring;
    private final Signal laneSignal;
    private final RoomGate room;
    private final ByteBudget budget;
    private final LaneClock clock;
    private final AtomicLong voidCount = new AtomicLong();
    private final Map<Offer, LongAdder> refusals = new EnumMap<>(Offer.class);
    private volatile long closedAt = Long.MAX_VALUE;
    private volatile long closedAtMs;
    private volatile boolean closed;
    private volatile @Nullable Admission admission; // the only thing that callers look at when all is well
    private final ReentrantLock admissionLock = new ReentrantLock();
    private @Nullable Admission retryAdmission; // written under the lock, like the next
    private volatile boolean refusingBlocked;
    private volatile boolean blocked;
    private volatile @Nullable Throwable closeCause;

    /** Over the parts of one lane. */
    public Inlet(SlotRing ring, Signal laneSignal, RoomGate room, ByteBudget budget, LaneClock clock) {
        this.ring = ring;
        this.laneSignal = laneSignal;
        this.room = room;
        this.budget = budget;
        this.clock = clock;
        for (Offer answer : Offer.values()) {
            refusals.put(answer, new LongAdder());
        }
    }

    /** The slots. */
    public SlotRing ring() {
        return ring;
    }

    /** Where to wait for room. */
    public RoomGate room() {
        return room;
    }

    /** Memory for bodies that do not fit a slot. */
    public ByteBudget budget() {
        return budget;
    }

    /** Whether messages of an ordering key may be accepted, as far as those that wait for a retry are concerned. */
    public interface Admission {
        /** Any thread. */
        boolean admits(int orderingHash);
    }

    /** Restricts what is accepted, or with {@code null} no longer. Lane. */
    public void restrict(@Nullable Admission restriction) {
        admissionLock.lock();
        try {
            retryAdmission = restriction;
            applyAdmission();
        } finally {
            admissionLock.unlock();
        }
        if (restriction == null) {
            room.wakeAll();
        }
    }

    private void applyAdmission() {
        admission = refusingBlocked ? REFUSE_ALL : retryAdmission;
    }

    /** Whether some messages are not accepted even if there is room. */
    public boolean isRestricted() {
        return admission != null;
    }

    /** Whether a message of an ordering key may be accepted now, if there is room. */
    public boolean admits(int orderingHash) {
        Admission restriction = admission;
        return restriction == null || restriction.admits(orderingHash);
    }

    /** Why there is no room now. */
    public Offer whyFull() {
        return closed ? Offer.CLOSED : blocked ? Offer.BLOCKED : Offer.FULL;
    }

    /** A call ends with that answer, or an exception for it: its message was not accepted. Any thread. */
    public void onRefused(Offer answer) {
        refusals(answer).increment();
    }

    /** How many calls ended so. */
    public long refusalCount(Offer answer) {
        return refusals(answer).sum();
    }

    private LongAdder refusals(Offer answer) {
        return Objects.requireNonNull(refusals.get(answer));
    }

    /** Publishes a slot that was claimed for nothing: every stage passes over it. */
    public void publishVoid(long sequence, Slot slot) {
        slot.isVoid = true;
        voidCount.incrementAndGet();
        publish(sequence, slot);
    }

    /** Slots claimed for nothing so far. */
    public long voidCount() {
        return voidCount.get();
    }

    /** What flush waits for: everything published, but what came after the end. */
    public long lastAccepted() {
        return closed ? Math.min(closedAt, ring.cursor()) : ring.cursor();
    }

    /** Stamps a filled slot with the time, hands it to the lane, and wakes the lane if it is parked. */
    public void publish(long sequence, Slot slot) {
        if ((sequence & SAMPLE_MASK) == 0 || laneSignal.isParked()) {
            slot.acceptedNs = clock.update();
            slot.isSampled = true;
        } else {
            slot.acceptedNs = clock.coarse();
            slot.isSampled = false;
        }
        ring.publish(sequence);
        laneSignal.wakeParked();
    }

    /** Whether nothing more is accepted. */
    public boolean isClosed() {
        return closed;
    }

    /** Why nothing more is accepted, if that is an error. */
    public @Nullable Throwable closeCause() {
        return closeCause;
    }

    /** When {@link #close} was called first, by the calendar, in milliseconds since 1970; 0 before. */
    public long closedAtMs() {
        return closedAtMs;
    }

    /** Stops accepting, for an error if there is one, and lets waiting callers know. */
    public void close(@Nullable Throwable cause) {
        if (cause != null) {
            closeCause = cause;
        }
        if (!closed) {
            closedAtMs = NanoClock.calendarMs();
        }
        closed = true;
        closedAt = ring.cursor(); // after the flag: see the class
        room.wakeAll();
    }

    /**
     * Tells callers whether the broker blocks the connection, and whether nothing is accepted for that, even where there is
     * room. Lane and supervisor.
     */
    public void setBlocked(boolean blocked, boolean refusing) {
        admissionLock.lock();
        try {
            this.blocked = blocked; // first: who is refused looks here for the reason
            refusingBlocked = refusing;
            applyAdmission();
        } finally {
            admissionLock.unlock();
        }
        room.wakeAll();
    }

    /** Whether nothing is accepted because the broker blocks the connection for too long. */
    public boolean isRefusingBlocked() {
        return refusingBlocked;
    }
}
