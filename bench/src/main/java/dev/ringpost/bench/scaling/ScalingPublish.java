package dev.ringpost.bench.scaling;

import dev.ringpost.Outcome;
import dev.ringpost.Producer;
import dev.ringpost.PublishOptions;
import dev.ringpost.PublisherEngine;
import dev.ringpost.bench.contestant.Contestant;
import dev.ringpost.bench.contestant.ContestantOptions;
import dev.ringpost.bench.wire.BenchMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The engine, in the form of publish that allocates nothing, with as many lanes, callers and routes as the options say; the
 * window is each lane's ring. A window smaller than the smallest ring is kept by a semaphore of the callers.
 *
 * <p>Threads: the callers live from {@link #open} to {@link #close}, so that what they allocate is counted.
 */
final class ScalingPublish implements Contestant {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int LEAST_RING_SIZE = 128;
    private static final String ROUTE = "ringpost.";

    private final ScalingOptions options;
    private final ExecutorService callers;
    private final AtomicLong otherOutcomes = new AtomicLong();
    private final byte[] body;
    private final @Nullable Semaphore window;
    private final List<Producer> producers = new ArrayList<>();
    private @Nullable PublisherEngine engine;

    ScalingPublish(ScalingOptions options) {
        this.options = options;
        this.callers = Executors.newFixedThreadPool(options.callers(), caller -> {
            Thread thread = new Thread(caller, "caller");
            thread.setDaemon(true);
            return thread;
        });
        this.body = BenchMessage.body(options.bodyBytes());
        this.window = options.windowMessages() < LEAST_RING_SIZE ? new Semaphore(options.windowMessages()) : null;
    }

    @Override
    public String name() {
        return "engine";
    }

    @Override
    public void open(ContestantOptions common) {
        PublisherEngine started = PublisherEngine.builder()
                .uri(common.uri().toString())
                .lanes(options.lanes())
                .ringSize(Math.max(LEAST_RING_SIZE, options.windowMessages()))
                .outcomeListener((correlationId, outcome, detail) -> onOutcome(outcome))
                .start();
        engine = started;
        for (int route = 0; route < options.routes(); route++) {
            producers.add(started.producer(
                    PublishOptions.builder().routingKey(routingKey(route)).build()));
        }
    }

    /** All of one length, so that every message has as many octets, whatever the number of routes. */
    static String routingKey(int route) {
        int digits = BenchMessage.ROUTING_KEY.length() - ROUTE.length();
        return ROUTE + String.format(Locale.ROOT, "%0" + digits + "d", route);
    }

    private void onOutcome(Outcome outcome) {
        if (outcome != Outcome.CONFIRMED) {
            otherOutcomes.incrementAndGet();
        }
        Semaphore limit = window;
        if (limit != null) {
            limit.release();
        }
    }

    @Override
    public void publish(long messageCount) throws Exception {
        PublisherEngine target = engine;
        if (target == null) {
            throw new IllegalStateException("not open");
        }
        List<Future<?>> shares = new ArrayList<>();
        for (int caller = 0; caller < options.callers(); caller++) {
            long share = share(messageCount, caller, options.callers());
            int firstRoute = caller * options.routes() / options.callers();
            shares.add(callers.submit(() -> {
                publishShare(share, firstRoute);
                return null;
            }));
        }
        for (Future<?> share : shares) {
            share.get();
        }
        if (!target.flush(PATIENCE) || otherOutcomes.get() != 0) {
            throw new IllegalStateException("not everything was confirmed: " + target.stats());
        }
    }

    /** Of so many messages what one of the callers publishes; all shares together are all messages. */
    static long share(long messageCount, int caller, int callerCount) {
        return messageCount / callerCount + (caller < messageCount % callerCount ? 1 : 0);
    }

    private void publishShare(long messageCount, int firstRoute) throws InterruptedException {
        Producer[] routes = producers.toArray(new Producer[0]);
        Semaphore limit = window;
        int route = firstRoute;
        for (long i = 0; i < messageCount; i++) {
            if (limit != null) {
                limit.acquire();
            }
            routes[route].publish(body, 0, body.length, i);
            route = route + 1 == routes.length ? 0 : route + 1;
        }
    }

    @Override
    public long confirmedCount() {
        PublisherEngine target = engine;
        return target == null ? 0 : target.stats().confirmed();
    }

    @Override
    public String verified() {
        return "every message has the outcome CONFIRMED, by the engine's count";
    }

    @Override
    public void close() {
        callers.shutdownNow();
        PublisherEngine target = engine;
        if (target != null) {
            target.close();
        }
    }
}
