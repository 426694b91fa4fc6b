package dev.ringpost.bench.run;

import java.io.IOException;
import java.util.List;

/** A broker's side of one run. Used by one thread. */
public interface BrokerRun extends AutoCloseable {
    /** Options that tell a contestant where to publish. */
    List<String> addressOptions();

    /**
     * Counts what arrived; called once, when the contestant has ended.
     *
     * @param expectedMessages confirmed AMQP messages, or offsets of a stream; a broker that counts late waits for these
     */
    BrokerCounts finish(long expectedMessages) throws IOException, InterruptedException;

    /** Ends the run, whatever its state. */
    @Override
    void close() throws IOException;
}
