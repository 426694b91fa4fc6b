package dev.ringpost.bench.peer;

import com.rabbitmq.client.ConfirmListener;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;

/**
 * What a competent user of {@code basicPublish} writes: a bounded window of unconfirmed bodies, kept for a resend, one
 * semaphore permit each.
 *
 * <p>Writers: the publishing thread fills places, the connection's thread empties them on acks. Each place has its message's
 * tag beside the body: RabbitMQ acks single messages out of order, so a permit may come back before the place that is next in
 * turn, and a {@code multiple} ack may reach back over places that are in use again. An array instead of the tutorial's
 * concurrent skip list: it is the faster of the two and hardly harder to write.
 */
public final class ConfirmWindow implements ConfirmListener {
    private static final long CONFIRM_TIMEOUT_S = 30;
    private static final long PLACE_POLL_NS = 20_000;
    private static final long NO_TAG = 0; // the first is 1

    private final AtomicReferenceArray<byte[]> unconfirmed;
    private final AtomicLongArray tags;
    private final Semaphore room;
    private final int windowMessages;
    private final LongConsumer onConfirmed;
    private final AtomicLong confirmedCount = new AtomicLong();
    private final AtomicLong rejectedCount = new AtomicLong();

    /** The connection's thread only: everything below is confirmed, apart from gaps single acks have left. */
    private long lowestTag = 1;

    ConfirmWindow(int windowMessages) {
        this(windowMessages, tag -> {});
    }

    /** {@code onConfirmed} hears each confirmed tag, on the connection's thread. */
    public ConfirmWindow(int windowMessages, LongConsumer onConfirmed) {
        this.onConfirmed = onConfirmed;
        this.windowMessages = windowMessages;
        this.unconfirmed = new AtomicReferenceArray<>(windowMessages);
        this.tags = new AtomicLongArray(windowMessages);
        this.room = new Semaphore(windowMessages);
    }

    /** Publishing thread, before the publish; waits for room. */
    public void register(long tag, byte[] body) throws InterruptedException {
        room.acquire();
        int place = place(tag);
        while (tags.get(place) != NO_TAG) { // later ones were acked first
            LockSupport.parkNanos(PLACE_POLL_NS);
        }
        unconfirmed.set(place, body);
        tags.set(place, tag);
    }

    /** The same without waiting; false if there is no room, or none in the place that is next in turn. */
    public boolean tryRegister(long tag, byte[] body) {
        if (!room.tryAcquire()) {
            return false;
        }
        int place = place(tag);
        if (tags.get(place) != NO_TAG) {
            room.release();
            return false;
        }
        unconfirmed.set(place, body);
        tags.set(place, tag);
        return true;
    }

    /** Publishing thread: waits until nothing is unconfirmed. */
    public void awaitAllConfirmed() throws InterruptedException, IOException, TimeoutException {
        if (!room.tryAcquire(windowMessages, CONFIRM_TIMEOUT_S, TimeUnit.SECONDS)) {
            throw new TimeoutException("messages unconfirmed for " + CONFIRM_TIMEOUT_S + " s");
        }
        room.release(windowMessages);
        if (rejectedCount.get() > 0) {
            throw new IOException(rejectedCount.get() + " messages rejected");
        }
    }

    /** Any thread. */
    public long confirmedCount() {
        return confirmedCount.get();
    }

    @Override
    public void handleAck(long tag, boolean multiple) {
        settle(tag, multiple, confirmedCount, onConfirmed);
    }

    @Override
    public void handleNack(long tag, boolean multiple) {
        settle(tag, multiple, rejectedCount, rejected -> {});
    }

    private void settle(long tag, boolean multiple, AtomicLong count, LongConsumer onSettled) {
        int settledCount = 0;
        for (long t = multiple ? lowestTag : tag; t <= tag; t++) {
            int place = place(t);
            if (tags.get(place) == t) {
                unconfirmed.set(place, null);
                tags.set(place, NO_TAG);
                settledCount++;
                onSettled.accept(t);
            }
        }
        if (multiple && tag >= lowestTag) {
            lowestTag = tag + 1;
        }
        // Before the permits: whoever waits for those, and then reads the count, finds these in it.
        count.addAndGet(settledCount);
        room.release(settledCount);
    }

    private int place(long tag) {
        return (int) (tag % windowMessages);
    }
}
