package dev.ringpost.lane;

import dev.ringpost.metrics.Activity;
import dev.ringpost.metrics.Counter;
import dev.ringpost.metrics.LaneMetrics;
import dev.ringpost.metrics.LanePhase;

/** A lane as its time between two steps sees it. <b>Threads:</b> the lane only. */
final class LaneView implements LaneIdle.View {

    private final LaneAgent lane;
    private final Pipeline pipeline;
    private final Retries retries;
    private final Activity activity;
    private final Counter writes;

    LaneView(LaneAgent lane, Pipeline pipeline, Retries retries, LaneMetrics metrics) {
        this.lane = lane;
        this.pipeline = pipeline;
        this.retries = retries;
        this.activity = metrics.activity();
        this.writes = metrics.writes();
    }

    @Override
    public boolean hasWork() {
        return lane.hasWork();
    }

    @Override
    public long nextDueNs() {
        return Math.min(retries.nextDueNs(pipeline.isOpen()), pipeline.nextDueNs());
    }

    @Override
    public boolean mayGather() {
        return retries.isIdle() && pipeline.mayGather();
    }

    @Override
    public void gathers() {
        activity.enter(LanePhase.AWAITING);
    }

    @Override
    public long takenCount() {
        return pipeline.taken();
    }

    @Override
    public long writeCount() {
        return writes.get();
    }

    @Override
    public long unansweredCount() {
        return lane.unansweredCount();
    }
}
