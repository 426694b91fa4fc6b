package dev.ringpost.lane;

import dev.ringpost.confirm.SlotStates;
import dev.ringpost.metrics.Activity;
import dev.ringpost.metrics.LanePhase;
import dev.ringpost.pack.Patience;
import dev.ringpost.ring.LaneClock;
import dev.ringpost.ring.Slot;
import dev.ringpost.ring.SlotRing;
import dev.ringpost.stage.CompressHandler;
import dev.ringpost.stage.PublishHandler;
import dev.ringpost.stage.SerializeHandler;
import dev.ringpost.wire.LinkLoss;
import java.io.IOException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The way of messages from the ring to the wire: taken in order, serialized, compressed, and published as far as the
 * connection, if there is one, allows. What cannot be published yet keeps its slot and is passed again.
 *
 * <p><b>Threads:</b> the lane only.
 */
final class Pipeline {

    /** Messages taken in one step, so that answers are heard and deadlines kept under any load. */
    private static final int MAX_STEP = 1024;

    /** A step ends when serializing and compressing took that long: what they cost a message has no other bound. */
    private static final long LONG_STEP_NS = 5_000_000;

    private final SlotRing ring;
    private final SlotStates states;
    private final LaneClock clock;
    private final SerializeHandler serialize;
    private final CompressHandler compress;
    private final PublishHandler publish;
    private final CarefulMode careful;
    private final Deferral deferral;
    private final Settlement settlement;
    private final SendWindow window;
    private final Outlook outlook;
    private final Activity activity;

    private @Nullable Epoch epoch;
    private long taken = SlotRing.BEFORE_FIRST; // taken from the ring and serialized
    private long written = SlotRing.BEFORE_FIRST; // given to the connection, or settled without
    private boolean waitingForMemory;
    private boolean hurried;
    private long stepStartedNs;
    private long compressedBefore;
    private final BooleanSupplier isLongStep = this::hasCompressedLong;

    /** What is done to each message. */
    record Stages(SerializeHandler serialize, CompressHandler compress, PublishHandler publish) {}

    Pipeline(LaneParts parts, Stages stages, Deferral deferral, Settlement settlement, Retries retries) {
        this.ring = parts.ring();
        this.states = parts.states();
        this.clock = parts.clock();
        this.serialize = stages.serialize();
        this.compress = stages.compress();
        this.publish = stages.publish();
        this.deferral = deferral;
        this.settlement = settlement;
        this.careful = new CarefulMode(ring, states, retries);
        this.window = new SendWindow(ring.size());
        this.outlook = new Outlook(ring, parts.inlet(), window, publish);
        this.activity = parts.metrics().activity();
    }

    /** Taken from the ring up to here; what is above is not the lane's yet. */
    long taken() {
        return taken;
    }

    /** Published up to here, or settled without, or deferred. */
    long written() {
        return written;
    }

    /** How many of those wait to be sent though later ones were, or may be. */
    long heldCount() {
        return (long) deferral.count() + publish.openRecordCount();
    }

    /** Whether messages go by groups, to find the one that the broker closed the channel for. */
    boolean isCareful() {
        return careful.isOn();
    }

    /** Whether something can be written now: connected, not blocked, and no write has failed. */
    boolean isOpen() {
        Epoch current = epoch;
        return current != null && isOpen(current);
    }

    private static boolean isOpen(Epoch current) {
        return !current.isBlocked() && !current.isWriteFailed() && current.loss() == null;
    }

    void connect(Epoch connected, long nowNs) {
        epoch = connected;
        publish.connect(connected.channel(), connected.tags(), connected);
        window.onConnected(nowNs);
        deferral.onConnected(connected.channel().control());
    }

    /** What was sent and not answered goes back to be sent again, in order, before anything newer. */
    void disconnect(Epoch lost, LinkLoss loss) {
        epoch = null;
        publish.disconnect(loss);
        deferral.onLost();
        // In careful mode a message that waited is sent before it is passed, and that write may have failed.
        long sentUpTo = taken;
        while (sentUpTo > written && states.get(sentUpTo) != SlotStates.SENT) {
            sentUpTo--;
        }
        careful.onLost(loss, lost.tags(), settlement.upTo(), sentUpTo);
        for (long sequence = settlement.upTo() + 1; sequence <= sentUpTo; sequence++) {
            if (states.get(sequence) == SlotStates.SENT) {
                states.set(sequence, SlotStates.READY_AGAIN);
            }
        }
        written = settlement.upTo();
    }

    /** What was settled unwritten needs no writing. */
    void passSettled() {
        written = Math.max(written, settlement.upTo());
    }

    /** Takes everything there is, to be settled without being published. */
    void takeAll() {
        while (ring.isPublished(taken + 1)) {
            long sequence = ++taken;
            states.set(sequence, ring.get(sequence).isVoid ? SlotStates.VOID : SlotStates.READY);
        }
        written = taken;
    }

    /** Whether {@link #run} would do something. */
    boolean hasWork() {
        Epoch current = epoch;
        return (current != null && written < taken && canPublish(current))
                || (ring.isPublished(taken + 1) && !isWaitingForMemory())
                || deferral.hasWork(releasableCount() > 0)
                || (hasOpenRecords() && publish.nextDueNs() <= clock.exact().nanoTime());
    }

    /** When records will have waited long enough for others, or {@link Long#MAX_VALUE} if none may be sent then. */
    long nextDueNs() {
        return isOpen() ? publish.nextDueNs() : Long.MAX_VALUE;
    }

    /** From now on records wait for no others, or do again. */
    void hurry(boolean now) {
        hurried = now;
    }

    /** Whether records wait for others that could be sent. */
    boolean hasOpenRecords() {
        return isOpen() && publish.openRecordCount() > 0;
    }

