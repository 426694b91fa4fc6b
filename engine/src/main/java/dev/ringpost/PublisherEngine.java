package dev.ringpost;

import dev.ringpost.config.ConfigLoader;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A started engine: one or more lanes, each a ring of messages in flight, a thread, and a connection to the broker.
 * Thread-safe. Made by {@link #builder()}; an application has one for each broker it publishes to, for as long as it lives.
 *
 * <p>Close it at the end: its threads are daemons, which do not keep a process alive, and what has no outcome when the process
 * ends is lost or at the broker, nobody knows which.
 */
public interface PublisherEngine extends AutoCloseable {

    /** A builder with every default set. */
    static EngineBuilder builder() {
        return new EngineBuilder();
    }

    /**
     * A builder with the values of a YAML file. {@code config/ringpost.yaml} of the distribution, also printed by {@code
     * ringpost config reference}, has every option with its unit, range, default and consequence.
     *
     * <p>What counts, the strongest first: a method that is called on the builder afterwards; the system property {@code
     * ringpost.engine.ring-size}, for example; the environment variable {@code RINGPOST_ENGINE_RING_SIZE}; the file; the
     * default. A value replaces the weaker one, lists too: {@link EngineBuilder#uri} after this has the file's brokers
     * forgotten. An empty variable or property counts as not set. Of other names with these two beginnings, one that is
     * no option is an error; one that has another beginning and is nearly an option's, as {@code RINGPOST_RING_SIZE}, is
     * logged as a warning.
     *
     * <p>{@link #builder()} reads neither files nor the environment. What is loaded has to be right by itself. Only the brokers may be left to code where the rest needs TLS.
     * Listeners, registries and objects can be set in code alone.
     *
     * @param file in UTF-8; relative names of other files in it are beside it. Needs the library SnakeYAML
     * @throws ConfigException naming everything that is wrong, with file, line and what is allowed
     * @throws RingpostException if SnakeYAML is not on the class path
     */
    static EngineBuilder load(Path file) {
        return ConfigLoader.load(file).newBuilder();
    }

    /** The settings this engine runs with. */
    EngineSettings settings();

    /**
     * A producer whose messages have these options unless they bring their own. Cheap; needs no closing.
     *
     * @param defaults where its messages go and what they carry
     * @throws InvalidMessageException if the options break a rule of AMQP or a limit of the engine, or name a serializer or a
     *     compression that it does not have
     */
    Producer producer(PublishOptions defaults);

    /**
     * A producer with the options of that name, from the file's {@code producers} or from {@link
     * EngineBuilder#producer(String, PublishOptions)}.
     *
     * @throws IllegalArgumentException if there are none, with the names there are
     * @throws InvalidMessageException if the options break a rule of AMQP
     */
    default Producer producer(String name) {
        return producer(settings().producer(name));
    }

    /** Declares, binds and deletes what is at the broker; the same object at each call. */
    Topology topology();

    /**
     * What the engine has done so far, and what is in flight now. Counts are exact once the engine is closed. A snapshot, the
     * histogram included; costs microseconds, so for each second rather than for each message.
     */
    EngineStats stats();

    /** The same and more meter by meter and lane by lane, for monitoring; the same object each time. */
    EngineMeters meters();

    /**
     * How each lane is now: connected or not, since when, and why. Cheap, never waits, and works after close.
     */
    EngineHealth health();

    /** As {@link #explain(Duration)} with a window of a second. */
    default Explanation explain() throws InterruptedException {
        return explain(Duration.ofSeconds(1));
    }

    /**
     * Looks at the engine for a while, on the calling thread, and says where its time goes and what keeps it from
     * publishing faster. Costs up to 1,000 short looks a second; nothing while nobody asks.
     *
     * @param window how long to look, 10 ms to 10 minutes; what happened before does not count
     * @throws InterruptedException if interrupted while looking
     * @throws IllegalArgumentException if the window is out of its range
     * @throws IllegalStateException on a thread of an engine
     */
    Explanation explain(Duration window) throws InterruptedException;

    /**
     * Waits until everything that any thread had published before this call has its outcome, callbacks included. Records
     * linger no longer. Publishing goes on meanwhile, and is not waited for.
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
     * one second after the timeout unless a callback does not return. Further calls wait for the first one's end. An interrupt
     * does not end it, and stays set.
     *
     * @param timeout how long to wait for outcomes at most; zero for not at all
     * @throws IllegalStateException on a thread of an engine
     */
    void close(Duration timeout);

    /** As {@link #close(Duration)} with {@link EngineSettings#closeTimeout()}. */
    @Override
    void close();
}
