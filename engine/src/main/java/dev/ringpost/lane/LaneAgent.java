package dev.ringpost.lane;

import com.lmax.disruptor.EventProcessor;
import com.lmax.disruptor.Sequence;
import dev.ringpost.confirm.AckLog;
import dev.ringpost.confirm.SlotStates;
import dev.ringpost.metrics.Activity;
import dev.ringpost.metrics.LanePhase;
import dev.ringpost.ring.Failures;
import dev.ringpost.ring.Inlet;
import dev.ringpost.ring.LaneClock;
import dev.ringpost.ring.Signal;
import dev.ringpost.ring.SlotRing;
import dev.ringpost.wire.LinkLoss;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one owner of a lane's messages from the moment they are published into the ring until they are settled. Takes the
 * place of Disruptor's {@code BatchEventProcessor}, whose batches cannot be cut by confirms, deadlines and reconnects.
 *
 * <p><b>Threads:</b> {@link #doWork} and what it calls run on the lane's thread, or on a test's. {@link #offerEpoch},
 * {@link #requestDrain}, {@link #requestHurry} and {@link #requestAbort} may be called by any thread.
 */
public final class LaneAgent implements EventProcessor {

    private static final Logger LOG = LoggerFactory.getLogger(LaneAgent.class);
    private static final long NOT_DRAINING = Long.MAX_VALUE;

    private final SlotRing ring;
    private final Inlet inlet;
    private final SlotStates states;
    private final Signal signal;
    private final Signal completionSignal;
    private final LaneClock clock;
    private final Deferral deferral;
    private final Pipeline pipeline;
    private final Retries retries;
    private final Settlement settlement;
    private final Unanswered unanswered;
    private final ConfirmClock confirmClock;
    private final BlockedNews blockedNews;
    private final Activity activity;

    private final AtomicReference<@Nullable Epoch> mailbox = new AtomicReference<>();
    private final LaneView view;
    private final LaneIdle idle;
    private volatile long drainTarget = NOT_DRAINING;
    private volatile boolean abortRequested;
    private final AtomicLong hurryTarget = new AtomicLong(SlotRing.BEFORE_FIRST);
    private volatile boolean running;

    // Plain fields below belong to the lane's thread.
    private @Nullable Epoch epoch;

    LaneAgent(LaneParts parts, Pipeline.Stages stages, Retries retries, BlockedNews blockedNews, Limits limits) {
        this.ring = parts.ring();
        this.inlet = parts.inlet();
        this.states = parts.states();
        this.signal = parts.laneSignal();
        this.completionSignal = parts.completionSignal();
        this.clock = parts.clock();
        this.deferral = new Deferral(parts, retries);
        this.retries = retries;
        this.settlement = new Settlement(parts, deferral, retries, limits.deliveryTimeoutNs());
        this.unanswered = new Unanswered(parts, retries, settlement, limits.confirmTimeoutNs());
        this.confirmClock = new ConfirmClock(clock.coarse());
        this.pipeline = new Pipeline(parts, stages, deferral, settlement, retries);
        this.blockedNews = blockedNews;
        this.activity = parts.metrics().activity();
        this.view = new LaneView(this, pipeline, retries, parts.metrics());
        this.idle = new LaneIdle(signal, clock.exact(), view);
    }

    /** Bounds on time. */
    record Limits(long deliveryTimeoutNs, long confirmTimeoutNs) {}

    /** What the time between two steps goes by. */
    LaneView view() {
        return view;
    }

    /** Why there is no connection, for the messages that time out meanwhile. Supervisor. */
    void onTrouble(String why) {
        settlement.onTrouble(why);
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

    /** Until everything up to a sequence is settled, no record waits for others to share a message with. */
    void requestHurry(long target) {
        hurryTarget.accumulateAndGet(target, Math::max);
        signal.wake();
    }

    private boolean isHurried() {
        return drainTarget != NOT_DRAINING || settlement.upTo() < hurryTarget.get();
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
                idle.afterStep(doWork(clock.exact().nanoTime()));
            }
        } catch (Throwable e) {
            die(e);
        } finally {
            running = false;
            blockedNews.follow(null, clock.update()); // or the time that it was blocked would go on
            completionSignal.wake();
        }
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
            settlement.advance(pipeline.taken());
            idle.park();
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
        activity.enter(LanePhase.WORKING);
        Epoch before = epoch;
        states.setNow(confirmClock.tick(nowNs, before != null && before.isBlocked()));
        retries.setProgress(pipeline.taken(), pipeline.written());
        int work = retries.confirmWritten();
        work += followConnection(nowNs);
        work += drainLog();
        int ended = retries.expire(nowNs);
        if (ended > 0) {
            deferral.onExpired(); // one that others of its key were waiting behind, perhaps
        }
        work += ended;
        work += settlement.expire(pipeline.taken(), nowNs, epoch);
        Epoch current = epoch;
        if (current != null && pipeline.isOpen()) {
            work += unanswered.check(current, pipeline, confirmClock.nowNs(), nowNs);
            work += retries.reenqueue(nowNs);
        }
        pipeline.passSettled();
        work += deferral.applyResults(settlement.upTo());
        pipeline.hurry(isHurried());
        work += pipeline.run(nowNs);
        if (abortRequested) {
            work += abortAll("the engine was closed before the broker answered");
        }
        work += settlement.advance(pipeline.taken());
        pipeline.passSettled();
        if (work == 0) {
            boolean isIdle = settlement.upTo() >= pipeline.taken() && retries.isEmpty();
            activity.enter(isIdle ? LanePhase.IDLE : pipeline.restPhase());
        }
        return work;
    }

    /** How many messages wait for the broker's answer. */
    long unansweredCount() {
        Epoch current = epoch;
        return current == null ? 0 : current.tags().awaitingCount();
    }

    /** Whether a step would do anything. */
    boolean hasWork() {
        Epoch current = epoch;
        if (current == null) {
            if (mailbox.getPlain() != null) {
                return true;
            }
        } else if (!current.log().isEmpty() || current.loss() != null) {
            return true;
        }
        return pipeline.hasWork()
                || (pipeline.hasOpenRecords() && isHurried())
                || (!retries.isIdle() && retries.hasWork(clock.exact().nanoTime(), pipeline.isOpen()))
                || (abortRequested && (settlement.upTo() < pipeline.taken() || !retries.isEmpty()))
                || isDrained();
    }

    private int followConnection(long nowNs) {
        Epoch current = epoch;
        if (current != null) {
            current.checkWriteFailure(nowNs);
            LinkLoss loss = current.loss();
            if (loss == null) {
                blockedNews.tell(current, nowNs);
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
        pipeline.connect(next, clock.coarse());
        retries.onConnected(next);
        unanswered.onConnected(confirmClock.nowNs());
        blockedNews.follow(next, clock.coarse());
        return 1;
    }

    private void dropEpoch(Epoch lost, LinkLoss loss) {
        drainLog(); // what was answered before the end still counts
        epoch = null;
        retries.onLost();
        blockedNews.follow(null, clock.coarse());
        pipeline.disconnect(lost, loss);
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
        if (work > 0) {
            unanswered.onAnswers(current.tags(), confirmClock.nowNs());
        }
        return work;
    }

    private int abortAll(String why) {
        int work = retries.abort(why);
        pipeline.takeAll();
        return work + settlement.abort(pipeline.taken(), why, epoch);
    }
}
