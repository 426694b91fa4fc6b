package dev.ringpost.compression;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Keeps the costly state of finished calls for later ones, at most one for each core; what is too much is ended at once.
 * Never waits. Any thread may take and give.
 *
 * @param <T> the state; used by one thread between {@link #take} and {@link #give}
 */
final class StatePool<T> {

    private final ArrayBlockingQueue<T> idle =
            new ArrayBlockingQueue<>(Runtime.getRuntime().availableProcessors());
    private final Supplier<T> maker;
    private final Consumer<T> ender;

    /** With how to make a state and how to free what it holds outside the heap. */
    StatePool(Supplier<T> maker, Consumer<T> ender) {
        this.maker = maker;
        this.ender = ender;
    }

    /** A state for this thread, to be given back or, after an error, discarded. */
    T take() {
        T state = idle.poll();
        return state == null ? maker.get() : state;
    }

    /** Gives back a state that is as good as new. */
    void give(T state) {
        if (!idle.offer(state)) {
            ender.accept(state);
        }
    }

    /** Ends a state that an error left behind. */
    void discard(T state) {
        ender.accept(state);
    }
}
