package dev.ringpost;

import java.time.Duration;

/**
 * A started engine: one or more lanes, each a ring of messages in flight, a thread, and a connection to the broker.
 * Thread-safe. Made by {@link #builder()}; an application has one for each broker it publishes to.
 */
public interface PublisherEngine extends AutoCloseable {

    /** A builder with every default set. */
    static EngineBuilder builder() {
        return new EngineBuilder();
    }

    /** The settings this engine runs with. */
    EngineSettings settings();

    /**
     * A producer whose messages have these options unless they bring their own. Cheap; needs no closing.
     *
     * @param defaults where its messages go and what they carry
     * @throws InvalidMessageException if the options break a rule of AMQP
     */
    Producer producer(PublishOptions defaults);

    /** Declares, binds and deletes what is at the broker. */
    Topology topology();

    /** What the engine has done so far, and what is in flight now. Counts are exact once the engine is closed. */
    EngineStats stats();

    /**
     * Waits until everything that any thread had published before this call has its outcome, callbacks included.
     *
     * @param timeout how long at most
     * @return false if something was still in flight when the timeout had passed
     * @throws InterruptedException if interrupted while waiting
     * @throws IllegalStateException on a thread of an engine
     */
    boolean flush(Duration timeout) throws InterruptedException;

    /**
     * Stops accepting, publishes what was accepted and waits for its outcomes; what has none when the timeout has passed
     * gets {@link Outcome#ABORTED}. All callbacks have been run and all threads ended when this returns, at the latest
     * one second after the timeout unless a callback does not return. Further calls wait for the first one's end.
     *
     * @param timeout how long to wait for outcomes at most
     * @throws IllegalStateException on a thread of an engine
     */
    void close(Duration timeout);

    /** As {@link #close(Duration)} with {@link EngineSettings#closeTimeout()}. */
    @Override
    void close();
}
