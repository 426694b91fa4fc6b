package dev.ringpost.intake;

import dev.ringpost.ring.EngineThread;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A future that refuses to be waited for on the threads that would complete it. Its dependents are of this class too. */
final class ReceiptFuture<T> extends CompletableFuture<T> {

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new ReceiptFuture<>();
    }

    @Override
    public T get() throws InterruptedException, ExecutionException {
        refuseIfWaiting("get");
        return super.get();
    }

    @Override
    public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        refuseIfWaiting("get");
        return super.get(timeout, unit);
    }

    @Override
    public T join() {
        refuseIfWaiting("join");
        return super.join();
    }

    private void refuseIfWaiting(String call) {
        if (!isDone()) {
            EngineThread.refuseBlocking("CompletableFuture." + call);
        }
    }
}
