package dev.ringpost.bench.jmh;

import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Lets a benchmark begin each of its calls, of some thousand messages, with none of its thread's messages in the ring. So the
 * ring is never full, and what is measured is the call and not the wait for the lane. The wait between is not measured.
 */
@State(Scope.Thread)
public class DrainedRing {

    /** Messages of one call; those of the four threads at most fill half of the ring. */
    static final int BATCH_MESSAGES = 2_048;

    /** Waits for the thread's last batch. */
    @Setup(Level.Invocation)
    public void drain(EngineUnderTest engine) throws InterruptedException {
        engine.drain();
    }
}
