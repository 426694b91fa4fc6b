package dev.ringpost.bench.jmh;

import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** {@link DrainedRing} for the queue. */
@State(Scope.Thread)
public class DrainedQueue {

    /** Waits for the thread's last batch. */
    @Setup(Level.Invocation)
    public void drain(QueueUnderTest queue) {
        queue.drain();
    }
}
