package dev.ringpost.lane;

import dev.ringpost.EngineSettings;
import dev.ringpost.LaneHealth;
import dev.ringpost.Reply;
import dev.ringpost.ReplyListener;
import dev.ringpost.confirm.SlotStates;
import dev.ringpost.metrics.LaneMetrics;
import dev.ringpost.ring.ByteBudget;
import dev.ringpost.ring.EngineThread;
import dev.ringpost.ring.Inlet;
import dev.ringpost.ring.LaneClock;
import dev.ringpost.ring.NanoClock;
import dev.ringpost.ring.RoomGate;
import dev.ringpost.ring.Signal;
import dev.ringpost.ring.SlotRing;
import dev.ringpost.stage.CompressHandler;
import dev.ringpost.stage.PublishHandler;
import dev.ringpost.stage.SerializeHandler;
import dev.ringpost.topology.ControlAgent;
import dev.ringpost.wire.LinkOpener;
import java.time.Duration;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The wiring of one lane: makes its parts, starts its four threads and ends them. */
public final class Lane {

    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);
    private static final long IDLE_END_NS = 100_000_000;

    private final String name;
    private final LaneParts parts;
    private final LaneAgent agent;
    private final Retries retries;
    private final CompletionAgent completion;
    private final BlockedNews blockedNews;
    private final Supervisor supervisor;
    private final LaneCondition condition;
    private final LaneThreads ioThreads;
    private final Joiner joiner;
    private final Thread laneThread;
    private final Thread completionThread;
    private final Thread supervisorThread;
    private final Thread controlThread;

    /** Makes a lane without connecting or starting it; its engine's lanes share the bound. */
    public Lane(int index, EngineSettings settings, NanoClock clock, LogBound logBound) {
        name = settings.name() + "-" + index;
        SlotRing ring = new SlotRing(settings.ringSize(), settings.inlineBytes());
        ByteBudget budget = new ByteBudget(settings.memoryBudgetBytes() / settings.lanes());
        Signal laneSignal = Signal.of(settings.waitStrategy());
        Signal supervisorSignal = new Signal(0);
        LaneClock laneClock = new LaneClock(clock);
        Inlet inlet = new Inlet(ring, laneSignal, new RoomGate(clock), budget, laneClock);
        SlotStates states = new SlotStates(ring.size());
        parts = new LaneParts(
                ring,
                inlet,
                states,
                laneClock,
                laneSignal,
                new Signal(settings.waitStrategy().spinCount()),
                new LaneMetrics(name),
                new ControlAgent(name, clock, laneSignal));
        Notices notices = new Notices(parts.completionSignal());
        retries = new Retries(
                parts,
                notices,
                settings.retry(),
                new Retries.Bounds(
                        settings.timeouts().delivery().toNanos(), settings.memoryBudgetBytes() / settings.lanes()),
                new SplittableRandom());
        blockedNews = new BlockedNews(name, inlet, refuseAfterNs(settings.timeouts()));
        agent = new LaneAgent(
                parts,
                new Pipeline.Stages(
                        new SerializeHandler(states, budget, settings.inlineBytes(), settings.maxMessageBytes()),
                        new CompressHandler(
                                states, parts.metrics(), budget, settings.inlineBytes(), settings.maxMessageBytes()),
                        new PublishHandler(
                                ring,
                                states,
                                parts.metrics(),
                                laneClock,
                                new MessageNumbers(index, NanoClock.calendarMs(), retries.store()),
                                settings.interceptor())),
                retries,
                blockedNews,
                new LaneAgent.Limits(
                        settings.timeouts().delivery().toNanos(),
                        settings.timeouts().confirm().toNanos()));
        completion = new CompletionAgent(
                parts, agent.getSequence(), retries.store().departures(), notices, settings.outcomeListener());
        ioThreads = new LaneThreads(name);
        joiner = new Joiner(clock);
        LinkOpener opener = new LinkOpener(
                new LinkOpener.Settings(
                        name,
                        (int) settings.timeouts().connect().toMillis(),
                        (int) settings.timeouts().heartbeat().toSeconds(),
                        settings.frameEncoding(),
                        settings.connecting(),
                        replies(settings.replyListener(), notices)),
                ioThreads);
        condition = new LaneCondition(name, inlet);
        supervisor = new Supervisor(
                name,
                new BrokerRota(settings.uris(), settings.failover(), new Random()),
                opener,
                () -> new Epoch(states, ring.size(), laneClock, laneSignal, supervisorSignal),
                agent,
                parts,
                supervisorSignal,
                blockedNews,
                new LinkNews(
                        condition,
                        new Outage(parts.metrics()),
                        new RetryNews(settings.retry().listener(), notices),
                        new LinkLog(name, settings.lanes(), logBound)),
                retries::earliestDeadlineNs,
                new Supervisor.Limits(
                        settings.timeouts().write().toNanos(),
                        settings.timeouts().delivery().toNanos(),
                        settings.timeouts().reconnectMax().toNanos()));
        laneThread = new EngineThread(this::runLane, name + "-lane");
        completionThread = new EngineThread(completion, name + "-completion");
        supervisorThread = new EngineThread(supervisor, name + "-supervisor");
        controlThread = new EngineThread(parts.control(), name + "-control");
    }

    private static long refuseAfterNs(EngineSettings.Timeouts timeouts) {
        Duration refuseWhenBlocked = timeouts.refuseWhenBlocked();
        return refuseWhenBlocked == null ? Long.MAX_VALUE : refuseWhenBlocked.toNanos();
    }

    private static @Nullable Predicate<Reply> replies(@Nullable ReplyListener listener, Notices notices) {
        return listener == null ? null : reply -> notices.offerReply(() -> listener.onReply(reply));
    }

    /** Connects, or throws what {@link Supervisor#connectFirst} throws. */
    public void connect() {
        supervisor.connectFirst();
    }

    /** Starts the threads. */
    public void start() {
        laneThread.start();
        completionThread.start();
        supervisorThread.start();
        controlThread.start();
    }

    /** What callers see. */
    public Inlet inlet() {
        return parts.inlet();
    }

    /**
     * The lowest sequence under which a message was accepted that is waiting for a retry, or was and has its outcome not
     * delivered yet; or {@link Long#MAX_VALUE}. Any thread.
     */
    public long oldestStored() {
        return retries.oldestSequence();
    }

    /** Records accepted up to a sequence are sent without waiting for others. Any thread. */
    public void hurry(long sequence) {
        agent.requestHurry(sequence);
    }

    /** Its time. */
    public LaneClock clock() {
        return parts.clock();
    }

    /** What it counts. */
    public LaneMetrics metrics() {
        return parts.metrics();
    }

    /** Whether it has a connection. */
    public boolean isConnected() {
        return supervisor.isConnected();
    }

    /** Whether the broker blocks its connection. */
    public boolean isBlocked() {
        return blockedNews.isBlocked();
    }

    /** How long the broker blocked its connections so far. */
    public long blockedNs() {
        return blockedNews.blockedNs(parts.clock().exact().nanoTime());
    }

    /** Whether it was started and its thread has ended: nothing more is counted but what is on its way to callers. */
    public boolean hasEnded() {
        return laneThread.getState() == Thread.State.TERMINATED;
    }

    /** How it is. Any thread. */
    public LaneHealth health() {
        return condition.health();
    }

    /** What looks at it during one window. Any thread. */
    public LaneWatch watch() {
        return new LaneWatch(
                name, parts, agent.getSequence(), () -> condition.health().state());
    }

    /** What declares on its connection. */
    public ControlAgent control() {
        return parts.control();
    }

    /** First step of closing, quick: nothing more is accepted, the lane ends when all is settled. */
    public void beginClose() {
        parts.inlet().close(null);
        agent.requestDrain(parts.ring().cursor());
    }

    /** The other threads end after the lane, however it ended: they deliver what it settled last. */
    private void runLane() {
        try {
            agent.run();
        } finally {
            completion.requestStop();
            supervisor.requestStop();
            parts.control().requestStop();
        }
    }

    /** Second step: waits for the outcomes until the deadline. */
    public void awaitDrained(long deadlineNs) {
        NanoClock clock = parts.clock().exact();
        // With nothing in flight the lane ends at once, but not in no time.
        boolean idle = parts.ring().completedUpTo() >= parts.ring().cursor();
        joiner.join(laneThread, idle ? Math.max(deadlineNs, clock.nanoTime() + IDLE_END_NS) : deadlineNs);
    }

    /** Third step: what is left without an outcome is aborted, and whatever the lane is stuck in cut. */
    public void abortRest() {
        if (laneThread.isAlive()) {
            agent.requestAbort();
            supervisor.cutNow();
        }
    }

    /** Last step: every thread ends; by the deadline, unless user code holds one. */
    public void finishClose(long deadlineNs) {
        joiner.join(laneThread, deadlineNs);
        joiner.join(completionThread, deadlineNs);
        supervisor.requestStop();
        joiner.join(supervisorThread, deadlineNs);
        supervisor.cutNow();
        parts.control().requestStop();
        joiner.join(controlThread, deadlineNs); // its call to the broker ended with the connection
        ioThreads.join(joiner, deadlineNs);
        for (Thread thread : new Thread[] {laneThread, completionThread, supervisorThread, controlThread}) {
            if (thread.isAlive()) {
                LOG.error("thread {} did not end: it is held by a callback or serializer, or a bug", thread.getName());
            }
        }
        condition.onEnded();
        joiner.restoreInterrupt();
    }

    /** Undoes {@link #connect} on a lane that was never started. */
    public void discard() {
        supervisor.requestStop();
        supervisor.run();
    }
}
