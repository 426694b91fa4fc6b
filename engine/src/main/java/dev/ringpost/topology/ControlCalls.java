package dev.ringpost.topology;

import dev.ringpost.BrokerRefusedException;
import dev.ringpost.BrokerUnreachableException;
import dev.ringpost.EngineClosedException;
import dev.ringpost.ring.EngineThread;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The caller's side of a {@link ControlAgent}: hands over an operation and waits for its answer. Thread-safe. */
public final class ControlCalls {

    private static final long NS_PER_MS = 1_000_000;

    private final ControlAgent agent;
    private final long timeoutNs;

    /** Waiting for each answer at most that long. */
    public ControlCalls(ControlAgent agent, long timeoutNs) {
        this.agent = agent;
        this.timeoutNs = timeoutNs;
    }

    /**
     * Runs an operation on the control thread.
     *
     * @param what the operation, for people
     * @param operation may be run again after it failed without an answer
     * @throws BrokerRefusedException if the broker refused
     * @throws BrokerUnreachableException if there was no answer in time
     * @throws EngineClosedException if the engine was closed first
     * @throws IllegalStateException on a thread of an engine
     */
    public <T> T call(String what, ControlCall.Operation<T> operation) throws InterruptedException {
        EngineThread.refuseBlocking(what);
        ControlCall<T> call = new ControlCall<>(operation);
        agent.submit(call);
        try {
            return call.answer().get(timeoutNs, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            String trouble = call.trouble();
            throw new BrokerUnreachableException(
                    what + ": no answer within " + timeoutNs / NS_PER_MS + " ms; "
                            + (trouble == null ? "there is no connection, or the broker is slow" : trouble),
                    e);
        } catch (CancellationException e) {
            throw new EngineClosedException(what + ": the engine was closed before the broker answered");
        } catch (ExecutionException e) {
            throw explained(e.getCause());
        } finally {
            call.answer().cancel(false); // if nobody waits any more, nobody needs it
        }
    }

    private static RuntimeException explained(@Nullable Throwable cause) {
        if (cause instanceof RefusedException refused) {
            return new BrokerRefusedException(String.valueOf(refused.getMessage()), refused);
        }
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(cause);
    }
}
