package dev.ringpost.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.ringpost.Outcome;
import dev.ringpost.ring.EngineThread;
import dev.ringpost.ring.OutcomeWaiters;
import dev.ringpost.testing.Await;
import dev.ringpost.testing.CleanEngine;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@CleanEngine
class SlotReceiptTest {

    private static final int RACES = 100_000;
    private static final int BATCH = 1_000;
    private static final int MAX_RECEIPT_BYTES = 48;

    @Test
    void theOutcomeIsThereWithAndWithoutAFuture() throws InterruptedException {
        SlotReceipt receipt = new SlotReceipt();
        assertThat(receipt.outcome()).isNull();
        assertThat(receipt.detail()).isNull();
        assertThat(receipt.await(Duration.ofMillis(1))).isNull();
        CompletableFuture<Outcome> future = receipt.future();
        assertThat(future).isSameAs(receipt.future()).isNotDone();
        receipt.settle(Outcome.REJECTED, "why");
        assertThat(future).isCompletedWithValue(Outcome.REJECTED);
        assertThat(receipt.detail()).isEqualTo("why");
        assertThat(receipt.await(Duration.ZERO)).isEqualTo(Outcome.REJECTED);
        SlotReceipt late = new SlotReceipt();
        late.settle(Outcome.CONFIRMED, null);
        assertThat(late.future()).isCompletedWithValue(Outcome.CONFIRMED);
    }

    /** One thread settles, one asks for the future, at the same moment: it must be completed in every order of the two. */
    @Test
    @SuppressWarnings("ReferenceEquality") // the very same one is meant
    void aFutureAskedForWhileItSettlesIsCompleted() throws Exception {
        SlotReceipt[] receipts = new SlotReceipt[BATCH];
        CompletableFuture<?>[] futures = new CompletableFuture<?>[BATCH];
        CyclicBarrier barrier = new CyclicBarrier(2);
        Thread settler = new Thread(() -> {
            for (int round = 0; round < RACES / BATCH; round++) {
                meet(barrier);
                for (int i = 0; i < BATCH; i++) {
                    receipts[i].settle(Outcome.CONFIRMED, null);
                }
                meet(barrier);
            }
        });
        settler.start();
        for (int round = 0; round < RACES / BATCH; round++) {
            for (int i = 0; i < BATCH; i++) {
                receipts[i] = new SlotReceipt();
            }
            meet(barrier);
            for (int i = 0; i < BATCH; i++) {
                futures[i] = receipts[i].future();
            }
            meet(barrier);
            for (int i = 0; i < BATCH; i++) {
                if (!futures[i].isDone() || futures[i] != receipts[i].future()) {
                    throw new AssertionError("future " + i + " of round " + round + " was not completed");
                }
            }
        }
        Await.ended(settler);
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | java.util.concurrent.TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void waitingForItOnAnEngineThreadIsRefused() {
        assertRefused(receipt -> {
            try {
                return receipt.await(Duration.ofSeconds(1));
            } catch (InterruptedException e) {
                return e;
            }
        });
        assertRefused(receipt -> receipt.future().join());
        assertRefused(
                receipt -> receipt.future().thenApply(Outcome::isConfirmed).join());
        assertRefused(receipt -> receipt.future()
                .handle((outcome, error) -> 1)
                .thenCompose(one -> new CompletableFuture<>())
                .join());
        assertRefused(receipt -> {
            try {
                return receipt.future().get();
            } catch (InterruptedException | java.util.concurrent.ExecutionException e) {
                return e;
            }
        });
        assertRefused(receipt -> {
            try {
                return receipt.future().get(1, TimeUnit.SECONDS);
            } catch (InterruptedException
                    | java.util.concurrent.ExecutionException
                    | java.util.concurrent.TimeoutException e) {
                return e;
            }
        });
    }

    @Test
    void whatIsKnownMayBeReadOnAnEngineThread() {
        SlotReceipt receipt = new SlotReceipt();
        receipt.settle(Outcome.CONFIRMED, null);
        assertThat(onEngineThread(() -> receipt.future().join())).isEqualTo(Outcome.CONFIRMED);
    }

    private static void assertRefused(Function<SlotReceipt, @Nullable Object> wait) {
        SlotReceipt receipt = new SlotReceipt();
        assertThat(onEngineThread(() -> wait.apply(receipt))).isInstanceOf(IllegalStateException.class);
    }

    private interface Call {
        @Nullable
        Object run();
    }

    private static @Nullable Object onEngineThread(Call call) {
        AtomicReference<@Nullable Object> result = new AtomicReference<>();
        EngineThread thread = new EngineThread(
                () -> {
                    try {
                        result.set(call.run());
                    } catch (RuntimeException e) {
                        result.set(e);
                    }
                },
                "bench-engine");
        thread.start();
        Await.ended(thread);
        return result.get();
    }

    @Test
    void aReceiptIsSmall() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        SlotReceipt[] kept = new SlotReceipt[100_000];
        long self = Thread.currentThread().getId();
        long before = threads.getThreadAllocatedBytes(self);
        for (int i = 0; i < kept.length; i++) {
            kept[i] = new SlotReceipt();
        }
        long each = (threads.getThreadAllocatedBytes(self) - before) / kept.length;
        assertThat(kept[kept.length - 1]).isNotNull();
        assertThat(each).isBetween(16L, (long) MAX_RECEIPT_BYTES);
    }

    @Test
    void lanesKnowOfAThreadThatWaitsForAsLongAsItDoes() throws InterruptedException {
        SlotReceipt receipt = new SlotReceipt();
        receipt.await(Duration.ofMillis(1));
        Await.until("its time was over", () -> !OutcomeWaiters.areThere());

        Thread waiter = new Thread(() -> receipt.future().join());
        waiter.start();
        Await.until("it is known to wait", OutcomeWaiters::areThere);
        receipt.settle(Outcome.CONFIRMED, null);
        Await.ended(waiter);
        Await.until("it has its outcome", () -> !OutcomeWaiters.areThere());

        SlotReceipt other = new SlotReceipt();
        Thread interrupted = new Thread(() -> {
            try {
                other.await(Duration.ofMinutes(1));
            } catch (InterruptedException expected) {
                Thread.currentThread().interrupt();
            }
        });
        interrupted.start();
        Await.until("it is known to wait", OutcomeWaiters::areThere);
        interrupted.interrupt();
        Await.ended(interrupted);
        Await.until("it gave up", () -> !OutcomeWaiters.areThere());
    }
}
