package dev.ringpost.bench.machine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What Linux tells of all cores' time since the system's start, the first line of {@code /proc/stat}. Immutable.
 *
 * @param totalTicks idle time included; negative if unknown
 * @param stolenTicks of these, those in which a core had something to run and the hypervisor ran something else; negative if
 *     unknown
 */
record CpuTimes(long totalTicks, long stolenTicks) {
    static final CpuTimes UNKNOWN = new CpuTimes(MachineState.UNKNOWN, MachineState.UNKNOWN);

    private static final Path STAT = Path.of("/proc/stat");
    private static final String ALL_CORES = "cpu ";

    /** user nice system idle iowait irq softirq steal; what comes after is in user and nice already. */
    private static final int FIELDS = 8;

    /** {@link #UNKNOWN} on other systems. */
    static CpuTimes read() {
        try {
            return parse(Files.readString(STAT, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            return UNKNOWN; // another system, or one that does not let it be read
        }
    }

    /** {@link #UNKNOWN} if the line is not there, or is that of a kernel that tells of no stolen time. */
    static CpuTimes parse(String stat) {
        String first = stat.lines().findFirst().orElse("");
        if (!first.startsWith(ALL_CORES)) {
            return UNKNOWN;
        }
        String[] fields = first.substring(ALL_CORES.length()).strip().split("\\s+", -1);
        if (fields.length < FIELDS) {
            return UNKNOWN;
        }
        try {
            long totalTicks = 0;
            for (int i = 0; i < FIELDS; i++) {
                totalTicks += Long.parseLong(fields[i]);
            }
            return new CpuTimes(totalTicks, Long.parseLong(fields[FIELDS - 1]));
        } catch (NumberFormatException e) {
            return UNKNOWN;
        }
    }

    /** Of the cores' time since an earlier reading; {@link MachineState#UNKNOWN} if one is unknown or no time has passed. */
    double stolenPercentSince(CpuTimes earlier) {
        long passedTicks = totalTicks - earlier.totalTicks;
        long stolenInIt = stolenTicks - earlier.stolenTicks;
        if (totalTicks < 0 || earlier.totalTicks < 0 || passedTicks <= 0 || stolenInIt < 0) {
            return MachineState.UNKNOWN;
        }
        return Math.rint(1_000.0 * stolenInIt / passedTicks) / 10;
    }
}
