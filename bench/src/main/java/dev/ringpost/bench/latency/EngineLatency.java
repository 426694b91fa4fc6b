package dev.ringpost.bench.latency;

import dev.ringpost.EngineStats;
import dev.ringpost.Outcome;
import dev.ringpost.Producer;
import dev.ringpost.PublishOptions;
import dev.ringpost.PublisherEngine;
import dev.ringpost.WaitStrategy;
import dev.ringpost.bench.wire.BenchMessage;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/**
 * The engine with one lane and the form of publish that allocates nothing; everything else but the wait strategy is at its
 * default. Confirms are heard by the listener, on the completion thread.
 */
final class EngineLatency implements LatencyContestant {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final PublisherEngine engine;
    private final Producer producer;
    private final AtomicLong otherOutcomes = new AtomicLong();
    private final byte[] body = BenchMessage.body(BODY_BYTES);

    EngineLatency(URI uri, WaitStrategy strategy, LongConsumer onConfirmed) {
        engine = PublisherEngine.builder()
                .uri(uri.toString())
                .lanes(1)
                .ringSize(WINDOW_MESSAGES)
                .waitStrategy(strategy)
                .outcomeListener((number, outcome, detail) -> {
                    if (outcome == Outcome.CONFIRMED) {
                        onConfirmed.accept(number);
                    } else {
                        otherOutcomes.incrementAndGet();
                    }
                })
                .start();
        producer = engine.producer(
                PublishOptions.builder().routingKey(BenchMessage.ROUTING_KEY).build());
    }

    @Override
    public void publish(long number) throws InterruptedException {
        producer.publish(body, 0, body.length, number);
    }

    @Override
    public void awaitAllConfirmed() throws InterruptedException {
        boolean settled = engine.flush(PATIENCE);
        EngineStats stats = engine.stats();
        if (!settled || otherOutcomes.get() > 0 || stats.resends() + stats.retries() > 0) {
            throw new IllegalStateException("not everything was confirmed at the first attempt: " + stats);
        }
    }

    @Override
    public long confirmedCount() {
        return engine.stats().confirmed();
    }

    @Override
    public void close() {
        engine.close();
    }
}
