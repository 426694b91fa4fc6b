package dev.ringpost.intake;

import dev.ringpost.EngineSettings;
import dev.ringpost.EngineStats;
import dev.ringpost.Producer;
import dev.ringpost.PublishOptions;
import dev.ringpost.PublisherEngine;
import dev.ringpost.lane.Lane;
import dev.ringpost.ring.EngineThread;
import dev.ringpost.ring.Inlet;
import dev.ringpost.ring.NanoClock;
import dev.ringpost.ring.RoomGate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/** The engine that callers hold: its lanes, and what concerns all of them. */
public final class LaneEngine implements PublisherEngine {

    private static final long GRACE_NS = 1_000_000_000;

    private final EngineSettings settings;
    private final NanoClock clock;
    private final List<Lane> lanes;
    private final LaneChoice choice;
    private final Routes routes = new Routes();
    private final RoomWait wait;
    private final ReentrantLock closeLock = new ReentrantLock();
    private boolean closed;

    private LaneEngine(EngineSettings settings, NanoClock clock, List<Lane> lanes) {
        this.settings = settings;
        this.clock = clock;
        this.lanes = lanes;
        this.choice = new LaneChoice(lanes.stream().map(Lane::inlet).toList());
        this.wait = new RoomWait(Nanos.of(settings.timeouts().enqueue()));
    }

    /** Connects and starts every lane; see {@link dev.ringpost.EngineBuilder#start()}. */
    public static PublisherEngine start(EngineSettings settings) {
        NanoClock clock = NanoClock.system();
        List<Lane> lanes = new ArrayList<>();
        try {
            for (int i = 0; i < settings.lanes(); i++) {
                Lane lane = new Lane(i, settings, clock);
                lane.connect();
                lanes.add(lane);
            }
        } catch (RuntimeException | Error e) {
            lanes.forEach(Lane::discard);
            throw e;
        }
        lanes.forEach(Lane::start);
        return new LaneEngine(settings, clock, lanes);
    }

    @Override
    public EngineSettings settings() {
        return settings;
    }

    @Override
    public Producer producer(PublishOptions defaults) {
        int maxBytes = settings.maxMessageBytes();
        return new RingProducer(
                defaults, choice, wait, new Preparation(defaults, settings.serializer(), routes, maxBytes), maxBytes);
    }

    @Override
    public EngineStats stats() {
        return StatsView.of(lanes);
    }

    @Override
    public boolean flush(Duration timeout) throws InterruptedException {
        EngineThread.refuseBlocking("flush");
        long deadlineNs = clock.nanoTime() + Nanos.of(timeout);
        List<Long> targets =
                lanes.stream().map(lane -> lane.inlet().lastAccepted()).toList();
        for (int i = 0; i < targets.size(); i++) {
            if (!awaitCompleted(lanes.get(i).inlet(), targets.get(i), deadlineNs)) {
                return false;
            }
        }
        return true;
    }

    private static boolean awaitCompleted(Inlet inlet, long target, long deadlineNs) throws InterruptedException {
        RoomGate room = inlet.room();
        int token = room.enter();
        try {
            while (inlet.ring().completedUpTo() < target) {
                if (!room.pause(deadlineNs)) {
                    return inlet.ring().completedUpTo() >= target;
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
        } finally {
            closeLock.unlock();
        }
    }
}
