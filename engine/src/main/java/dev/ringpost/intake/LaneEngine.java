package dev.ringpost.intake;

import dev.ringpost.EngineHealth;
import dev.ringpost.EngineMeters;
import dev.ringpost.EngineSettings;
import dev.ringpost.EngineStats;
import dev.ringpost.Explanation;
import dev.ringpost.Producer;
import dev.ringpost.PublishInterceptor;
import dev.ringpost.PublishOptions;
import dev.ringpost.PublisherEngine;
import dev.ringpost.Topology;
import dev.ringpost.lane.Lane;
import dev.ringpost.lane.LogBound;
import dev.ringpost.ring.EngineThread;
import dev.ringpost.ring.NanoClock;
import dev.ringpost.ring.RoomGate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** The engine that callers hold: its lanes, and what concerns all of them. */
public final class LaneEngine implements PublisherEngine {

    private static final long GRACE_NS = 1_000_000_000;
    private static final long TOPOLOGY_CONNECT_TIMEOUTS = 3;

    private final EngineSettings settings;
    private final NanoClock clock;
    private final List<Lane> lanes;
    private final LaneChoice choice;
    private final Routes routes;
    private final RoomWait wait;
    private final CallTimes calls;
    private final IntervalLogs intervalLogs;
    private final EngineMeters meters;
    private final Topology topology;
    private final BrokerAddress broker;
    private final CallerWatch callers = new CallerWatch();

    private final ReentrantLock closeLock = new ReentrantLock();
    private boolean closed;

    private LaneEngine(EngineSettings settings, NanoClock clock, List<Lane> lanes) {
        this.settings = settings;
        this.clock = clock;
        this.lanes = lanes;
        this.routes = routes(settings);
        this.choice = new LaneChoice(lanes.stream().map(Lane::inlet).toList());
        this.wait = new RoomWait(Nanos.of(settings.timeouts().enqueue()));
        this.calls = CallTimes.of(lanes);
        this.intervalLogs = new IntervalLogs(settings.name(), clock);
        this.meters = new MetersView(lanes, intervalLogs);
        this.broker = new BrokerAddress(settings.uris(), lanes);
        this.topology = new LaneTopology(
                lanes.stream().map(Lane::control).toList(),
                TOPOLOGY_CONNECT_TIMEOUTS * Nanos.of(settings.timeouts().connect()));
    }

    /** Connects every lane, unless told not to, and starts them; see {@link dev.ringpost.EngineBuilder#start()}. */
    public static PublisherEngine start(EngineSettings settings) {
        NanoClock clock = NanoClock.system();
        LogBound logBound = new LogBound();
        List<Lane> lanes = new ArrayList<>();
        try {
            for (int i = 0; i < settings.lanes(); i++) {
                Lane lane = new Lane(i, settings, clock, logBound);
                if (!settings.connecting().lazy()) {
                    lane.connect();
                }
                lanes.add(lane);
            }
        } catch (RuntimeException | Error e) {
            lanes.forEach(Lane::discard);
            throw e;
        }
        LaneEngine engine = new LaneEngine(settings, clock, lanes);
        try {
            lanes.forEach(Lane::start);
        } catch (RuntimeException | Error e) { // such as no more threads
            engine.close(Duration.ZERO);
            throw e;
        }
        return engine;
    }

    /**
     * Looks at a producer's options as {@link #producer(PublishOptions)} would, without an engine.
     *
     * @throws dev.ringpost.InvalidMessageException if the options break a rule of AMQP, or do not go with the settings
     */
    public static void check(EngineSettings settings, PublishOptions defaults) {
        Preparation unused = new Preparation(defaults.asDefaults(), settings, routes(settings), new CallerWatch());
    }

    private static Routes routes(EngineSettings settings) {
        return new Routes(
                settings.compressors(),
                settings.replyListener() != null,
                settings.messageIds(),
                BatchingRules.of(settings));
    }

    @Override
    public EngineSettings settings() {
        return settings;
    }

    @Override
    public Producer producer(PublishOptions defaults) {
        PublishOptions own = defaults.asDefaults();
        Preparation preparation = new Preparation(own, settings, routes, callers);
        RingProducer producer = new RingProducer(own, choice, wait, calls, preparation, settings.maxMessageBytes());
        PublishInterceptor interceptor = settings.interceptor();
        return interceptor == null
                ? producer
                : new InterceptedProducer(producer, interceptor, settings.outcomeListener(), broker);
    }

    @Override
    public Topology topology() {
        return topology;
    }

    @Override
    public EngineStats stats() {
        return StatsView.of(lanes);
    }

    @Override
    public EngineMeters meters() {
        return meters;
    }

    @Override
    public EngineHealth health() {
        return new EngineHealth(lanes.stream().map(Lane::health).toList());
    }

    @Override
    public Explanation explain(Duration window) throws InterruptedException {
        return new Explainer(lanes, callers, clock).explain(window);
    }

    @Override
    public boolean flush(Duration timeout) throws InterruptedException {
        EngineThread.refuseBlocking("flush");
        long deadlineNs = clock.nanoTime() + Nanos.of(timeout);
        for (FlushTarget target : lanes.stream().map(FlushTarget::of).toList()) {
            if (!awaitSettled(target, deadlineNs)) {
                return false;
            }
        }
        return true;
    }

    /** What a lane had accepted, and of that moved out of the ring, when flush was called; read in that order backwards. */
    private record FlushTarget(Lane lane, long sequence, long movedBefore, boolean hadMoved) {

        static FlushTarget of(Lane lane) {
            long movedBefore = lane.metrics().moved().get();
            long oldestStored = lane.oldestStored();
            long sequence = lane.inlet().lastAccepted();
            return new FlushTarget(lane, sequence, movedBefore, oldestStored <= sequence);
        }
    }

    private static boolean awaitSettled(FlushTarget flush, long deadlineNs) throws InterruptedException {
        Lane lane = flush.lane();
        long target = flush.sequence();
        lane.hurry(target);
        LongSupplier completed = lane.inlet().ring()::completedUpTo;
        if (!await(lane, () -> completed.getAsLong() >= target && lane.oldestStored() > target, deadlineNs)) {
            return false;
        }
        if (!flush.hadMoved() && lane.metrics().moved().get() == flush.movedBefore()) {
            return true;
        }
        // One that went back into the ring has its outcome there, behind the target.
        long behind = lane.inlet().ring().cursor();
        lane.hurry(behind);
        return await(lane, () -> completed.getAsLong() >= behind, deadlineNs);
    }

    private static boolean await(Lane lane, BooleanSupplier condition, long deadlineNs) throws InterruptedException {
        RoomGate room = lane.inlet().room();
        int token = room.enter();
        try {
            while (!condition.getAsBoolean()) {
                if (!room.pause(deadlineNs)) {
                    return condition.getAsBoolean();
                }
            }
            return true;
        } finally {
            room.leave(token);
        }
    }

    @Override
    public void close() {
        close(settings.closeTimeout());
    }

    @Override
    public void close(Duration timeout) {
        EngineThread.refuseBlocking("close");
        long deadlineNs = clock.nanoTime() + Nanos.of(timeout);
        closeLock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            lanes.forEach(Lane::beginClose);
            lanes.forEach(lane -> lane.awaitDrained(deadlineNs));
            lanes.forEach(Lane::abortRest);
            long graceEndsNs = clock.nanoTime() + GRACE_NS;
            lanes.forEach(lane -> lane.finishClose(graceEndsNs));
            intervalLogs.close(graceEndsNs);
        } finally {
            closeLock.unlock();
        }
    }
}
