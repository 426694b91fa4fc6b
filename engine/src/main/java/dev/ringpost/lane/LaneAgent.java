package dev.ringpost.lane;

import com.lmax.disruptor.EventProcessor;
import com.lmax.disruptor.Sequence;
import dev.ringpost.confirm.AckLog;
import dev.ringpost.confirm.SlotStates;
import dev.ringpost.retry.RetryStore;
import dev.ringpost.ring.Failures;
import dev.ringpost.ring.Inlet;
import dev.ringpost.ring.LaneClock;
import dev.ringpost.ring.Signal;
import dev.ringpost.ring.Slot;
import dev.ringpost.ring.SlotRing;
import dev.ringpost.stage.CompressHandler;
import dev.ringpost.stage.PublishHandler;
import dev.ringpost.stage.SerializeHandler;
import dev.ringpost.wire.LinkLoss;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one owner of a lane's messages from the moment they are published into the ring until they are settled. Takes the
 * place of Disruptor's {@code BatchEventProcessor}, whose batches cannot be cut by confirms, deadlines and reconnects.
 *
 * <p><b>Threads:</b> {@link #doWork} and what it calls run on the lane's thread, or on a test's. {@link #offerEpoch},
 * {@link #requestDrain} and {@link #requestAbort} may be called by any thread.
 */
public final class LaneAgent implements EventProcessor {

    private static final Logger LOG = LoggerFactory.getLogger(LaneAgent.class);
    private static final long MAX_PARK_NS = 50_000_000;
    private static final long MIN_PARK_NS = 100_000;

    /** Messages taken in one step, so that answers are heard and deadlines kept under any load. */
    private static final int MAX_STEP = 1024;

    /** A step ends when serializing and compressing took that long: what they cost a message has no other bound. */
    private static final long LONG_STEP_NS = 5_000_000;

    private static final long NOT_DRAINING = Long.MAX_VALUE;

    private final SlotRing ring;
    private final Inlet inlet;
    private final SlotStates states;
    private final Signal signal;
    private final Signal completionSignal;
    private final LaneClock clock;
    private final SerializeHandler serialize;
    private final CompressHandler compress;
    private final PublishHandler publish;
    private final CarefulMode careful;
    private final Deferral deferral;
    private final Retries retries;
    private final Settlement settlement;

    private final AtomicReference<@Nullable Epoch> mailbox = new AtomicReference<>();
    private final BooleanSupplier hasWork = this::hasWork;
    private volatile long drainTarget = NOT_DRAINING;
    private volatile boolean abortRequested;
    private volatile boolean running;

    // Plain fields below belong to the lane's thread.
    private @Nullable Epoch epoch;
    private long taken = SlotRing.BEFORE_FIRST; // taken from the ring and serialized
    private long written = SlotRing.BEFORE_FIRST; // given to the connection, or settled without
    private boolean toldBlocked;
    private boolean waitingForMemory;

    LaneAgent(
            LaneParts parts,
            SerializeHandler serialize,
            CompressHandler compress,
            PublishHandler publish,
            Retries retries,
            long deliveryTimeoutNs) {
        this.ring = parts.ring();
        this.inlet = parts.inlet();
        this.states = parts.states();
        this.signal = parts.laneSignal();
        this.completionSignal = parts.completionSignal();
        this.clock = parts.clock();
        this.serialize = serialize;
        this.compress = compress;
        this.publish = publish;
        this.careful = new CarefulMode(ring, states);
        this.deferral = new Deferral(parts);
        this.retries = retries;
        this.settlement = new Settlement(parts, deferral, retries, deliveryTimeoutNs);
    }

    /** Hands over a connection just opened. Supervisor. */
    void offerEpoch(Epoch opened) {
        mailbox.set(opened);
        signal.wake();
    }

    /** Ends the lane when everything up to a sequence is settled. After the inlet was closed. */
    void requestDrain(long target) {
        drainTarget = target;
        signal.wake();
    }

    /** Gives everything that is not settled the outcome ABORTED. After the inlet was closed. */
    void requestAbort() {
        abortRequested = true;
        signal.wake();
    }

    /** Everything at or below has its outcome in the slot states; read by the completion agent. */
    @Override
    public Sequence getSequence() {
        return settlement.sequence();
    }

    @Override
    public void halt() {
        requestAbort();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public void run() {
        running = true;
        try {
            while (!isDrained()) {
                if (doWork(clock.exact().nanoTime()) == 0) {
                    Thread.interrupted(); // with the flag set, no park would last
                    signal.await(hasWork, parkNs());
                }
            }
        } catch (Throwable e) {
            die(e);
        } finally {
            running = false;
            completionSignal.wake();
        }
    }

    private long parkNs() {
        Epoch current = epoch;
        long dueNs = retries.nextDueNs(current != null && isOpen(current));
        return dueNs == RetryStore.NEVER
                ? MAX_PARK_NS
                : Math.max(
                        MIN_PARK_NS, Math.min(MAX_PARK_NS, dueNs - clock.exact().nanoTime()));
    }

    /** A fault of ours: fail loudly, and leave no message without an outcome. */
    private void die(Throwable cause) {
        LOG.error("lane thread failed: closing the lane, its messages are aborted", cause);
        inlet.close(cause);
        abortRequested = true;
        drainTarget = ring.cursor();
        Epoch current = epoch;
        if (current != null) {
            current.onLost(LinkLoss.of("lane thread failed: " + Failures.text(cause)));
            epoch = null;
        }
        while (!isDrained()) {
            abortAll("lane thread failed: " + Failures.text(cause));
            retries.reclaim();
            settlement.advance(taken);
            signal.await(hasWork, MAX_PARK_NS);
        }
    }

    private boolean isDrained() {
        return settlement.upTo() >= drainTarget && retries.isAllDelivered();
    }

    /**
     * One step: connection, answers, deadlines, messages, in that order.
     *
     * @param nowNs the time on the lane's clock
     * @return how much was done; 0 means that the thread may park
     */
    public int doWork(long nowNs) {
        clock.set(nowNs);
        int work = followConnection(nowNs);
        work += drainLog();
        int ended = retries.expire(nowNs, epoch, taken);
        if (ended > 0) {
            deferral.onExpired(); // one that others of its key were waiting behind, perhaps
        }
        work += ended;
        work += settlement.expire(taken, nowNs, epoch);
        written = Math.max(written, settlement.upTo());
        if (epoch != null && isOpen(epoch)) {
            work += retries.reenqueue(nowNs);
        }
        work += deferral.applyResults(settlement.upTo());
        work += takeAndPublish(nowNs);
        if (abortRequested) {
            work += abortAll("the engine was closed before the broker answered");
        }
        work += settlement.advance(taken);
        written = Math.max(written, settlement.upTo()); // what was settled unwritten needs no writing
        return work;
    }

    private boolean hasWork() {
        Epoch current = epoch;
        if (current == null) {
            if (mailbox.getPlain() != null) {
                return true;
            }
        } else if (!current.log().isEmpty() || current.loss() != null || (canPublish(current) && written < taken)) {
            return true;
        }
        return (ring.isPublished(taken + 1) && !isWaitingForMemory())
                || deferral.hasWork(current != null && isOpen(current))
                || (!retries.isIdle() && retries.hasWork(clock.exact().nanoTime(), current != null && isOpen(current)))
                || (abortRequested && (settlement.upTo() < taken || !retries.isEmpty()))
                || isDrained();
    }

    private boolean isWaitingForMemory() {
        return waitingForMemory && mustWaitForMemory(ring.get(taken + 1));
    }

    /** Only for memory that older messages hold: what newer ones hold comes back after this one. */
    private boolean mustWaitForMemory(Slot slot) {
        return serialize.mustWait(slot) && ring.completedUpTo() < taken;
    }

    private int followConnection(long nowNs) {
        Epoch current = epoch;
        if (current != null) {
            current.checkWriteFailure(nowNs);
            LinkLoss loss = current.loss();
            if (loss == null) {
                tellCallers(current.isBlocked());
                return 0;
            }
            dropEpoch(current, loss);
            return 1;
        }
        Epoch next = mailbox.getAndSet(null);
        if (next == null) {
            return 0;
        }
        epoch = next;
        publish.connect(next.channel(), next.tags(), next);
        retries.onConnected();
        deferral.onConnected(next.channel().control());
        return 1;
    }

    private void tellCallers(boolean blocked) {
        if (toldBlocked != blocked) {
            toldBlocked = blocked;
            inlet.setBlocked(blocked);
        }
    }

    /** What was sent and not answered goes back to be sent again, in order, before anything newer. */
    private void dropEpoch(Epoch lost, LinkLoss loss) {
        drainLog(); // what was answered before the end still counts
        publish.disconnect();
        deferral.onLost();
        retries.onLost(clock.coarse());
        epoch = null;
        tellCallers(false);
        careful.onLost(loss, lost.tags(), settlement.upTo(), written);
        for (long sequence = settlement.upTo() + 1; sequence <= written; sequence++) {
            if (states.get(sequence) == SlotStates.SENT) {
                states.set(sequence, SlotStates.READY_AGAIN);
            }
        }
        written = settlement.upTo();
    }

    private int drainLog() {
        Epoch current = epoch;
        if (current == null || current.isDistrusted()) {
            return 0;
        }
        int work = 0;
        for (long entry = current.log().poll();
                entry != AckLog.EMPTY;
                entry = current.log().poll()) {
            work++;
            if (!current.tags().apply(entry, settlement)) {
                current.distrust("the broker answered a message that was never sent");
                current.channel().cut();
                break;
            }
        }
        return work;
    }

    private int takeAndPublish(long stepStartedNs) {
        int work = 0;
        boolean longStep = false;
        try {
            work += deferral.release(publish, epoch != null && isOpen(epoch), settlement.upTo(), MAX_STEP);
            work += publishWaiting();
            boolean direct = written == taken && epoch != null && canPublishFreely(epoch);
            while (work < MAX_STEP && !longStep && ring.isPublished(taken + 1)) {
                Slot slot = ring.get(taken + 1);
                waitingForMemory = mustWaitForMemory(slot);
                if (waitingForMemory) {
                    break;
                }
                long sequence = ++taken;
                longStep = prepare(slot, sequence) && clock.exact().nanoTime() - stepStartedNs > LONG_STEP_NS;
                work++;
                if (direct) { // the usual case: straight on to the wire
                    if (!states.isSettled(sequence) && !deferral.mustWait(sequence, slot)) {
                        publish.onEvent(slot, sequence, false);
                    }
                    written = sequence;
                }
            }
            // If something is waiting, the next step fills the batch up; in an alarm nothing may be written.
            if (work < MAX_STEP && epoch != null && isOpen(epoch)) {
                publish.flush();
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

    /** The stages before the wire; returns whether there was anything to do in them. */
    private boolean prepare(Slot slot, long sequence) {
        boolean works = slot.unserialized != null || compress.concerns(slot);
        states.set(sequence, SlotStates.NEW); // not the outcome of the slot's last use, should serializing throw
        serialize.onEvent(slot, sequence, false);
        compress.onEvent(slot, sequence, false);
        return works;
    }

    /** Messages that had to wait for a connection, an alarm's end or their turn. */
    private int publishWaiting() throws IOException {
        int work = 0;
        while (written < taken && work < MAX_STEP && publishNext()) {
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
                && (deferral.isEmpty() || !careful.isOn())
                && careful.mayPublish(written + 1, current.tags().awaitingCount(), settlement.upTo());
    }

    private static boolean isOpen(Epoch current) {
        return !current.isBlocked() && !current.isWriteFailed();
    }

    private boolean canPublishFreely(Epoch current) {
        return isOpen(current) && !careful.isOn();
    }

    private int abortAll(String why) {
        int work = retries.abort(why);
        while (ring.isPublished(taken + 1)) {
            long sequence = ++taken;
            states.set(sequence, ring.get(sequence).isVoid ? SlotStates.VOID : SlotStates.READY);
        }
        written = taken;
        return work + settlement.abort(taken, why, epoch);
    }
}
