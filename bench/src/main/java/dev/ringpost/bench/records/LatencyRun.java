package dev.ringpost.bench.records;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ringpost.Batching;
import dev.ringpost.EngineStats;
import dev.ringpost.Outcome;
import dev.ringpost.Producer;
import dev.ringpost.PublishOptions;
import dev.ringpost.PublisherEngine;
import dev.ringpost.bench.records.LatencyResult.Quantiles;
import dev.ringpost.bench.wire.BenchMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/**
 * Publish to confirm at a fixed rate, batching without linger against no batching: one engine at its defaults, one
 * connection, one queue, two producers that take turns in slices of some seconds, so that whatever else the machine does
 * falls on both. Which of them comes first changes from pair to pair.
 *
 * <p>The rate is an open loop: each record has a time that it is to be sent at, whatever became of those before, and its
 * latency counts from then. The calling thread sleeps until that time, and what it oversleeps, some 60 µs, is in the
 * numbers of both.
 *
 * <p>Threads: the caller publishes; the completion thread records. {@link #histogram} and {@link #sliceStartNs} change only
 * while nothing is in flight.
 */
public final class LatencyRun {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int BODY_BYTES = 100;
    private static final int MAX_RECORDS = 1_000;
    private static final int MAX_BYTES = 128 * 1024;
    private static final int SIGNIFICANT_DIGITS = 3;

    @Option(names = "--port")
    private int port;

    @Option(names = "--rate", description = "Records a second (default: ${DEFAULT-VALUE})")
    private int recordsPerSecond = 1_000;

    @Option(names = "--slice-seconds", description = "(default: ${DEFAULT-VALUE})")
    private double sliceSeconds = 2.5;

    @Option(
            names = "--pairs",
            description = "Pairs of slices; one more before them warms up (default: ${DEFAULT-VALUE})")
    private int pairs = 8;

    private final AtomicLong otherOutcomes = new AtomicLong();
    private final byte[] body = BenchMessage.body(BODY_BYTES);
    private volatile Histogram histogram = newHistogram();
    private volatile long sliceStartNs;

    private LatencyRun() {}

    /** Prints a {@link LatencyResult}, or a stack trace. */
    public static void main(String[] args) throws InterruptedException, JsonProcessingException {
        LatencyRun run = CommandLine.populateCommand(new LatencyRun(), args);
        System.out.println(new ObjectMapper().writeValueAsString(run.measure()));
    }

    private LatencyResult measure() throws InterruptedException {
        try (PublisherEngine engine = PublisherEngine.builder()
                .uri("amqp://guest:guest@127.0.0.1:" + port)
                .lanes(1)
                .outcomeListener((number, outcome, detail) -> onOutcome(number, outcome))
                .start()) {
            PublishOptions.Builder options = PublishOptions.builder().routingKey(BenchMessage.ROUTING_KEY);
            Producer single = engine.producer(options.build());
            Producer batched = engine.producer(
                    options.batching(Batching.of(MAX_RECORDS, MAX_BYTES)).build());
            slice(engine, single);
            slice(engine, batched);
            List<Histogram> singleSlices = new ArrayList<>();
            List<Histogram> batchedSlices = new ArrayList<>();
            for (int pair = 0; pair < pairs; pair++) {
                if (pair % 2 == 0) {
                    batchedSlices.add(slice(engine, batched));
                    singleSlices.add(slice(engine, single));
                } else {
                    singleSlices.add(slice(engine, single));
                    batchedSlices.add(slice(engine, batched));
                }
            }
            return new LatencyResult(
                    engine.stats().amqpMessages(),
                    sum(batchedSlices),
                    sum(singleSlices),
                    batchedSlices.stream().map(Quantiles::of).toList(),
                    singleSlices.stream().map(Quantiles::of).toList());
        }
    }

    private void onOutcome(long number, Outcome outcome) {
        if (outcome == Outcome.CONFIRMED) {
            histogram.recordValue(Math.max(0, System.nanoTime() - dueNs(number)));
        } else {
            otherOutcomes.incrementAndGet();
        }
    }

    private long dueNs(long number) {
        return sliceStartNs + number * TimeUnit.SECONDS.toNanos(1) / recordsPerSecond;
    }

    private Histogram slice(PublisherEngine engine, Producer producer) throws InterruptedException {
        Histogram ofSlice = newHistogram();
        histogram = ofSlice;
        sliceStartNs = System.nanoTime();
        long records = (long) (sliceSeconds * recordsPerSecond);
        for (long number = 0; number < records; number++) {
            sleepUntil(dueNs(number));
            producer.publish(body, 0, body.length, number);
        }
        if (!engine.flush(PATIENCE) || otherOutcomes.get() > 0 || isRepeated(engine.stats())) {
            throw new IllegalStateException("not everything was confirmed at the first attempt: " + engine.stats());
        }
        return ofSlice;
    }

    private static boolean isRepeated(EngineStats stats) {
        return stats.resends() + stats.retries() > 0;
    }

    private static void sleepUntil(long timeNs) {
        long leftNs = timeNs - System.nanoTime();
        while (leftNs > 0) {
            LockSupport.parkNanos(leftNs);
            leftNs = timeNs - System.nanoTime();
        }
    }

    private static Histogram newHistogram() {
        return new Histogram(SIGNIFICANT_DIGITS);
    }

    private static Quantiles sum(List<Histogram> slices) {
        Histogram sum = newHistogram();
        slices.forEach(sum::add);
        return Quantiles.of(sum);
    }
}
