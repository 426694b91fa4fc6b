package dev.ringpost.embedded;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An AMQP 0-9-1 broker in this process: Apache Qpid Broker-J with everything in memory.
 *
 * <p>It listens on an ephemeral port of 127.0.0.1, with user {@code guest}, password {@code guest} (SASL PLAIN) and one
 * virtual host, {@code default}, which is also the one behind the URI's path {@code /}. Publisher confirms, durable
 * queues and exchanges declared over AMQP work; all of it is gone after {@link #close()}. Any number of brokers may run
 * at the same time. A broker writes no file, prints nothing to standard output or error, and changes no directory.
 *
 * <p><b>Logging.</b> Only through SLF4J. Qpid is chatty at INFO: set the loggers {@code qpid.message} (operational
 * messages) and {@code org.apache.qpid} (everything else) to WARN.
 *
 * <p><b>Memory.</b> Nothing is flowed to disk and no queue is bounded. A waiting message of 150 B takes about 600 B of heap
 * (670 B if persistent) and 220 B of direct memory, so a million of them fit into {@code -Xmx1g}; direct memory's limit
 * is the heap's unless {@code -XX:MaxDirectMemorySize} says otherwise.
 *
 * <p><b>Threads.</b> All methods may be called from any thread. The broker's threads are in a thread group of its own;
 * they are not daemons, so a broker that is not closed keeps the JVM alive until {@link System#exit}. While it is open
 * Qpid has a shutdown hook registered, which {@link #close()} removes.
 */
public final class EmbeddedBroker implements AutoCloseable {
    /** How long {@link #start()} waits for the broker, in milliseconds. */
    public static final long START_TIMEOUT_MS = 60_000;

    /** How long {@link #close()} waits for the broker's threads to end, in milliseconds. */
    public static final long CLOSE_TIMEOUT_MS = 15_000;

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);

    private final BrokerProcess process;
    private final BrokerThreads threads;
    private final int port;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedBroker(BrokerProcess process, BrokerThreads threads, int port) {
        this.process = process;
        this.threads = threads;
        this.port = port;
    }

    /**
     * Starts a broker and returns once it accepts connections; about 2 s for the first in a JVM, 0.2 s for the next.
     *
     * @return the running broker; the caller closes it
     * @throws EmbeddedBrokerException if it does not come up within {@link #START_TIMEOUT_MS} or the caller is
     *     interrupted (the interrupt flag is then set again); nothing is left running
     */
    public static EmbeddedBroker start() {
        BrokerThreads threads = new BrokerThreads();
        BrokerProcess process = new BrokerProcess();
        FutureTask<Integer> startup = new FutureTask<>(process::start);
        threads.run("startup", startup);
        try {
            return new EmbeddedBroker(process, threads, startup.get(START_TIMEOUT_MS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            threads.stop(process::stop, CLOSE_TIMEOUT_MS);
            Thread.currentThread().interrupt();
            throw new EmbeddedBrokerException("Interrupted while the embedded broker was starting.", e);
        } catch (TimeoutException e) {
            threads.stop(process::stop, CLOSE_TIMEOUT_MS);
            throw new EmbeddedBrokerException(
                    "The embedded broker did not start within " + START_TIMEOUT_MS / 1000 + " s.", e);
        } catch (ExecutionException e) {
            threads.stop(process::stop, CLOSE_TIMEOUT_MS);
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new EmbeddedBrokerException("The embedded broker could not be started: " + cause, cause);
        }
    }

    /**
     * The AMQP URI for clients; unchanged by {@link #close()}.
     *
     * @return {@code amqp://guest:guest@127.0.0.1:PORT/}
     */
    public String uri() {
        return "amqp://guest:guest@127.0.0.1:" + port + "/";
    }

    /**
     * The TCP port it listens on; unchanged by {@link #close()}.
     *
     * @return 1 to 65535
     */
    public int port() {
        return port;
    }

    /**
     * Cuts all connections, forgets all messages and ends all of the broker's threads. Returns after at most
     * {@link #CLOSE_TIMEOUT_MS}, with a warning in the log if threads are left then; a second call does nothing. Never
     * throws; an interrupt ends the wait and stays set.
     */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true) && !threads.stop(process::stop, CLOSE_TIMEOUT_MS)) {
            LOG.warn("The embedded broker on port {} left threads behind: {}", port, threads.alive());
        }
    }
}
