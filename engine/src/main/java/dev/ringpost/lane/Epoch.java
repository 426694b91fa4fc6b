package dev.ringpost.lane;

import dev.ringpost.confirm.AckLog;
import dev.ringpost.confirm.DeliveryTags;
import dev.ringpost.confirm.SlotStates;
import dev.ringpost.ring.LaneClock;
import dev.ringpost.ring.NanoClock;
import dev.ringpost.ring.Signal;
import dev.ringpost.stage.PublishHandler;
import dev.ringpost.wire.LinkListener;
import dev.ringpost.wire.LinkLoss;
import dev.ringpost.wire.PinnedChannel;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One connection's life: its channel, what its broker answered, and its delivery tags. A new connection is a new epoch
 * with a new log and new tags, so nothing late can be taken for something new.
 *
 * <p><b>Writers:</b> the connection's I/O thread (log, loss, blocked), the lane (tags, the write stamp). <b>Readers:</b>
 * lane and supervisor.
 */
final class Epoch implements LinkListener, PublishHandler.WriteWatch {

    private static final int LOG_ENTRIES_PER_SLOT = 4;
    private static final long WRITE_FAILURE_GRACE_NS = 50_000_000;

    private final AckLog log;
    private final DeliveryTags tags;
    private final LaneClock clock;
    private final Signal lane;
    private final Signal supervisor;
    private final AtomicReference<@Nullable LinkLoss> loss = new AtomicReference<>();
    private volatile @Nullable PinnedChannel channel;
    private volatile @Nullable Block block;
    private volatile @Nullable Instant unblockedAt;
    private boolean gap; // an answer was lost: none after it counts, as a return may be missing. The I/O thread's own
    private boolean distrusted; // the lane's own
    private long writeFailedAtNs; // so are these
    private @Nullable String writeFailure;
    private volatile boolean writing;
    private volatile long writingSinceNs;
    private volatile long unblockedAtNs = Long.MIN_VALUE;

    /** The broker blocks publishers: why, in its words, and since when by the calendar. */
    record Block(String reason, Instant since) {}

    Epoch(SlotStates states, int ringSize, LaneClock clock, Signal lane, Signal supervisor) {
        // Each attempt is answered once, and returned once besides; only a broker gone mad says more.
        this.log = new AckLog(ringSize * LOG_ENTRIES_PER_SLOT);
        this.tags = new DeliveryTags(states, ringSize);
        this.clock = clock;
        this.lane = lane;
        this.supervisor = supervisor;
    }

    /** The connection is open. Supervisor, before the lane knows this epoch. */
    void opened(PinnedChannel opened) {
        channel = opened;
    }

    PinnedChannel channel() {
        PinnedChannel open = channel;
        if (open == null) {
            throw new IllegalStateException("epoch without a channel");
        }
        return open;
    }

    AckLog log() {
        return log;
    }

    DeliveryTags tags() {
        return tags;
    }

    /** Why the connection is gone, or {@code null} while it is not known to be. */
    @Nullable
    LinkLoss loss() {
        return loss.get();
    }

    boolean isBlocked() {
        return block != null;
    }

    @Nullable
    String blockedReason() {
        Block now = block;
        return now == null ? null : now.reason;
    }

    /** The same with its time. Any thread. */
    @Nullable
    Block block() {
        return block;
    }

    /** When the last block ended, by the calendar, or {@code null} if there was none. Any thread. */
    @Nullable
    Instant unblockedAt() {
        return unblockedAt;
    }

    /** The connection said something impossible: nothing more that it says counts. Lane. */
    void distrust(String why) {
        distrusted = true;
        onLost(LinkLoss.of(why));
    }

    boolean isDistrusted() {
        return distrusted;
    }

    /**
     * A write failed. The broker may have said why in a frame that the I/O thread is about to read, and it matters whether
     * that was over a message; so the loss is that thread's to tell, for a while. Lane.
     */
    void onWriteFailed(String why) {
        writeFailedAtNs = clock.update();
        writeFailure = why;
    }

    /** Whether a write failed: nothing more can be sent. Lane. */
    boolean isWriteFailed() {
        return writeFailure != null;
    }

    /** Nobody else told in time why a write failed. Lane. */
    void checkWriteFailure(long nowNs) {
        String why = writeFailure;
        if (why != null && nowNs - writeFailedAtNs >= WRITE_FAILURE_GRACE_NS) {
            onLost(LinkLoss.of(why));
        }
    }

    /** How long the lane has been in one write since the broker last unblocked publishers, or 0. */
    long writingForNs(long nowNs) {
        return writing ? Math.max(0, nowNs - Math.max(writingSinceNs, unblockedAtNs)) : 0;
    }

    @Override
    public void writeBegins() {
        writingSinceNs = clock.update();
        writing = true;
    }

    @Override
    public void writeEnds() {
        writing = false;
    }

    @Override
    public void onConfirm(long deliveryTag, boolean multiple, boolean acknowledged) {
        if (gap || !log.offerConfirm(deliveryTag, multiple, acknowledged)) {
            gap = true;
            onLost(LinkLoss.of("the broker sent more answers than there were messages"));
        }
        lane.wake();
    }

    @Override
    public void onReturn(long deliveryTag) {
        if (gap || !log.offerReturn(deliveryTag)) {
            gap = true;
            onLost(LinkLoss.of("the broker sent more returns than there were messages"));
        }
        lane.wake();
    }

    @Override
    public void onBlocked(String reason) {
        Block before = block;
        block = new Block(reason, before == null ? NanoClock.calendar() : before.since);
        lane.wake();
    }

    @Override
    public void onUnblocked() {
        unblockedAtNs = clock.update(); // before the flag: the supervisor looks at that first
        if (block != null) {
            unblockedAt = NanoClock.calendar();
        }
        block = null;
        lane.wake();
    }

    @Override
    public void onLost(LinkLoss why) {
        if (loss.compareAndSet(null, why)) {
            lane.wake();
            supervisor.wake();
        }
    }
}
