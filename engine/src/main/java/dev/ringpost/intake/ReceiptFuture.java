package dev.ringpost.intake;

import dev.ringpost.ring.EngineThread;
import dev.ringpost.ring.OutcomeWaiters;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A future that refuses to be waited for on the threads that would complete it, and lets lanes know of those that wait. Its
 * dependents are of this class too.
 */
final class ReceiptFuture<T> extends CompletableFuture<T> {

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new ReceiptFuture<>();
    }

    @Override
    public T get() throws InterruptedException, ExecutionException {
        boolean waits = beginWait("get");
        try {
            return super.get();
        } finally {
            endWait(waits);
        }
    }

    @Override
    public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        boolean waits = beginWait("get");
        try {
            return super.get(timeout, unit);
        } finally {
            endWait(waits);
        }
    }

    @Override
    public T join() {
        boolean waits = beginWait("join");
        try {
            return super.join();
        } finally {
            endWait(waits);
        }
    }

    private boolean beginWait(String call) {
        if (isDone()) {
            return false;
        }
        EngineThread.refuseBlocking("CompletableFuture." + call);
        OutcomeWaiters.enter();
        return true;
    }

    private static void endWait(boolean waited) {
        if (waited) {
            OutcomeWaiters.leave();
        }
    }
}
