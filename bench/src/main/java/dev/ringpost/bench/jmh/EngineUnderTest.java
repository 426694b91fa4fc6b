package dev.ringpost.bench.jmh;

import dev.ringpost.Outcome;
import dev.ringpost.Producer;
import dev.ringpost.PublishOptions;
import dev.ringpost.PublisherEngine;
import dev.ringpost.bench.run.NullBrokerProcess;
import dev.ringpost.bench.wire.BenchMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** An engine with everything at its default, one lane, and a null broker that confirms at once. */
@State(Scope.Benchmark)
public class EngineUnderTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final AtomicLong unconfirmedCount = new AtomicLong();
    private NullBrokerProcess broker;
    private PublisherEngine engine;
    private Producer producer;

    /** Starts both. */
    @Setup
    public void start() throws IOException, InterruptedException {
        broker = NullBrokerProcess.start();
        engine = PublisherEngine.builder()
                .uri(broker.uri())
                .lanes(1)
                .outcomeListener((correlationId, outcome, detail) -> {
                    if (outcome != Outcome.CONFIRMED) {
                        unconfirmedCount.incrementAndGet();
                    }
                })
                .start();
        producer = engine.producer(
                PublishOptions.builder().routingKey(BenchMessage.ROUTING_KEY).build());
    }

    Producer producer() {
        return producer;
    }

    /** Waits until nothing is in flight. */
    void drain() throws InterruptedException {
        if (!engine.flush(PATIENCE)) {
            throw new IllegalStateException("not everything was confirmed in time: " + engine.stats());
        }
    }

    /** Ends both, and fails unless every message was confirmed: a rate of lost messages is none. */
    @TearDown
    public void stop() throws IOException, InterruptedException {
        NullBrokerProcess running = broker;
        try (running) {
            drain();
            engine.close();
            if (unconfirmedCount.get() > 0
                    || engine.stats().confirmed() != engine.stats().accepted()) {
                throw new IllegalStateException("not everything was confirmed: " + engine.stats());
            }
        }
    }
}
