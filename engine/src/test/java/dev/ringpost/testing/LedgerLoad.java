package dev.ringpost.testing;

import dev.ringpost.EngineClosedException;
import dev.ringpost.EnqueueTimeoutException;
import dev.ringpost.Offer;
import dev.ringpost.Producer;
import dev.ringpost.PublishOptions;
import dev.ringpost.Receipt;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Threads that publish to a {@link Ledger}, in every form there is, drawn from a seed. The engine must have
 * {@link Ledger#listener()} as its outcome listener.
 *
 * <p>A thread ends after its number of messages, at {@link #stop}, or when the engine is closed; a full ring is tried
 * again.
 */
public final class LedgerLoad {

    private static final int FORMS = 6;
    private static final int LARGE_ONE_IN = 50;
    private static final long RETRY_NS = 50_000;

    private final Ledger ledger;
    private final List<Producer> producers;
    private final long seed;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private int maxBytes = 700;
    private int largeBytes = 20_000;
    private long pauseNs;

    /**
     * Not running yet.
     *
     * @param ledger takes notes
     * @param producers one for each ordering key
     * @param seed draws key, form and size
     */
    public LedgerLoad(Ledger ledger, List<Producer> producers, long seed) {
        this.ledger = ledger;
        this.producers = List.copyOf(producers);
        this.seed = seed;
    }

    /** Sizes: up to {@code usual}, and one message in fifty up to {@code large}. */
    public LedgerLoad sizes(int usual, int large) {
        maxBytes = usual;
        largeBytes = large;
        return this;
    }

    /** A pause of each thread between two messages, for loads that must last. */
    public LedgerLoad pace(Duration pause) {
        pauseNs = pause.toNanos();
        return this;
    }

    /** Starts so many threads with so many messages each. */
    public LedgerLoad start(int threadCount, int messagesEach) {
        for (int i = 0; i < threadCount; i++) {
            int index = i;
            Thread thread = new Thread(() -> run(index, messagesEach), "load-" + i);
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
        return this;
    }

    /** Lets every thread end after its message of the moment. */
    public LedgerLoad stop() {
        stopped.set(true);
        return this;
    }

    /** Waits for the threads' end. */
    public void join(Duration timeout) throws Exception {
        Await.ended(timeout, threads);
        Throwable error = failure.get();
        if (error != null) {
            throw new AssertionError("a publishing thread failed", error);
        }
    }

    private void run(int index, int messages) {
        Random random = new Random(seed * 1_000_003 + index);
        try {
            for (int i = 0; i < messages && !stopped.get(); i++) {
                int key = random.nextInt(producers.size());
                int stream = index * producers.size() + key;
                int most = random.nextInt(LARGE_ONE_IN) == 0 ? largeBytes : maxBytes;
                int id = ledger.attempt(stream, Ledger.MIN_BYTES + random.nextInt(most - Ledger.MIN_BYTES));
                if (!publish(producers.get(key), id, random.nextInt(FORMS), random)) {
                    return;
                }
                if (pauseNs > 0) {
                    LockSupport.parkNanos(pauseNs);
                }
            }
        } catch (EngineClosedException closed) {
            // The end of this load, and not of the test.
        } catch (InterruptedException | RuntimeException | Error e) {
            failure.compareAndSet(null, e);
        }
    }

    private boolean publish(Producer producer, int id, int form, Random random) throws InterruptedException {
        byte[] body = ledger.body(id);
        while (true) {
            try {
                boolean accepted = form < FORMS / 2
                        ? waiting(producer, id, body, form, random)
                        : trying(producer, id, body, form, random);
                if (accepted) {
                    ledger.accepted(id);
                }
                return accepted;
            } catch (EnqueueTimeoutException full) {
                if (stopped.get()) {
                    return false;
                }
            }
        }
    }

    private boolean waiting(Producer producer, int id, byte[] body, int form, Random random)
            throws InterruptedException {
        switch (form) {
            case 0 -> {
                Receipt receipt = producer.publish(body);
                receipt.future()
                        .whenComplete((outcome, error) -> ledger.outcome(id, outcome, receipt.detail()))
                        .exceptionally(error -> null);
            }
            case 1 -> producer.publish(body, PublishOptions.none(), ledger.callback(id));
            default -> {
                int offset = random.nextInt(5);
                byte[] padded = new byte[body.length + offset + 3];
                System.arraycopy(body, 0, padded, offset, body.length);
                producer.publish(padded, offset, body.length, id);
            }
        }
        return true;
    }

    private boolean trying(Producer producer, int id, byte[] body, int form, Random random) {
        ByteBuffer direct = ByteBuffer.allocateDirect(body.length + 7);
        direct.position(random.nextInt(7));
        direct.put(body).flip().position(direct.limit() - body.length);
        while (!stopped.get()) {
            Offer offer = switch (form) {
                case 3 -> producer.tryPublish(direct, PublishOptions.none(), ledger.callback(id));
                case 4 -> producer.tryPublish(body, 0, body.length, id);
                default -> producer.tryPublish(direct.slice().asReadOnlyBuffer(), id);
            };
            if (offer != Offer.FULL && offer != Offer.BLOCKED) {
                return offer.isAccepted();
            }
            LockSupport.parkNanos(RETRY_NS);
        }
        return false;
    }
}
