package dev.ringpost.intake;

import dev.ringpost.Outcome;
import dev.ringpost.Receipt;
import dev.ringpost.ring.EngineThread;
import dev.ringpost.ring.OutcomeSink;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The caller's end of one message: 24 bytes until its future is asked for.
 *
 * <p>Race: {@link #settle} writes the outcome, then looks for a future; {@link #future} installs the future, then looks
 * for an outcome. Both with volatile accesses, so at least one of them sees the other and completes it; completing twice
 * is harmless.
 */
final class SlotReceipt implements Receipt, OutcomeSink {

    private static final VarHandle FUTURE;

    static {
        try {
            FUTURE = MethodHandles.lookup().findVarHandle(SlotReceipt.class, "future", CompletableFuture.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private @Nullable String detail;
    private volatile @Nullable Outcome outcome;
    private volatile @Nullable CompletableFuture<Outcome> future;

    @Override
    public void settle(Outcome settled, @Nullable String why) {
        detail = why;
        outcome = settled;
        CompletableFuture<Outcome> waiting = future;
        if (waiting != null) {
            waiting.complete(settled);
        }
    }

    @Override
    public @Nullable Outcome outcome() {
        return outcome;
    }

    @Override
    public @Nullable String detail() {
        return outcome == null ? null : detail;
    }

    @Override
    public CompletableFuture<Outcome> future() {
        CompletableFuture<Outcome> existing = future;
        if (existing != null) {
            return existing;
        }
        CompletableFuture<Outcome> created = new ReceiptFuture<>();
        if (!FUTURE.compareAndSet(this, null, created)) {
            return java.util.Objects.requireNonNull(future); // another thread was first, and it never changes again
        }
        Outcome known = outcome;
        if (known != null) {
            created.complete(known);
        }
        return created;
    }

    @Override
    public @Nullable Outcome await(Duration timeout) throws InterruptedException {
        Outcome known = outcome;
        if (known != null) {
            return known;
        }
        EngineThread.refuseBlocking("Receipt.await");
        try {
            return future().get(Nanos.of(timeout), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return outcome;
        } catch (ExecutionException e) {
            throw new IllegalStateException("the future was completed by somebody else", e);
        }
    }
}
