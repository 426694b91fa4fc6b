package dev.ringpost.lane;

import dev.ringpost.ring.EngineThread;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;

/**
 * Makes the threads that a lane's connections run on, and knows them until they have ended. Each connection has its own
 * ones, heartbeats included: a write that is stuck holds up the heartbeat behind it, and must not hold up another lane's.
 */
final class LaneThreads implements ThreadFactory {

    private final String laneName;
    private final Set<Thread> alive = ConcurrentHashMap.newKeySet();

    LaneThreads(String laneName) {
        this.laneName = laneName;
    }

    @Override
    public Thread newThread(Runnable work) {
        Thread thread = new EngineThread(work, laneName + "-io");
        alive.removeIf(each -> each.getState() == Thread.State.TERMINATED);
        alive.add(thread);
        return thread;
    }

    /** Waits for all of them to end. */
    void join(Joiner joiner, long deadlineNs) {
        for (Thread thread : alive) {
            joiner.join(thread, deadlineNs);
        }
    }
}