    /** What messages wait for while there is nothing to do about them. */
    LanePhase restPhase() {
        Epoch current = epoch;
        boolean lingers = current != null && hasOpenRecords() && current.tags().awaitingCount() == 0;
        return lingers ? LanePhase.LINGERING : LanePhase.AWAITING;
    }

    /** Careful mode goes by what is unanswered, and waits for nothing else. */
    private Patience patience(Epoch current) {
        return hurried || careful.isOn() ? Patience.NONE : outlook.patience(current);
    }

    /** Whether the next step may be put off for more messages to come. */
    boolean mayGather() {
        Epoch current = epoch;
        return current != null && isOpen(current) && outlook.mayGather(current, taken);
    }

    /** How many of the deferred messages may go now. */
    private int releasableCount() {
        Epoch current = epoch;
        return current == null || !isOpen(current) ? 0 : (int) Math.max(0, Math.min(MAX_STEP, outlook.room(current)));
    }

    /**
     * One step.
     *
     * @param startedNs when it began
     * @return how much was done
     */
    int run(long startedNs) {
        stepStartedNs = startedNs;
        compressedBefore = publish.compressedCount();
        int work = 0;
        boolean longStep = false;
        if (epoch != null && isOpen(epoch)) {
            window.grow(epoch.tags(), stepStartedNs);
        }
        publish.setSettledUpTo(settlement.upTo());
        try {
            work += deferral.release(publish, releasableCount(), settlement.upTo());
            if (careful.isOn() && isOpen()) {
                // What was released there is passed again, and must look sent.
                publish.flush(Patience.NONE, () -> false);
            }
            work += publishWaiting();
            boolean direct = written == taken && epoch != null && canPublishFreely(epoch) && window.isOpen();
            while (work < MAX_STEP && !longStep && ring.isPublished(taken + 1)) {
                Slot slot = ring.get(taken + 1);
                waitingForMemory = mustWaitForMemory(slot);
                if (waitingForMemory) {
                    break;
                }
                long sequence = ++taken;
                if (!settlement.expireUntaken(sequence, slot, startedNs, epoch)) {
                    longStep = prepare(slot, sequence) && isLong();
                }
                work++;
                if (direct) { // the usual case: straight on to the wire
                    if (!states.isSettled(sequence) && !deferral.mustWait(sequence, slot)) {
                        publish.onEvent(slot, sequence, false);
                        longStep |= hasCompressedLong();
                    }
                    written = sequence;
                }
            }
            // If something is waiting, the next step fills the batch up; in an alarm nothing may be written.
            if (work < MAX_STEP && epoch != null && isOpen(epoch)) {
                publish.flush(patience(epoch), isLongStep);
            } else if (epoch != null && isOpen(epoch)) {
                publish.sendOverdue(patience(epoch), isLongStep);
            }
        } catch (IOException e) {
            Epoch current = epoch;
            if (current != null) {
                current.onWriteFailed("write failed: " + e.getMessage());
            }
            work++;
        }
        return work;
    }

    /** Whether messages of several records were compressed in this step. */
    private boolean hasCompressed() {
        return publish.compressedCount() != compressedBefore;
    }

    private boolean hasCompressedLong() {
        return hasCompressed() && isLong();
    }

    private boolean isLong() {
        return clock.exact().nanoTime() - stepStartedNs > LONG_STEP_NS;
    }

    /** The stages before the wire; returns whether there was anything to do in them. */
    private boolean prepare(Slot slot, long sequence) {
        boolean serializes = slot.unserialized != null;
        boolean compresses = compress.concerns(slot);
        states.set(sequence, SlotStates.NEW); // not the outcome of the slot's last use, should serializing throw
        if (serializes) {
            activity.enter(LanePhase.SERIALIZING);
        }
        serialize.onEvent(slot, sequence, false);
        if (compresses) {
            activity.enter(LanePhase.COMPRESSING);
        }
        compress.onEvent(slot, sequence, false);
        if (serializes || compresses) {
            activity.enter(LanePhase.WORKING);
        }
        return serializes || compresses;
    }

    /** Messages that had to wait for a connection, an alarm's end or their turn. */
    private int publishWaiting() throws IOException {
        int work = 0;
        while (written < taken && work < MAX_STEP && !hasCompressedLong() && publishNext()) {
            work++;
        }
        return work;
    }

    /** Publishes the message behind {@link #written}, or passes over it if it is settled; false if it has to wait. */
    private boolean publishNext() throws IOException {
        long sequence = written + 1;
        if (!states.isSettled(sequence) && states.get(sequence) != SlotStates.SENT) {
            Epoch current = epoch;
            if (current == null || !canPublish(current)) {
                return false;
            }
            Slot slot = ring.get(sequence);
            if (!deferral.mustWait(sequence, slot)) {
                publish.onEvent(slot, sequence, false);
            } else if (careful.isOn()) {
                return false;
            }
        }
        written = sequence;
        return true;
    }

    /** In careful mode what waits for a declaration keeps its place, and all behind it wait: groups are in ring order. */
    private boolean canPublish(Epoch current) {
        return isOpen(current)
                && outlook.room(current) > 0
                && (deferral.isEmpty() || !careful.isOn())
                && careful.mayPublish(
                        written + 1, current.tags().awaitingCount() + publish.openRecordCount(), settlement.upTo());
    }

    private boolean canPublishFreely(Epoch current) {
        return isOpen(current) && !careful.isOn();
    }

    private boolean isWaitingForMemory() {
        return waitingForMemory && mustWaitForMemory(ring.get(taken + 1));
    }

    /** Only for memory that older messages hold: what newer ones hold comes back after this one. */
    private boolean mustWaitForMemory(Slot slot) {
        return serialize.mustWait(slot) && ring.completedUpTo() < taken;
    }
}
