package dev.ringpost.bench.contestant;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What this JVM has used up to one moment. Immutable; {@link Used#between} subtracts two of them.
 *
 * <p>CPU is that of the process: publishing, I/O, GC and compiler threads, user and system time; the JDK reads it in
 * whole clock ticks of the system, 10 ms each on Linux, so a shorter part may have taken none. Allocation is the sum
 * of the per-thread counters, which count at allocation and so do not depend on when a collection runs. A thread that
 * ends between two probes takes its counter with it and is missed, one that starts is counted whole; contestants keep
 * their threads for the whole measured part. What amqp-client's reading threads allocate (an object graph for each ack) is
 * told apart, by their names: it depends on how the broker groups its acks and is the same for whoever uses that client.
 * What {@link ProcFiles} tells is of the whole process too.
 */
public record ResourceProbe(
        long timeNs,
        long processCpuNs,
        Map<Long, Long> allocatedBytesByThread,
        Set<Long> clientIoThreads,
        long gcCount,
        long writeSyscalls,
        long peakRssBytes) {
    /** What the system does not tell. */
    public static final long UNKNOWN = -1;

    private static final String CLIENT_IO_THREAD = "AMQP Connection";

    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private static final ThreadMXBean THREADS = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

    public static ResourceProbe read() {
        long gcCount = 0;
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            gcCount += Math.max(0, collector.getCollectionCount());
        }
        return new ResourceProbe(
                System.nanoTime(),
                SYSTEM.getProcessCpuTime(),
                readAllocatedBytes(),
                readClientIoThreads(),
                gcCount,
                ProcFiles.writeSyscalls(),
                ProcFiles.peakRssBytes());
    }

    private static Set<Long> readClientIoThreads() {
        Set<Long> ids = new HashSet<>();
        for (ThreadInfo thread : THREADS.getThreadInfo(THREADS.getAllThreadIds())) {
            if (thread != null && thread.getThreadName().startsWith(CLIENT_IO_THREAD)) {
                ids.add(thread.getThreadId());
            }
        }
        return ids;
    }

    private static Map<Long, Long> readAllocatedBytes() {
        long[] threadIds = THREADS.getAllThreadIds();
        long[] allocatedBytes = THREADS.getThreadAllocatedBytes(threadIds);
        Map<Long, Long> byThread = new HashMap<>();
        for (int i = 0; i < threadIds.length; i++) {
            // -1: the thread ended between the two calls.
            if (allocatedBytes[i] >= 0) {
                byThread.put(threadIds[i], allocatedBytes[i]);
            }
        }
        return byThread;
    }

    /**
     * The difference of two probes.
     *
     * @param elapsedNs wall time
     * @param cpuNs process CPU, all threads
     * @param allocatedBytes all threads
     * @param clientIoAllocatedBytes of these, amqp-client's reading threads
     * @param writeSyscalls of the whole process, or {@link #UNKNOWN}
     * @param peakRssBytes since the start of the process, not since the first probe; or {@link #UNKNOWN}
     */
    public record Used(
            long elapsedNs,
            long cpuNs,
            long allocatedBytes,
            long clientIoAllocatedBytes,
            long gcCount,
            long writeSyscalls,
            long peakRssBytes) {
        /** All between two probes of this JVM. */
        public static Used between(ResourceProbe before, ResourceProbe after) {
            long allocatedBytes = 0;
            long clientIoBytes = 0;
            for (Map.Entry<Long, Long> entry : after.allocatedBytesByThread.entrySet()) {
                long bytes = entry.getValue() - before.allocatedBytesByThread.getOrDefault(entry.getKey(), 0L);
                allocatedBytes += bytes;
                clientIoBytes += after.clientIoThreads.contains(entry.getKey()) ? bytes : 0;
            }
            return new Used(
                    after.timeNs - before.timeNs,
                    after.processCpuNs - before.processCpuNs,
                    allocatedBytes,
                    clientIoBytes,
                    after.gcCount - before.gcCount,
                    before.writeSyscalls < 0 ? UNKNOWN : after.writeSyscalls - before.writeSyscalls,
                    after.peakRssBytes);
        }
    }
}
