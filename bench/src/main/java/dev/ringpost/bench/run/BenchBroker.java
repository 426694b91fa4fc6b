package dev.ringpost.bench.run;

import java.io.IOException;

/** What contestants publish to. Used by one thread. */
public interface BenchBroker extends AutoCloseable {
    /**
     * Gives one run something empty to publish to.
     *
     * @throws IOException also if the broker does not speak the protocol
     */
    BrokerRun startRun(Protocol protocol) throws IOException, InterruptedException;

    /** Ends what outlives a run. */
    @Override
    void close() throws IOException;
}
