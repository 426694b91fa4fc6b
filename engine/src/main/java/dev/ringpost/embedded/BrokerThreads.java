package dev.ringpost.embedded;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ForkJoinWorkerThread;

/**
 * The threads of one embedded broker: whatever is started from a thread of its group is in the group, so the end of the
 * broker can be waited for without knowing Qpid's pools.
 *
 * <p>Any thread may call any method.
 */
final class BrokerThreads {
    private final ThreadGroup group = new ThreadGroup("ringpost-embedded-broker");

    /** Runs a task on a new thread of the group, with the class loader that sees Qpid's plug-ins. */
    void run(String name, Runnable task) {
        start(group, name, task);
    }

    /**
     * Runs {@code stopTask}, then waits for the group's threads to end; threads that outlive it are interrupted.
     *
     * @param timeoutMs bound for all of it, milliseconds
     * @return whether all threads have ended
     */
    boolean stop(Runnable stopTask, long timeoutMs) {
        Thread stopper = start(new ThreadGroup("ringpost-embedded-broker-stop"), "stop", () -> {
            stopTask.run();
            joinAll();
        });
        try {
            stopper.join(timeoutMs);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        stopper.interrupt();
        List<Thread> left = alive();
        left.forEach(Thread::interrupt);
        return left.isEmpty();
    }

    /**
     * The group's threads that have not ended. Workers of the JVM's common pool that happened to be created by one of
     * them are in the group too, but are nobody's: they are left out.
     */
    List<Thread> alive() {
        Thread[] threads = new Thread[group.activeCount() + 64];
        return Arrays.stream(threads, 0, group.enumerate(threads))
                .filter(thread -> !(thread instanceof ForkJoinWorkerThread))
                .toList();
    }

    private void joinAll() {
        try {
            for (List<Thread> left = alive(); !left.isEmpty(); left = alive()) {
                for (Thread thread : left) {
                    thread.join();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Thread start(ThreadGroup group, String name, Runnable task) {
        Thread thread = new Thread(group, task, "ringpost-embedded-" + name);
        thread.setDaemon(true);
        thread.setContextClassLoader(BrokerThreads.class.getClassLoader());
        thread.start();
        return thread;
    }
}
