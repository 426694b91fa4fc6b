package dev.ringpost.bench.machine;

/** Looks at the machine right before and right after a run. One thread. */
public final class MachineWatch {
    private final long coreToCoreBeforeNs;
    private final CpuTimes before;

    private MachineWatch(long coreToCoreBeforeNs, CpuTimes before) {
        this.coreToCoreBeforeNs = coreToCoreBeforeNs;
        this.before = before;
    }

    /** Takes both cores for some milliseconds: to be called when what is measured has not begun. */
    public static MachineWatch start() throws InterruptedException {
        long coreToCoreNs = CoreDistance.measureNs();
        return new MachineWatch(coreToCoreNs, CpuTimes.read());
    }

    /** The same after it. */
    public MachineState finish() throws InterruptedException {
        double stolenPercent = CpuTimes.read().stolenPercentSince(before);
        return new MachineState(coreToCoreBeforeNs, CoreDistance.measureNs(), stolenPercent);
    }
}
