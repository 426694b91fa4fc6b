package dev.ringpost.bench.peer;

import com.rabbitmq.client.ConfirmListener;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * What a competent user of {@code basicPublish} writes: a bounded window of unconfirmed bodies, kept for a resend, one
 * semaphore permit each.
 *
 * <p>Writers: the publishing thread fills places, the connection's thread empties them on acks. A place is free again
 * before its permit is, so the two never meet in one place. An array instead of the tutorial's concurrent skip list: it
 * is the faster of the two and no harder to write.
 */
final class ConfirmWindow implements ConfirmListener {
    private static final long CONFIRM_TIMEOUT_S = 30;

    private final AtomicReferenceArray<byte[]> unconfirmed;
    private final Semaphore room;
    private final int windowMessages;
    private final AtomicLong confirmedCount = new AtomicLong();
    private final AtomicLong rejectedCount = new AtomicLong();

    /** The connection's thread only: everything below is confirmed, apart from gaps single acks have left. */
    private long lowestTag = 1;

    ConfirmWindow(int windowMessages) {
        this.windowMessages = windowMessages;
        this.unconfirmed = new AtomicReferenceArray<>(windowMessages);
        this.room = new Semaphore(windowMessages);
    }

    /** Publishing thread, before the publish; waits for room. */
    void register(long tag, byte[] body) throws InterruptedException {
        room.acquire();
        unconfirmed.set(place(tag), body);
    }

    /** Publishing thread: waits until nothing is unconfirmed. */
    void awaitAllConfirmed() throws InterruptedException, IOException, TimeoutException {
        if (!room.tryAcquire(windowMessages, CONFIRM_TIMEOUT_S, TimeUnit.SECONDS)) {
            throw new TimeoutException("messages unconfirmed for " + CONFIRM_TIMEOUT_S + " s");
        }
        room.release(windowMessages);
        if (rejectedCount.get() > 0) {
            throw new IOException(rejectedCount.get() + " messages rejected");
        }
    }

    long confirmedCount() {
        return confirmedCount.get();
    }

    @Override
    public void handleAck(long tag, boolean multiple) {
        confirmedCount.addAndGet(settle(tag, multiple));
    }

    @Override
    public void handleNack(long tag, boolean multiple) {
        rejectedCount.addAndGet(settle(tag, multiple));
    }

    private int settle(long tag, boolean multiple) {
        int settledCount = 0;
        for (long t = multiple ? lowestTag : tag; t <= tag; t++) {
            if (unconfirmed.getAndSet(place(t), null) != null) {
                settledCount++;
            }
        }
        if (multiple && tag >= lowestTag) {
            lowestTag = tag + 1;
        }
        room.release(settledCount);
        return settledCount;
    }

    private int place(long tag) {
        return (int) (tag % windowMessages);
    }
}
