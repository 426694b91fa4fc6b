package dev.ringpost.bench.latency;

/** What an {@link OpenLoop} publishes to. It tells {@link OpenLoop#onConfirmed} of each confirm, on one thread of its own. */
public interface PacedTarget {
    /**
     * Publishes one message.
     *
     * @param number for {@link OpenLoop#onConfirmed}; each run begins at 0 again, when nothing is in flight
     */
    void publish(long number) throws Exception;

    /** Returns when everything published is confirmed, and {@link OpenLoop#onConfirmed} was told; throws if it cannot be. */
    void awaitAllConfirmed() throws Exception;
}
